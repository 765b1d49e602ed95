"""Reading a rule book: a version as the API answers it, from a file or an address, or a programme file in TOML."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.outgoing.failures import NotReached
from core.outgoing.fetching import fetch
from core.outgoing.targets import Reach
from partners.programmes import shipped
from partners.programmes.specs import Misprint, Spec, read_all
from partners.programmes.versions import fingerprint

_LARGEST = 5_000_000


class Unusable(Exception):
    """What was given cannot be used; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What is asked, and which version of which rule book says so."""

    code: str
    number: str
    specs: list[Spec]


def read_book(source: str, reach: Reach) -> Book:
    """Read a rule book from an address that begins with http, or from a file. Raises Unusable."""
    try:
        if source.startswith(("https://", "http://")):
            answer = fetch(source, reach=reach, max_bytes=_LARGEST, headers={"Accept": "application/json"})
            if not answer.ok:
                raise Unusable(f"{source} answers with the status {answer.status}. Give the address of a version.")
            return _version(json.loads(answer.body))
        if source.endswith(".toml"):
            programme = shipped.read_file(Path(source))
            return Book(code=programme["code"], number="", specs=read_all(programme["requirements"]))
        return _version(json.loads(Path(source).read_text("utf-8")))
    except NotReached as failure:
        raise Unusable(f"{source}: {failure.sentence}") from failure
    except OSError as error:
        raise Unusable(f"{source} cannot be read: {error.strerror}. Download the rule book first.") from error
    except (Misprint, ValueError, TypeError, KeyError) as error:
        raise Unusable(
            f"{source} is not a rule book that this version of partner-check understands ({error}). Download it again"
            " from /api/v1/rule-books/{code}/versions/{number}, or install a newer partner-check."
        ) from error


def _version(data: Mapping[str, Any]) -> Book:
    content = data["content"]
    if data.get("sha256") != fingerprint(content):
        raise Unusable("The rule book was changed after it was announced: its hash is another. Download it again.")
    specs = [{name: value for name, value in item.items() if name != "revision"} for item in content["requirements"]]
    return Book(code=str(content["programme"]), number=str(content["number"]), specs=read_all(specs))
