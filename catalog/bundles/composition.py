"""What a customer may choose of a bundle, and why not. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple
from uuid import UUID

from catalog.pricing import schemes
from catalog.pricing.charging import charge, committed_months, free_days, instalments, set_up_fee
from catalog.pricing.rule import Rule
from catalog.pricing.scheme import Counts
from catalog.pricing.usage import Usage
from core.money import Money

Role = Literal["fixed", "optional", "choice"]
ROLES: tuple[Role, ...] = ("fixed", "optional", "choice")
MOST_UNITS = 1_000_000
# In minor units, for one part and interval: as in a basket, so that sums stay far inside a BIGINT.
LARGEST_LIST = 10**15


class Market(NamedTuple):
    """The currency and interval of one selection: plans of different ones are never added up."""

    currency: str
    interval: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A plan in a bundle. `group` names the choice it belongs to, of the role "choice".

    Not `sold_alone`: it is had inside the bundle only, and ends with it. `covers` is what a fixed bundle price covers
    of it, in minor units: of a plan that took the place of another, what that one cost; None: one unit of itself.
    """

    plan_id: UUID
    offer_id: UUID
    partner_id: UUID
    title: str
    role: Role
    group: str = ""
    sold_alone: bool = True
    price: Rule
    covers: int | None = None

    def __hash__(self) -> int:
        return hash(self.plan_id)

    @property
    def market(self) -> Market:
        """The currency and interval it is priced in."""
        return Market(self.price.currency, self.price.interval.value)

    def list_price(self, quantity: int) -> int:
        """Return what so many cost outside the bundle, in minor units, rounded once."""
        return Money.of(charge(self.price, Usage.of(quantity)).amount, self.price.currency).minor

    @property
    def is_counted(self) -> bool:
        """Whether it is sold by number, such as seats."""
        return schemes.of(self.price.scheme).counts is not Counts.NOTHING

    @property
    def is_known_beforehand(self) -> bool:
        """Whether what it costs follows from the number that is ordered, not from usage."""
        counts = schemes.of(self.price.scheme).counts
        return self.price.meter is None and counts in (Counts.NOTHING, Counts.SEATS, Counts.UNITS)

    @property
    def is_plain(self) -> bool:
        """Whether its price asks for nothing beside each interval: no fee at the beginning, no trial, no binding."""
        price = self.price
        beside = set_up_fee(price).minor or free_days(price) or committed_months(price)
        return not beside and instalments(price) == 1


@dataclass(frozen=True, slots=True)
class Group:
    """A choice: from `least` to `most` of the parts that name it."""

    code: str
    least: int
    most: int


class Held(NamedTuple):
    """A part that is chosen, and how many of it."""

    part: Part
    quantity: int


@dataclass(frozen=True, slots=True)
class Composition:
    """What a bundle consists of."""

    parts: tuple[Part, ...]
    groups: tuple[Group, ...] = ()

    def within(self, market: Market) -> "Composition":
        """Return what of it can be had in one currency and interval."""
        return Composition(tuple(part for part in self.parts if part.market == market), self.groups)

    def of(self, role: Role) -> tuple[Part, ...]:
        """Return the parts of one role."""
        return tuple(part for part in self.parts if part.role == role)

    def in_group(self, code: str) -> tuple[Part, ...]:
        """Return the parts of one choice."""
        return tuple(part for part in self.parts if part.role == "choice" and part.group == code)

    def groups_here(self) -> tuple[Group, ...]:
        """Return the choices that there is something to choose in, or that ask for something."""
        return tuple(group for group in self.groups if group.least or self.in_group(group.code))

    @property
    def markets(self) -> tuple[Market, ...]:
        """The currencies and intervals of its parts, in their order."""
        return tuple(dict.fromkeys(part.market for part in self.parts))


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a selection is not possible; `catalog.bundles.wording` has the sentence for its code.

    `at` is the place in the selection, where it is about one of its entries.
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)
    at: int | None = None


def faults(composition: Composition, chosen: Sequence[Held], *, market: Market) -> tuple[Fault, ...]:
    """Return why these parts cannot be had together in a market; nothing, if they can.

    All fixed parts are in, of each choice as many as it asks for, optional ones at will, nothing twice.
    """
    here = composition.within(market)
    return (
        *_foreign(chosen, market),
        *_twice(chosen),
        *_counts(chosen),
        *_missing(here, chosen),
        *_choices(here, chosen),
    )


def _foreign(chosen: Sequence[Held], market: Market) -> Iterator[Fault]:
    for at, (part, _) in enumerate(chosen):
        if part.market != market:
            values = {"title": part.title, "is": part.market, "asked": market}
            yield Fault("currency" if part.price.currency != market.currency else "interval", values, at)


def _twice(chosen: Sequence[Held]) -> Iterator[Fault]:
    """Two plans of one offer are the same thing twice, too."""
    first: dict[UUID, Part] = {}
    for at, (part, _) in enumerate(chosen):
        if part.offer_id in first:
            yield Fault("twice", {"title": part.title, "other": first[part.offer_id].title}, at)
        first.setdefault(part.offer_id, part)


def _counts(chosen: Sequence[Held]) -> Iterator[Fault]:
    for at, (part, quantity) in enumerate(chosen):
        if not 1 <= quantity <= MOST_UNITS:
            yield Fault("quantity", {"title": part.title, "most": MOST_UNITS}, at)
        elif quantity != 1 and not part.is_counted:
            yield Fault("one_price", {"title": part.title}, at)
        elif part.list_price(quantity) > LARGEST_LIST:
            yield Fault("too_dear", {"title": part.title, "quantity": quantity}, at)


def _missing(here: Composition, chosen: Sequence[Held]) -> Iterator[Fault]:
    taken = {stands_for(part) for part, _ in chosen}
    for part in here.of("fixed"):
        if stands_for(part) not in taken:
            yield Fault("fixed_missing", {"title": part.title})


def _choices(here: Composition, chosen: Sequence[Held]) -> Iterator[Fault]:
    counts = Counter(part.group for part, _ in chosen if part.role == "choice")
    for group in here.groups_here():
        count = counts[group.code]
        values = {"group": group.code, "least": group.least, "most": group.most, "count": count}
        if count < group.least:
            yield Fault("too_few", values)
        elif count > group.most:
            yield Fault("too_many", values)


def stands_for(part: Part) -> tuple[UUID, Role]:
    """Return what stays the same when a plan takes the place of another plan of the same offer."""
    return part.offer_id, part.role
