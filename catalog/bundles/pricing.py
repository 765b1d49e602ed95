"""What a selection costs, and who gets and who bears how much of it. Pure.

All amounts are integer minor units for one interval, net of VAT.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal
from uuid import UUID

from catalog.bundles.composition import Held, Market
from core.money import Money, allocate, exponent, round_half_away

BorneBy = Literal["platform", "partner", "pro_rata"]
BORNE_BY: tuple[BorneBy, ...] = ("platform", "partner", "pro_rata")
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Rule:
    """What a bundle asks in one market: `value` per cent less than its parts, or `value` major units for all of it.

    A fixed price is for one unit of each fixed and chosen part. Further units and optional parts come on top at their
    list price. It never makes the bundle dearer than its parts.
    """

    market: Market
    kind: Literal["percent", "fixed"]
    value: Decimal


@dataclass(frozen=True, slots=True)
class Terms:
    """What a partner and the platform have agreed on.

    `share` is the partner's: per cent of the price of its parts, or a fixed amount in major units for each unit of each
    of its parts. `borne_by` says who bears the discount on its parts, `supported_by` who helps customers with them.
    """

    partner_id: UUID
    share_kind: Literal["percent", "fixed"]
    share: Decimal
    borne_by: BorneBy
    supported_by: Literal["partner", "platform"]


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a selection: net = list price − discount = partner's share + platform's share.

    The discount is what partner and platform get less than at the list price. The platform's share is negative where
    it bears more of the discount than its commission.
    """

    held: Held
    list_price: int
    discount: int
    partner_share: int
    discount_of_partner: int

    @property
    def net(self) -> int:
        """What the customer pays for it."""
        return self.list_price - self.discount

    @property
    def platform_share(self) -> int:
        """What the platform keeps, or pays on top if negative."""
        return self.net - self.partner_share

    @property
    def discount_of_platform(self) -> int:
        """The platform's part of the discount."""
        return self.discount - self.discount_of_partner


@dataclass(frozen=True, slots=True)
class Quote:
    """What a selection costs for one interval."""

    market: Market
    lines: tuple[Line, ...]

    @property
    def list_price(self) -> int:
        """What the parts cost one by one."""
        return sum(line.list_price for line in self.lines)

    @property
    def discount(self) -> int:
        """What is saved."""
        return sum(line.discount for line in self.lines)

    @property
    def price(self) -> int:
        """What the customer pays."""
        return sum(line.net for line in self.lines)

    @property
    def platform_share(self) -> int:
        """What the platform keeps of it."""
        return sum(line.platform_share for line in self.lines)

    @property
    def partner_shares(self) -> dict[UUID, int]:
        """What each partner gets of it."""
        shares: dict[UUID, int] = {}
        for line in self.lines:
            partner = line.held.part.partner_id
            shares[partner] = shares.get(partner, 0) + line.partner_share
        return shares

    def money(self, minor: int) -> Money:
        """Return an amount of this quote as money."""
        return Money(minor, self.market.currency)


def quote(chosen: Sequence[Held], *, market: Market, rule: Rule | None, terms: Mapping[UUID, Terms]) -> Quote:
    """Price parts that are held together; without a rule at their list prices.

    The discount is spread over the parts it is given on, in proportion to what of them it is given on, by largest
    remainder: the nets add up to the price, and none is below zero.
    """
    lists = [part.list_price(quantity) for part, quantity in chosen]
    discounts = _discounts(chosen, lists, rule)
    lines = (
        _line(held, listed, discount, terms[held.part.partner_id])
        for held, listed, discount in zip(chosen, lists, discounts, strict=True)
    )
    return Quote(market, tuple(lines))


def _discounts(chosen: Sequence[Held], lists: Sequence[int], rule: Rule | None) -> list[int]:
    if rule is None or not chosen:
        return [0] * len(chosen)
    if rule.kind == "percent":
        return allocate(round_half_away(sum(lists) * Fraction(rule.value) / HUNDRED), lists)
    covered = [_covered(held, listed) for held, listed in zip(chosen, lists, strict=True)]
    if not sum(covered):
        return [0] * len(chosen)
    price = round_half_away(Fraction(rule.value) * 10 ** exponent(rule.market.currency))
    return allocate(max(0, sum(covered) - price), covered)


def _covered(held: Held, listed: int) -> int:
    """Return what of a part's list price a fixed price takes the place of."""
    part = held.part
    if part.role == "optional":
        return 0
    return min(part.list_price(1) if part.covers is None else part.covers, listed)


def _line(held: Held, listed: int, discount: int, terms: Terms) -> Line:
    weights = _weights(held, listed, terms)
    at_list, without = allocate(listed, weights)[0], allocate(listed - discount, weights)[0]
    # A partner never pays to be sold: what it cannot bear out of its share, the platform does.
    borne = {"platform": 0, "partner": min(discount, at_list), "pro_rata": at_list - without}[terms.borne_by]
    return Line(held, listed, discount, at_list - borne, borne)


def _weights(held: Held, listed: int, terms: Terms) -> tuple[Fraction, Fraction]:
    """Return in which proportion partner and platform share the part."""
    if terms.share_kind == "percent":
        share = Fraction(terms.share)
        return share, HUNDRED - share
    units = Fraction(terms.share) * held.quantity * 10 ** exponent(held.part.price.currency)
    fixed = Fraction(min(round_half_away(units), listed))
    return fixed, listed - fixed
