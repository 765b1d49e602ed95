"""Questions about bundles: what can be had, what a selection costs, and what may become of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from catalog.bundles import composition as pure
from catalog.bundles.composition import Fault, Held, Market, faults
from catalog.bundles.models import Bundle, BundleVersion, Part
from catalog.bundles.pricing import Quote, Rule, quote
from catalog.bundles.reading import Read, parts_of, read, read_rows
from catalog.bundles.refusals import BundleIncomplete, NotSold, SelectionNotPossible
from catalog.bundles.rules import wanting
from catalog.bundles.simulation import Simulation, simulate
from catalog.bundles.wording import fault_sentence, group_name, market_name, unknown_part, wanting_sentence
from catalog.listings.queries import SellablePlan, sellable_plans
from catalog.offers.models import Plan
from partners.vetting.queries import capabilities_of_all


@dataclass(frozen=True, slots=True)
class Offered:
    """A bundle as new customers may have it now. `parts` are those that are on sale as agreed; `slugs` by offer."""

    bundle: Bundle
    said: Read
    parts: frozenset[UUID]
    slugs: Mapping[UUID, str]

    @property
    def composition(self) -> pure.Composition:
        """What can be chosen, without parts that are not on sale at present."""
        whole = self.said.composition
        return pure.Composition(tuple(part for part in whole.parts if part.plan_id in self.parts), whole.groups)

    @property
    def markets(self) -> tuple[Market, ...]:
        """Where it is sold: in these markets it has a price, and all that every selection needs is on sale."""
        return tuple(rule.market for rule in self.said.rules if self._is_whole(rule.market))

    def _is_whole(self, market: Market) -> bool:
        whole, here = self.said.composition.within(market), self.composition.within(market)
        enough = all(len(here.in_group(group.code)) >= group.least for group in here.groups_here())
        return bool(here.parts) and whole.of("fixed") == here.of("fixed") and enough

    @property
    def group_names(self) -> dict[str, str]:
        """What each choice is called in the language of the reader."""
        return {group["code"]: group_name(group) for group in self.said.version.groups}


@dataclass(frozen=True, slots=True)
class Selection:
    """What somebody chose of a bundle, priced: what an order needs to know."""

    bundle: Bundle
    version: BundleVersion
    rule: Rule
    quote: Quote
    plans: Mapping[UUID, SellablePlan]


def offered(bundle: Bundle, *, at: datetime) -> Offered | None:
    """Return a bundle as it is sold at `at`, with its current version; None if it is not for sale; three queries."""
    return offered_of([bundle], at=at).get(bundle.pk)


def offered_of(bundles: Sequence[Bundle], *, at: datetime) -> dict[UUID, Offered]:
    """Return those of the bundles that are for sale at `at`, by id; three queries, however many they are.

    A part is on sale when its plan is in the live listing at the agreed price, anybody finds the listing, and partner
    and offer may be bundled.
    """
    current = {bundle: bundle.current for bundle in bundles if bundle.current is not None}
    current = {bundle: one for bundle, one in current.items() if one.sales_end_at is None or one.sales_end_at > at}
    rows = parts_of(current.values())
    sold = on_sale(rows, at=at)
    slugs = listing_slugs(rows)
    found = {}
    for bundle, version in current.items():
        own = tuple(row for row in rows if row.version_id == version.pk)
        plans = frozenset(row.plan_id for row in own if row.pk in sold)
        found[bundle.pk] = Offered(bundle, read_rows(version, own), plans, slugs)
    return {pk: one for pk, one in found.items() if one.markets}


def listing_slugs(rows: Sequence[Part]) -> dict[UUID, str]:
    """Return where the parts are listed, by offer; their listings are loaded with them."""
    found = {row.plan.offer_id: getattr(row.plan.offer, "listing", None) for row in rows}
    return {offer_id: one.slug for offer_id, one in found.items() if one is not None and one.state == "live"}


def on_sale(rows: Sequence[Part], *, at: datetime) -> set[UUID]:
    """Return the ids of those of the parts that can be sold to somebody new at `at`, at the prices they have here."""
    sold = at_agreed_prices(rows)
    offers = {row.plan.offer_id: row.partner_id for row in rows if row.pk in sold}
    found = capabilities_of_all({*offers.values()}, {*offers}, ("list_public", "bundle"), at)
    # What is restricted to existing customers is not enough to sell something new.
    listed = {one for one, able in found.partners["list_public"].items() if able.is_allowed}
    ready = {one for one, able in found.partners["bundle"].items() if able.status == "active"}
    closed = {one for one, able in found.subjects["list_public"].items() if not able.is_allowed}
    closed |= {one for one, able in found.subjects["bundle"].items() if able.status != "active"}
    fit = {offer_id for offer_id, partner_id in offers.items() if partner_id in ready & listed} - closed
    return {row.pk for row in rows if row.pk in sold and row.plan.offer_id in fit}


def at_agreed_prices(rows: Sequence[Part]) -> set[UUID]:
    """Return the ids of those of the parts whose plans are in live listings at the prices they have here; one query."""
    found = sellable_plans({row.plan_id for row in rows})
    return {row.pk for row in rows if row.plan_id in found and found[row.plan_id].price_id == row.price_id}


def bundle_selection(bundle: Bundle, wishes: Sequence[tuple[UUID, int]], *, market: Market, at: datetime) -> Selection:
    """Price what somebody chose: plans of the bundle with quantities. Fixed parts that are not named count as missing.

    Raises NotSold where it is not for sale at all or not in this market, and SelectionNotPossible, which names each
    thing that is wrong.
    """
    found = offered(bundle, at=at)
    if found is None:
        raise NotSold(
            "The bundle is not sold to new customers at present. Look at the list of bundles for another one."
        )
    return selection_of(found, wishes, market=market)


def selection_of(found: Offered, wishes: Sequence[tuple[UUID, int]], *, market: Market) -> Selection:
    """Price a selection of what is offered, as `bundle_selection` does."""
    rule = found.said.rule(market)
    if rule is None or market not in found.markets:
        sold = "; ".join(market_name(one) for one in found.markets)
        raise NotSold(f"It is not sold in {market_name(market)} at present. It is in: {sold}.", markets=found.markets)
    parts = {part.plan_id: part for part in found.composition.parts}
    unknown = [at for at, (plan_id, _) in enumerate(wishes) if plan_id not in parts]
    chosen = [Held(parts[plan_id], quantity) for plan_id, quantity in wishes if plan_id in parts]
    places = [at for at, (plan_id, _) in enumerate(wishes) if plan_id in parts]
    wrong = faults(found.composition, chosen, market=market)
    if unknown or wrong:
        raise _not_possible(unknown, wrong, places, found.group_names)
    plans = sellable_plans([part.plan_id for part, _ in chosen])
    priced = quote(chosen, market=market, rule=rule, terms=found.said.terms)
    return Selection(found.bundle, found.said.version, rule, priced, plans)


def _not_possible(
    unknown: Sequence[int], wrong: Sequence[Fault], places: Sequence[int], groups: Mapping[str, str]
) -> SelectionNotPossible:
    errors = [
        {
            "pointer": f"/parts/{at}/plan",
            "code": "unknown-part",
            "detail": unknown_part(),
        }
        for at in unknown
    ]
    errors += [
        {
            "pointer": "/parts" if fault.at is None else f"/parts/{places[fault.at]}",
            "code": fault.code.replace("_", "-"),
            "detail": fault_sentence(fault, groups),
        }
        for fault in wrong
    ]
    return SelectionNotPossible(errors[0]["detail"], errors=errors)


def simulated(version: BundleVersion) -> list[Simulation]:
    """Walk what may become of a version. Raises BundleIncomplete for one that is not complete enough for that."""
    said = read(version)
    refuse_incomplete(said)
    return simulations(said)


def refuse_incomplete(said: Read) -> None:
    """Raise BundleIncomplete unless parts, choices, prices and terms fit together."""
    errors = [
        {"pointer": one.pointer, "code": one.code.replace("_", "-"), "detail": wanting_sentence(one)}
        for one in wanting(said.composition, said.rules, said.terms)
    ]
    if errors:
        raise BundleIncomplete(
            "Parts, choices, prices and terms do not fit together yet; “errors” says what to change.", errors=errors
        )


def simulations(said: Read) -> list[Simulation]:
    """Walk what may become of a version in each market in which it has a price; two queries."""
    others = plans_of_offers({row.plan.offer_id for row in said.rows})
    fit = {
        offer: [part for part in parts if part.is_known_beforehand and part.is_plain] for offer, parts in others.items()
    }
    designs = [said.design(rule.market, fit) for rule in said.rules]
    return [simulate(design) for design in designs if design is not None]


def plans_of_offers(offer_ids: Collection[UUID]) -> dict[UUID, list[pure.Part]]:
    """Return the plans that can be bought of these offers, each as a part that could take the place of another."""
    plan_ids = Plan.objects.filter(offer_id__in=offer_ids).order_by("position", "pk").values_list("pk", flat=True)
    sold = sellable_plans([*plan_ids])
    found: dict[UUID, list[pure.Part]] = {}
    for plan in sold.values():
        found.setdefault(plan.offer_id, []).append(
            pure.Part(
                plan_id=plan.plan_id,
                offer_id=plan.offer_id,
                partner_id=plan.partner_id,
                title=title_of(plan),
                role="fixed",
                price=plan.rule,
            )
        )
    return found


def title_of(plan: SellablePlan) -> str:
    """Return what a plan is called in a bundle."""
    return f"{plan.offer_name}: {plan.plan_name}"
