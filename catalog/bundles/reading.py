"""A stored version as the plain values that the pure modules compute with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from catalog.bundles import composition as pure
from catalog.bundles.consent import Seen, seen_by
from catalog.bundles.models import BundleVersion, Part
from catalog.bundles.paths import Design, Policies
from catalog.bundles.pricing import Rule, Terms


@dataclass(frozen=True, slots=True)
class Read:
    """A version with everything that it says. `rows` are its parts with plan, price and partner."""

    version: BundleVersion
    rows: tuple[Part, ...]
    composition: pure.Composition
    rules: tuple[Rule, ...]
    terms: Mapping[UUID, Terms]
    policies: Policies

    def rule(self, market: pure.Market) -> Rule | None:
        """Return the price in a market; None where it is not sold there."""
        return next((rule for rule in self.rules if rule.market == market), None)

    def design(self, market: pure.Market, others: Mapping[UUID, Iterable[pure.Part]]) -> Design | None:
        """Return what decides about it in a market; None where it has no price there."""
        rule = self.rule(market)
        if rule is None:
            return None
        here = self.composition.within(market)
        fitting = {offer: [part for part in parts if part.market == market] for offer, parts in others.items()}
        return Design(market, here, rule, self.terms, self.policies, fitting)

    def seen(self, partner_id: UUID) -> Seen:
        """Return what a partner of it agrees to."""
        return seen_by(self.terms[partner_id], self.composition, self.rules, self.policies)


def read(version: BundleVersion) -> Read:
    """Load what a version says; one query."""
    return read_rows(version, parts_of([version]))


def parts_of(versions: Iterable[BundleVersion]) -> tuple[Part, ...]:
    """Load the parts of versions with plans, listings, prices and partners, each version's in order; one query."""
    rows = Part.objects.filter(version__in=[version.pk for version in versions])
    return tuple(rows.select_related("plan__offer__listing", "price", "partner").order_by("version", "position", "pk"))


def read_rows(version: BundleVersion, rows: tuple[Part, ...]) -> Read:
    """Return what a version says, with its parts at hand."""
    return Read(
        version=version,
        rows=rows,
        composition=pure.Composition(
            tuple(part_of(row) for row in rows),
            tuple(pure.Group(group["code"], group["least"], group["most"]) for group in version.groups),
        ),
        rules=tuple(_rule(price) for price in version.prices),
        terms={UUID(said["partner"]): _terms(said, version) for said in version.terms},
        policies=Policies(version.cancel_when, version.on_break, version.exchange),  # type: ignore[arg-type]
    )


def part_of(row: Part) -> pure.Part:
    """Return a stored part as a value; its plan and price are loaded with it."""
    return pure.Part(
        plan_id=row.plan_id,
        offer_id=row.plan.offer_id,
        partner_id=row.partner_id,
        title=row.title,
        role=row.role,  # type: ignore[arg-type]
        group=row.group,
        sold_alone=row.sold_alone,
        price=row.price.rule,
    )


def _rule(price: Mapping[str, Any]) -> Rule:
    return Rule(pure.Market(price["currency"], price["interval"]), price["kind"], Decimal(price["value"]))


def _terms(said: Mapping[str, Any], version: BundleVersion) -> Terms:
    return Terms(
        partner_id=UUID(said["partner"]),
        share_kind=said["share_kind"],
        share=Decimal(said["share"]),
        borne_by=said["discount_borne_by"] or version.discount_borne_by,  # type: ignore[arg-type]
        supported_by=said["supported_by"],
    )
