"""Terms as JSON Schema describes them: what they are made of, and what is wrong with those that were sent. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jsonschema import Draft202012Validator, ValidationError, validators

Terms = Mapping[str, Any]
Schema = Mapping[str, Any]

# NUMERIC(24, 12): twelve digits before the point and twelve behind it, ASCII only, one way to write each digit.
UNIT_PRICE_PATTERN = r"^(0|[1-9][0-9]{0,11})(\.[0-9]{1,12})?$"
UNIT_PRICE = {
    "type": "string",
    "pattern": UNIT_PRICE_PATTERN,
    "x-code": "not-a-price",
    "title": "Price",
    "description": "Major units as a string of digits, such as “12.50”; up to 12 decimals, not negative.",
}
# NUMERIC(24, 9), above zero.
QUANTITY = {
    "type": "string",
    "pattern": r"^(?=.*[1-9])(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?$",
    "x-code": "not-a-quantity",
    "title": "Quantity",
    "description": "A string of digits above zero, such as “1000” or “0.5”; up to 9 decimals.",
}
PERCENT = {
    "type": "string",
    "pattern": r"^(100(\.0{1,6})?|[0-9]{1,2}(\.[0-9]{1,6})?)$",
    "x-code": "not-a-percentage",
    "title": "Percent",
    "description": "A percentage from 0 to 100 as a string of digits, such as “2.9”; up to 6 decimals.",
}
COUNT = {
    "type": "integer",
    "minimum": 1,
    "maximum": 1_000_000_000,
    "x-code": "not-a-number",
    "title": "Number",
    "description": "A whole number from 1 on, such as 10.",
}
MOST_ROWS = 50


@dataclass(frozen=True, slots=True)
class TermError:
    """What is wrong with one value of the terms; `pointer` is its JSON pointer inside them."""

    pointer: str
    code: str
    detail: str

    def said(self, *, below: str = "") -> dict[str, str]:
        """Return the error as a problem document lists it, with its pointer below another one."""
        return {"pointer": below + self.pointer, "code": self.code, "detail": self.detail}


def described(schema: Schema, *, title: str, description: str | None = None) -> dict[str, Any]:
    """Return the schema of a value with the name, and where it differs the sentence, that it has in its place."""
    return {**schema, "title": title, "description": description or schema["description"]}


def or_null(schema: Schema) -> dict[str, Any]:
    """Return the schema of a value that may be null."""
    return {**schema, "type": [schema["type"], "null"]}


def rows(properties: Mapping[str, Schema], *, title: str, optional: Iterable[str] = ()) -> dict[str, Any]:
    """Return the schema of a table with at least one row."""
    return {
        "type": "array",
        "x-code": "not-a-list",
        "title": title,
        "description": f"A list of 1 to {MOST_ROWS} rows.",
        "minItems": 1,
        "maxItems": MOST_ROWS,
        "items": an_object(properties, optional=optional),
    }


def an_object(properties: Mapping[str, Schema], *, optional: Iterable[str] = ()) -> dict[str, Any]:
    """Return the schema of an object with exactly these members, all required but the optional ones."""
    left_out = set(optional)
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in left_out],
        "additionalProperties": False,
    }


class Described:
    """Something with terms: `code` names it in the API, `schema` is the JSON Schema of its terms.

    Its subclasses are pure, and total for terms that `check` finds nothing wrong with.
    """

    code: str
    schema: dict[str, Any]

    def check(self, terms: Any) -> list[TermError]:  # noqa: ANN401 - whatever somebody sent
        """Return what is wrong with the terms; nothing, if they can be used."""
        return [_said(error) for error in self._validator.iter_errors(terms)] or list(self.contradictions(terms))

    def contradictions(self, terms: Terms) -> Iterable[TermError]:
        """Yield what is wrong with terms that fit the schema: what their values say of each other."""
        return ()

    @cached_property
    def _validator(self) -> Any:  # noqa: ANN401
        return _Validator(self.schema)


def _said(error: ValidationError) -> TermError:
    schema, keyword = error.schema, error.validator
    pointer = "".join(f"/{step(str(part))}" for part in error.absolute_path)
    if keyword == "required":
        return TermError(pointer, "required", f"Send “{error.absolute_path[-1]}”.")
    if keyword == "additionalProperties":
        return TermError(pointer, "unknown-field", f"Leave it out; known here: {', '.join(schema['properties'])}.")
    if keyword == "enum":
        return TermError(pointer, "unknown-value", f"Use one of: {', '.join(schema['enum'])}.")
    if schema["type"] == "object":
        known = ", ".join(f"“{name}”" for name in schema["properties"])
        return TermError(pointer, "not-an-object", f"Send an object with {known or 'nothing in it'}.")
    code = schema["x-code"] if keyword in ("type", "pattern") else "out-of-range"
    return TermError(pointer, code, f"{schema['title']}: {schema['description']}")


def _fullmatch(_validator: Any, pattern: str, value: Any, _schema: Schema) -> Iterator[ValidationError]:  # noqa: ANN401
    # Python's $ also matches before a last line break; that of JSON Schema does not.
    if isinstance(value, str) and not re.fullmatch(pattern, value, re.ASCII):
        yield ValidationError("")


def _required(_validator: Any, names: list[str], value: Any, _schema: Schema) -> Iterator[ValidationError]:  # noqa: ANN401
    if isinstance(value, dict):
        yield from (ValidationError("", path=[name]) for name in names if name not in value)


def _no_others(_validator: Any, _false: Any, value: Any, schema: Schema) -> Iterator[ValidationError]:  # noqa: ANN401
    if isinstance(value, dict):
        yield from (ValidationError("", path=[name]) for name in value if name not in schema["properties"])


def _is_whole(_checker: Any, value: Any) -> bool:  # noqa: ANN401 - 1.0 is a float, which no amount here ever is
    return isinstance(value, int) and not isinstance(value, bool)


_Validator = validators.extend(
    Draft202012Validator,
    {"pattern": _fullmatch, "required": _required, "additionalProperties": _no_others},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_whole),
)


def step(name: str) -> str:
    """Return a name as one step of a JSON pointer (RFC 6901), cut where it is long."""
    return name[:80].replace("~", "~0").replace("/", "~1")
