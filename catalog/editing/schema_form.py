"""Forms made of a JSON Schema: what its values are asked for as, and back from what was sent to values. Pure.

An input is named by its path with points: `terms.tiers.0.up_to`. Only what the schemas of prices use is known here:
objects, lists of objects (a table), lists of words, whole numbers, strings and choices.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Schema = Mapping[str, Any]
Errors = Mapping[str, str]
# Stands for a value that was not sent, since None is a value.
_NOTHING = object()
DECIMALS = ("not-a-price", "not-a-quantity", "not-a-percentage")
_WORDS = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class Input:
    """One value that is asked for, as it was sent or is stored."""

    name: str
    title: str
    description: str
    kind: Literal["text", "integer", "choice", "words"]
    value: str
    required: bool
    choices: Sequence[str] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A list of rows with the same columns."""

    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Input]]
    error: str = ""


def inputs(schema: Schema, values: Any, path: str, errors: Errors) -> list[Input | Table]:  # noqa: ANN401
    """Return what an object's schema asks for, with the values and the errors (by name) that there are."""
    known = values if isinstance(values, Mapping) else {}
    return [
        _table(inner, known.get(name), f"{path}.{name}", errors)
        if _is_table(inner)
        else _input(inner, known.get(name), f"{path}.{name}", errors, required=name in schema["required"])
        for name, inner in schema["properties"].items()
    ]


def read(schema: Schema, sent: Mapping[str, str], path: str) -> dict[str, Any]:
    """Return the values that were sent for an object, as far as they were; empty optional ones are left out."""
    values = {}
    for name, inner in schema["properties"].items():
        value = _read(inner, sent, f"{path}.{name}")
        if value is not _NOTHING or name in schema["required"]:
            values[name] = "" if value is _NOTHING else value
    return values


def _read(schema: Schema, sent: Mapping[str, str], name: str) -> Any:  # noqa: ANN401
    if _is_table(schema):
        rows = (read(schema["items"], sent, f"{name}.{place}") for place in _places(sent, name))
        return [row for row in rows if any(value not in ("", None, []) for value in row.values())]
    text = sent.get(name, "").strip()
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if "array" in kinds:
        return [word for word in _WORDS.split(text) if word]
    if not text:
        return None if "null" in kinds else _NOTHING
    if "integer" in kinds and text.isascii() and text.isdigit():
        return int(text)
    # People who write decimals with a comma may.
    return text.replace(",", ".") if schema.get("x-code") in DECIMALS else text


def _places(sent: Mapping[str, str], name: str) -> Iterator[int]:
    """Yield the places of the rows that were sent, each once, lowest first."""
    pattern = re.compile(re.escape(name) + r"\.([0-9]{1,3})\.")
    yield from sorted({int(match[1]) for key in sent if (match := pattern.match(key))})


def _is_table(schema: Schema) -> bool:
    return bool(schema["type"] == "array" and schema["items"]["type"] == "object")


def _table(schema: Schema, values: Any, name: str, errors: Errors) -> Table:  # noqa: ANN401
    rows = values if isinstance(values, list) and values else [{}]
    columns = schema["items"]["properties"]
    return Table(
        name=name,
        title=schema["title"],
        columns=[inner["title"] for inner in columns.values()],
        rows=[
            [cell for cell in inputs(schema["items"], row, f"{name}.{place}", errors) if isinstance(cell, Input)]
            for place, row in enumerate(rows)
        ],
        error=errors.get(name, ""),
    )


def _input(schema: Schema, value: Any, name: str, errors: Errors, *, required: bool) -> Input:  # noqa: ANN401
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    kind: Literal["text", "integer", "choice", "words"] = (
        "words" if "array" in kinds else "choice" if "enum" in schema else "integer" if "integer" in kinds else "text"
    )
    return Input(
        name=name,
        title=schema["title"],
        description=schema["description"],
        kind=kind,
        value=", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value),
        required=required and "null" not in kinds,
        choices=schema.get("enum", ()),
        error=_error(errors, name),
    )


def _error(errors: Errors, name: str) -> str:
    """Return the error of a value, or of a word in it."""
    return errors.get(name) or next((said for key, said in errors.items() if key.startswith(f"{name}.")), "")
