"""Reading one line of a file of products. Pure: what is wrong with a line is said, never guessed around."""

from dataclasses import dataclass
from typing import Any

from core.web import json

LONGEST_LINE = 64 * 1024
MOST_TAGS = 10
_LONGEST_SLUG, _LONGEST_NAME, _LONGEST_DESCRIPTION, _LONGEST_WORD = 200, 120, 8000, 80
_MOST_WORDS = 50
_MOST_STARS = 10**9


class BadLine(ValueError):
    """The line is not a product that can be imported; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Product:
    """One product as a line tells it."""

    slug: str
    name: str
    description: str
    website_url: str
    source_code_url: str
    licenses: tuple[str, ...]
    platforms: tuple[str, ...]
    tags: tuple[str, ...]
    stars: int | None
    updated_at: str
    archived: bool
    demo_url: str
    release: str


def read_line(line: bytes) -> Product | None:
    """Return the product of a line, or None for a blank one. Raises BadLine.

    Needed are slug, name, description, tags, and website_url or source_code_url; everything else may be missing or
    null. Unknown members are left aside.
    """
    line = line.rstrip(b"\r\n")
    if len(line) >= LONGEST_LINE:
        raise BadLine(f"it has {LONGEST_LINE} bytes or more")
    if not line.strip():
        return None
    data = _object(line)
    tags = _words(data, "tags", most=MOST_TAGS)
    if not tags:
        raise BadLine("“tags” is missing or empty, and without a tag nobody would find it")
    product = Product(
        slug=_text(data, "slug", _LONGEST_SLUG, required=True),
        name=_text(data, "name", _LONGEST_NAME, required=True),
        description=_text(data, "description", _LONGEST_DESCRIPTION, required=True),
        website_url=_text(data, "website_url", 300),
        source_code_url=_text(data, "source_code_url", 300),
        licenses=_words(data, "licenses"),
        platforms=_words(data, "platforms"),
        tags=tags,
        stars=_stars(data.get("stars")),
        updated_at=_text(data, "updated_at", _LONGEST_WORD),
        archived=_flag(data.get("archived")),
        demo_url=_text(data, "demo_url", 300),
        release=_text(data, "release", _LONGEST_WORD),
    )
    if not (product.website_url or product.source_code_url):
        raise BadLine("it has neither “website_url” nor “source_code_url”, so nobody could be named as its publisher")
    return product


def _object(line: bytes) -> dict[str, Any]:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadLine(f"it is not UTF-8 (byte {error.start + 1})") from None
    try:
        data = json.loads(line)
    except ValueError as error:
        raise BadLine(f"it is not JSON that can be read: {error}") from None
    if not isinstance(data, dict):
        raise BadLine("it is JSON, but not an object")
    return data


def _text(data: dict[str, Any], name: str, longest: int, *, required: bool = False) -> str:
    value = data.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str):
        raise BadLine(f"“{name}” is missing" if value is None else f"“{name}” is not a string")
    if len(value) > longest:
        raise BadLine(f"“{name}” has {len(value)} characters, and at most {longest} are taken")
    if any(char < " " and char not in "\n\r\t" for char in value):
        raise BadLine(f"“{name}” contains a control character (such as NUL)")
    value = value.strip()
    if required and not value:
        raise BadLine(f"“{name}” is empty")
    return value


def _words(data: dict[str, Any], name: str, most: int = _MOST_WORDS) -> tuple[str, ...]:
    values = data.get(name)
    if values is None:
        return ()
    if not isinstance(values, list):
        raise BadLine(f"“{name}” is not a list")
    if len(values) > most:
        raise BadLine(f"“{name}” has {len(values)} entries, and at most {most} are taken")
    words = [_text({name: value}, name, _LONGEST_WORD, required=True) for value in values]
    return tuple(dict.fromkeys(words))


def _stars(value: Any) -> int | None:  # noqa: ANN401
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_STARS:
        raise BadLine("“stars” is not a whole number from 0")
    return value


def _flag(value: Any) -> bool:  # noqa: ANN401
    if value is not None and not isinstance(value, bool):
        raise BadLine("“archived” is not true or false")
    return bool(value)
