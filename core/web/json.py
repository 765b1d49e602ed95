"""JSON as the API reads and writes it: strict on the way in, fast on the way out."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import orjson
from django.utils.functional import Promise

DEEPEST = 32
LONGEST_NAME_SHOWN = 60
# Of a whole number in 64 bits, whatever it is.
_MOST_DIGITS = 18


def dumps(value: Any) -> bytes:  # noqa: ANN401
    """Write JSON; decimals and lazy translations become strings, instants ISO 8601 in UTC with Z."""
    return orjson.dumps(value, default=_default, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)


def canonical(value: Any) -> bytes:  # noqa: ANN401
    """Write JSON with sorted keys, so that equal values have equal bytes."""
    return orjson.dumps(value, default=_default, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)


def loads(body: bytes) -> Any:  # noqa: ANN401
    """Read JSON. Raises ValueError for all but UTF-8 JSON without NaN, at most 32 levels deep, each name given once."""
    value = orjson.loads(body)
    if _depth_exceeds(value, DEEPEST):
        raise ValueError(f"it is nested more than {DEEPEST} levels deep")
    # orjson takes the last of equal names, others the first: nobody could say what was meant.
    json.loads(body, object_pairs_hook=_refuse_equal_names)
    return value


def loads_exact(body: bytes) -> Any:  # noqa: ANN401
    """Read JSON as `loads` does, with every number that is no small whole one as a Decimal of the digits sent."""
    loads(body)
    return json.loads(body, parse_float=Decimal, parse_int=_whole)


def exact(value: Any) -> Any:  # noqa: ANN401
    """Return the value as `dumps` writes it with decimals as JSON numbers, of exactly their digits."""
    if isinstance(value, Decimal):
        return orjson.Fragment(f"{value:f}".encode())
    if isinstance(value, Mapping):
        return {name: exact(one) for name, one in value.items()}
    return [exact(one) for one in value] if isinstance(value, list | tuple) else value


def _whole(text: str) -> int | Decimal:
    """Return a whole number; one that orjson could not write again as a Decimal."""
    return int(text) if len(text) <= _MOST_DIGITS else Decimal(text)


def _refuse_equal_names(pairs: list[tuple[str, Any]]) -> None:
    names: set[str] = set()
    for name, _ in pairs:
        if name in names:
            raise ValueError(f"it names “{name[:LONGEST_NAME_SHOWN]}” twice in one object")
        names.add(name)


def _default(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, Decimal | Promise):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _depth_exceeds(value: Any, limit: int) -> bool:  # noqa: ANN401
    level = [value]
    for _ in range(limit):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return False
    return True


def _children(value: Any) -> list[Any]:  # noqa: ANN401
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
