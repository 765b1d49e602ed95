"""The compatibility contract of an offer, as plain values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

FREE = "free"
ALL, ANY = "all", "any"


@dataclass(frozen=True, slots=True)
class Need:
    """Another offer, in any of these plans by their codes; in any plan at all where none is named."""

    offer: UUID
    plans: tuple[str, ...] = ()

    def is_met_by(self, offer: UUID, plan: str) -> bool:
        """Whether this plan of an offer is what is needed."""
        return offer == self.offer and (not self.plans or plan in self.plans)


@dataclass(frozen=True, slots=True)
class Contract:
    """What an add-on says of other offers.

    It works with those it `complements`, which nobody has to hold. Of those in `requires` a customer holds all or any
    one, as `match` says, and none of `excludes`. The rule for `seats` compares how many of the add-on a customer holds
    with how many of `seats_of`, one of the required offers.
    """

    complements: tuple[UUID, ...] = ()
    requires: tuple[Need, ...] = ()
    match: str = ALL
    excludes: tuple[UUID, ...] = ()
    seats: str = FREE
    seats_of: UUID | None = None

    @classmethod
    def of(cls, said: Mapping[str, Any] | None) -> Self:
        """Return the contract that JSON writes so, in which every member may be missing; it has been checked."""
        said = said or {}
        requires, seats = said.get("requires") or {}, said.get("seats") or {}
        return cls(
            complements=tuple(UUID(one) for one in said.get("complements") or ()),
            requires=tuple(
                Need(UUID(one["offer"]), tuple(one.get("plans") or ())) for one in requires.get("offers") or ()
            ),
            match=requires.get("match", ALL) if requires.get("offers") else ALL,
            excludes=tuple(UUID(one) for one in said.get("excludes") or ()),
            seats=seats.get("rule", FREE),
            seats_of=UUID(seats["offer"]) if seats.get("offer") and seats.get("rule", FREE) != FREE else None,
        )

    @property
    def references(self) -> tuple[UUID, ...]:
        """Every offer that it names, each once, in the order of the contract."""
        named = (*self.complements, *(need.offer for need in self.requires), *self.excludes)
        return tuple(dict.fromkeys(named))

    def said(self) -> dict[str, Any]:
        """Return the contract as JSON writes it, every member with it; equal contracts are equal."""
        return {
            "complements": [str(one) for one in self.complements],
            "requires": {
                "match": self.match,
                "offers": [{"offer": str(need.offer), "plans": list(need.plans)} for need in self.requires],
            },
            "excludes": [str(one) for one in self.excludes],
            "seats": {"rule": self.seats, "offer": None if self.seats_of is None else str(self.seats_of)},
        }

    def kept(self) -> dict[str, Any]:
        """Return what is kept of it: the same, or {} where it says nothing."""
        return {} if self == NOTHING else self.said()


NOTHING = Contract()
