"""What may become of a bundle that somebody holds: each renewal, cancellation, removal and exchange. Pure.

A path is walked before the bundle is published. Wherever it leads, the bundle is intact, or it has ended and its parts
run on at their list prices, or all has ended; and what a step costs the customer is what partners and platform get.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal
from uuid import UUID

from catalog.bundles.composition import Composition, Held, Market, Part, faults
from catalog.bundles.pricing import Line, Quote, Rule, Terms, quote
from core.money import round_half_away

When = Literal["now", "period_end"]
OnBreak = Literal["end_bundle", "end_discount"]
Exchange = Literal["never", "now", "period_end"]
Kind = Literal["intact", "apart", "ended"]
Verb = Literal["renewal", "cancellation", "removal", "exchange"]
WHENS: tuple[When, ...] = ("now", "period_end")
ON_BREAK: tuple[OnBreak, ...] = ("end_bundle", "end_discount")
EXCHANGES: tuple[Exchange, ...] = ("never", "now", "period_end")
# A step “now” is taken with half of the paid interval to come.
UNUSED = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Policies:
    """What customers may do with a bundle they hold.

    `cancel_when`: at once, with the unused time credited, or at the end of the interval. `on_break`: what follows when
    a part goes without which the bundle is none. `exchange`: whether and when a plan may be exchanged for another plan
    of the same offer.
    """

    cancel_when: When
    on_break: OnBreak
    exchange: Exchange


@dataclass(frozen=True)
class Design:
    """Everything that decides what becomes of a bundle in one market.

    `others` has, by offer, the plans of the same market that may take the place of a part.
    """

    market: Market
    composition: Composition
    rule: Rule
    terms: Mapping[UUID, Terms]
    policies: Policies
    others: Mapping[UUID, Sequence[Part]] = field(default_factory=dict)

    @cached_property
    def _quotes(self) -> "dict[Holding, Quote]":
        return {}

    def quote(self, holding: "Holding") -> Quote:
        """Return what the holding costs for one interval."""
        if holding not in self._quotes:
            rule = self.rule if holding.kind == "intact" else None
            self._quotes[holding] = quote(holding.held, market=self.market, rule=rule, terms=self.terms)
        return self._quotes[holding]


@dataclass(frozen=True, slots=True)
class Holding:
    """What a customer has: the bundle intact, its parts apart at their list prices, or nothing any more."""

    kind: Kind
    held: tuple[Held, ...]


ENDED = Holding("ended", ())


@dataclass(frozen=True, slots=True)
class Moved:
    """What one step costs, in minor units: the customer pays, partners and platform get; negative is given back."""

    customer: int = 0
    partners: Mapping[UUID, int] = field(default_factory=dict, hash=False)
    platform: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that may happen to a holding; `about` is the part it happens to, `to` the plan that takes its place."""

    verb: Verb
    before: Holding
    after: Holding
    moved: Moved
    about: Part | None = None
    to: Part | None = None


def steps(design: Design, holding: Holding) -> Iterator[Step]:
    """Yield everything that may happen to the holding next; nothing to one that has ended."""
    if holding.kind == "ended":
        return
    paid = design.quote(holding)
    yield Step("renewal", holding, holding, _moved(paid.lines, Fraction(1)))
    yield _step(design, "cancellation", holding, ENDED)
    for at, held in enumerate(holding.held):
        rest = holding.held[:at] + holding.held[at + 1 :]
        yield _step(design, "removal", holding, without(design, holding, rest), about=held.part)
    yield from _exchanges(design, holding)


def without(design: Design, holding: Holding, rest: tuple[Held, ...]) -> Holding:
    """Return what a holding becomes when only `rest` of it is left."""
    if not rest:
        return ENDED
    if holding.kind == "apart":
        return Holding("apart", rest)
    if not faults(design.composition, rest, market=design.market):
        return Holding("intact", rest)
    left = tuple(held for held in rest if held.part.sold_alone)
    if design.policies.on_break == "end_bundle" or not left:
        return ENDED
    return Holding("apart", left)


def legality(design: Design, holding: Holding) -> str:
    """Return what is wrong with a holding as a code; nothing, if it may be."""
    match holding.kind:
        case "ended":
            return "rest" if holding.held else ""
        case "apart":
            if not holding.held:
                return "empty"
            if any(not held.part.sold_alone for held in holding.held):
                return "sold_alone"
            return "discounted" if design.quote(holding).discount else ""
        case "intact":
            found = faults(design.composition, holding.held, market=design.market)
            return found[0].code if found else ""


def _exchanges(design: Design, holding: Holding) -> Iterator[Step]:
    if holding.kind != "intact" or design.policies.exchange == "never":
        return
    for at, (part, quantity) in enumerate(holding.held):
        for other in design.others.get(part.offer_id, ()):
            if other.plan_id == part.plan_id or other.market != design.market:
                continue
            taken = in_place_of(part, other)
            count = quantity if taken.is_counted else 1
            after = Holding("intact", (*holding.held[:at], Held(taken, count), *holding.held[at + 1 :]))
            yield _step(design, "exchange", holding, after, about=part, to=taken)


def in_place_of(part: Part, other: Part) -> Part:
    """Return another plan of the same offer as it stands in the bundle in place of a part."""
    covers = part.list_price(1) if part.covers is None else part.covers
    return replace(other, role=part.role, group=part.group, sold_alone=part.sold_alone, covers=covers)


def _step(
    design: Design, verb: Verb, before: Holding, after: Holding, *, about: Part | None = None, to: Part | None = None
) -> Step:
    """Return a step with what it costs: at the end of an interval nothing, at once what is unused, back and anew."""
    when: str = design.policies.exchange if verb == "exchange" else design.policies.cancel_when
    # What runs on at its list price is cancelled as its listing says: at the end of the interval.
    if when == "period_end" or before.kind == "apart":
        return Step(verb, before, after, Moved(), about, to)
    back, anew = _moved(design.quote(before).lines, -UNUSED), _moved(design.quote(after).lines, UNUSED)
    return Step(verb, before, after, _sum(back, anew), about, to)


def _moved(lines: Sequence[Line], fraction: Fraction) -> Moved:
    """Return what a fraction of the interval costs: each line rounded once, and the platform has what is left of it."""
    customer, partners = 0, dict[UUID, int]()
    for line in lines:
        partner = line.held.part.partner_id
        customer += round_half_away(line.net * fraction)
        partners[partner] = partners.get(partner, 0) + round_half_away(line.partner_share * fraction)
    return Moved(customer, partners, customer - sum(partners.values()))


def _sum(one: Moved, other: Moved) -> Moved:
    partners = {
        partner: one.partners.get(partner, 0) + other.partners.get(partner, 0)
        for partner in {**one.partners, **other.partners}
    }
    return Moved(one.customer + other.customer, partners, one.platform + other.platform)
