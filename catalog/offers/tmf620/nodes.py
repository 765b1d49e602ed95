"""Reading JSON so that nothing is dropped in silence: what is not taken is refused, or said to be left out. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Self

from catalog.pricing.terms import TermError, step

# More digits than any amount has: what is beyond was not meant as one.
_MOST_DIGITS = 40
_NOTHING: tuple[Any, ...] = (None, "", [], {})


@dataclass(slots=True)
class Findings:
    """What cannot be accepted, and what is not kept, by JSON pointer."""

    errors: list[TermError] = field(default_factory=list)
    left_out: list[TermError] = field(default_factory=list)


class Node:
    """One object of a document. Each attribute is taken by name; `close` looks at what nobody has taken."""

    def __init__(self, value: Any, pointer: str, findings: Findings) -> None:  # noqa: ANN401 - whatever was sent
        self.pointer, self.findings = pointer, findings
        self._taken: set[str] = set()
        if isinstance(value, Mapping):
            self._value: Mapping[str, Any] = value
        else:
            self._value = {}
            self.refuse("", "not-an-object", "Send an object.")

    def refuse(self, name: str, code: str, sentence: str) -> None:
        """Note that an attribute, or with "" the object, cannot be accepted."""
        self.findings.errors.append(TermError(self.at(name), code, sentence))

    def leave_out(self, name: str, sentence: str) -> None:
        """Note that an attribute is accepted and not kept."""
        self.findings.left_out.append(TermError(self.at(name), "not-kept", sentence))

    def at(self, name: str) -> str:
        """Return where an attribute stands."""
        return f"{self.pointer}/{step(name)}" if name else self.pointer

    def has(self, name: str) -> bool:
        """Whether an attribute says anything."""
        return self._value.get(name) not in _NOTHING

    def take(self, name: str) -> Any:  # noqa: ANN401
        """Return an attribute as it is; None where there is none."""
        self._taken.add(name)
        return self._value.get(name)

    def text(self, name: str, *, required: bool = False) -> str:
        """Return a text; "" where there is none."""
        value = self.take(name)
        if value is None or value == "":
            if required:
                self.refuse(name, "required", f"Send “{name}”.")
            return ""
        if not isinstance(value, str):
            self.refuse(name, "not-a-string", "Send a string.")
            return ""
        return value

    def digits(self, name: str, *, required: bool = False) -> str | None:
        """Return a number as the digits that it was sent with; a string of digits will do."""
        value = self.take(name)
        if value is None:
            if required:
                self.refuse(name, "required", f"Send “{name}”.")
            return None
        found = digits(value)
        if found is None:
            self.refuse(name, "not-a-number", "Send a number, such as 12.50.")
        return found

    def node(self, name: str) -> "Node | None":
        """Return an object below; None where there is none."""
        value = self.take(name)
        return None if value in _NOTHING else Node(value, self.at(name), self.findings)

    def nodes(self, name: str) -> list["Node"]:
        """Return the objects of a list."""
        value = self.take(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.refuse(name, "not-a-list", "Send a list of objects.")
            return []
        return [Node(one, f"{self.at(name)}/{index}", self.findings) for index, one in enumerate(value)]

    def typed(self, *known: str) -> Self:
        """Take what TMF's polymorphism says, and refuse a type that may mean more than is known here."""
        said = self.text("@type")
        base = self.text("@baseType")
        self.take("@schemaLocation")
        for name, value in (("@type", said), ("@baseType", base)):
            if value and value not in known:
                self.refuse(name, "unknown-type", f"Known here: {', '.join(known)}.")
        return self

    def close(self, *, not_kept: Collection[str] = ()) -> None:
        """Refuse what nobody has taken; `not_kept` is what is known to mean nothing for a sale. Empty says nothing."""
        for name, value in self._value.items():
            if name in self._taken or value in _NOTHING:
                continue
            if name in not_kept:
                self.leave_out(name, "It is not kept here.")
            else:
                self.refuse(name, "not-expressible", "This marketplace cannot express it. Leave it out.")


def digits(value: Any) -> str | None:  # noqa: ANN401
    """Return a number's digits without an exponent; None for what is none, or too long to be meant."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    if isinstance(value, str) and not (value.isascii() and value.replace(".", "", 1).isdigit()):
        return None
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if not exact.is_finite() or exact < 0 or len(exact.as_tuple().digits) > _MOST_DIGITS:
        return None
    if abs(int(exact.as_tuple().exponent)) > _MOST_DIGITS:
        return None
    return f"{exact:f}"
