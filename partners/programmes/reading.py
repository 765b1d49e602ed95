"""Reading plain data strictly: what a rule book says is built from it exactly, or refused with the reason."""

from collections.abc import Mapping
from typing import Any


class Misprint(ValueError):
    """The data does not describe a requirement; the sentence says where and why."""


def build(cls: Any, data: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Build the dataclass from plain data. Raises Misprint for what it does not know, misses, or finds ill-typed."""
    names = cls.__dataclass_fields__
    if not isinstance(data, Mapping):
        raise Misprint(f"here belongs a table with {', '.join(names)}, not “{data}”")
    if unknown := set(data) - set(names):
        raise Misprint(f"it has {', '.join(sorted(map(str, unknown)))}, which mean nothing here")
    try:
        built = cls(**data)
    except TypeError:
        raise Misprint(f"of {', '.join(names)} some are missing") from None
    for name in names:
        value = getattr(built, name)
        if names[name].type in (str, "str") and not isinstance(value, str):
            raise Misprint(f"{name} is a text")
        if isinstance(value, str) and value != value.strip():
            raise Misprint(f"{name} begins or ends with blanks")
    return built


def texts(name: str, value: Any) -> tuple[str, ...]:  # noqa: ANN401
    """Return a list of texts as a tuple, in its order. Raises Misprint."""
    if isinstance(value, str) or not isinstance(value, (list, tuple)) or not all(isinstance(v, str) for v in value):
        raise Misprint(f"{name} is a list of texts")
    if len(set(value)) < len(value):
        raise Misprint(f"{name} names something twice")
    return tuple(value)
