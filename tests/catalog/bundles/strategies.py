"""Bundles of every shape, without a database."""

from decimal import Decimal
from uuid import UUID

from hypothesis import strategies as st

from catalog.bundles.composition import Composition, Group, Held, Market, Part
from catalog.bundles.paths import EXCHANGES, ON_BREAK, WHENS, Design, Policies
from catalog.bundles.pricing import BORNE_BY, Rule, Terms
from catalog.pricing.rule import PRICED_BY
from catalog.pricing.rule import Rule as Price
from core.periods import Interval

EUR = Market("EUR", "month")
PARTNERS = [UUID(int=number) for number in (1, 2, 3)]


def priced(amount, *, scheme="flat", currency="EUR", interval="month", **fields):
    return Price(scheme=scheme, terms={"amount": amount}, currency=currency, interval=Interval(interval), **fields)


def part(number, role="fixed", amount="10.00", **fields):
    """The plan of an offer of its own, of one of three partners in turn."""
    return Part(
        plan_id=UUID(int=1000 + number),
        offer_id=fields.pop("offer_id", UUID(int=100 + number)),
        partner_id=fields.pop("partner_id", PARTNERS[number % 3]),
        title=f"Offer {number}: Plan",
        role=role,
        price=priced(amount, **{name: fields.pop(name) for name in PRICED_BY if name in fields}),
        **fields,
    )


def terms(partner=PARTNERS[0], share="80", *, kind="percent", borne_by="platform", by="partner"):
    return Terms(partner, kind, Decimal(share), borne_by, by)


def agreed(**fields):
    return {partner: terms(partner, **fields) for partner in PARTNERS}


def percent(value):
    return Rule(EUR, "percent", Decimal(value))


def fixed(value):
    return Rule(EUR, "fixed", Decimal(value))


def design(*parts, rule=None, groups=(), on_break="end_discount", cancel_when="now", exchange="now", **fields):
    return Design(
        market=EUR,
        composition=Composition(parts, tuple(Group(*group) for group in groups)),
        rule=rule or percent("20"),
        terms=fields.pop("terms", None) or agreed(),
        policies=Policies(cancel_when, on_break, exchange),
        **fields,
    )


AMOUNTS = st.decimals(min_value=0, max_value=200, places=2).map(str)
SCHEMES = st.sampled_from(["flat", "per_seat"])
PERCENTS = st.decimals(min_value=0, max_value=100, places=2)
RULES = st.one_of(PERCENTS.map(percent), st.decimals(min_value=0, max_value=500, places=2).map(fixed))
TERMS = st.fixed_dictionaries(
    {
        partner: st.builds(
            terms,
            st.just(partner),
            PERCENTS,
            kind=st.sampled_from(["percent", "fixed"]),
            borne_by=st.sampled_from(BORNE_BY),
        )
        for partner in PARTNERS
    }
)
POLICIES = st.builds(Policies, st.sampled_from(WHENS), st.sampled_from(ON_BREAK), st.sampled_from(EXCHANGES))


@st.composite
def parts(draw, number, role, group=""):
    return part(
        number,
        role,
        draw(AMOUNTS),
        group=group,
        scheme=draw(SCHEMES),
        sold_alone=draw(st.booleans()),
    )


@st.composite
def designs(draw):
    """A bundle of up to two fixed and two optional parts, a choice of up to four, and plans to exchange for."""
    made = [draw(parts(number, "fixed")) for number in range(draw(st.integers(0, 2)))]
    made += [draw(parts(10 + number, "optional")) for number in range(draw(st.integers(0, 2)))]
    offered = draw(st.integers(0, 4))
    made += [draw(parts(20 + number, "choice", "tools")) for number in range(offered)]
    least = draw(st.integers(0, max(offered, 1)))
    groups = (Group("tools", least, draw(st.integers(max(least, 1), 5))),) if offered or draw(st.booleans()) else ()
    others = {
        one.offer_id: [part(500 + number, amount=draw(AMOUNTS), offer_id=one.offer_id, partner_id=one.partner_id)]
        for number, one in enumerate(made)
        if draw(st.booleans())
    }
    return Design(EUR, Composition(tuple(made), groups), draw(RULES), draw(TERMS), draw(POLICIES), others)


@st.composite
def holdings(draw):
    """Parts of any role with quantities, whether they may be had together or not."""
    made = [
        draw(parts(number, draw(st.sampled_from(["fixed", "optional"])))) for number in range(draw(st.integers(0, 5)))
    ]
    return [Held(one, draw(st.integers(1, 40)) if one.is_counted else 1) for one in made]
