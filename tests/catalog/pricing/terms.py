"""Usable terms, for each scheme, condition and aggregation of the registers; a new one adds its own here."""

from decimal import Decimal

from hypothesis import strategies as st

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("999999999999"), places=12).map(lambda a: f"{a:f}")
SMALL = st.decimals(min_value=0, max_value=1000, places=2).map(lambda a: f"{a:f}")
QUANTITIES = st.decimals(min_value=Decimal("0.001"), max_value=10**6, places=3).map(lambda q: f"{q:f}")
PERCENTS = st.decimals(min_value=0, max_value=100, places=2).map(lambda p: f"{p:f}")
ENDS = st.lists(st.integers(1, 10**6), max_size=5, unique=True).map(lambda ends: [*map(str, sorted(ends)), None])
WORDS = st.sampled_from(["eu", "us", "large", "small"])


def tiers(**columns):
    """Return tables of tiers with these columns; the ends rise and the last one is open."""
    rows = ENDS.flatmap(
        lambda ends: st.tuples(*(st.fixed_dictionaries({"up_to": st.just(e), **columns}) for e in ends))
    )
    return st.fixed_dictionaries({"tiers": rows.map(list)})


@st.composite
def matrices(draw):
    """Return matrices of one or two dimensions in which no cell stands twice."""
    names = draw(st.sampled_from([["region"], ["region", "size"]]))
    values = draw(st.lists(st.tuples(*(WORDS for _ in names)), min_size=1, max_size=4, unique=True))
    cells = [{"values": list(value), "unit_price": draw(SMALL)} for value in values]
    return {"dimensions": names, "cells": cells, "otherwise": draw(SMALL)}


@st.composite
def percentages(draw):
    """Return rates with any of the allowances and bounds, the least below the most."""
    optional = {
        "fixed_fee": SMALL,
        "free_transactions": st.integers(1, 5),
        "free_amount": SMALL,
        "min_per_transaction": SMALL,
    }
    terms = draw(st.fixed_dictionaries({"rate_percent": PERCENTS}, optional=optional))
    if draw(st.booleans()):
        terms["max_per_transaction"] = f"{Decimal(terms.get('min_per_transaction', '0')) + Decimal(draw(SMALL)):f}"
    return terms


SCHEMES = {
    "flat": st.builds(lambda amount: {"amount": amount}, AMOUNTS),
    "per_seat": st.builds(lambda amount: {"amount": amount}, AMOUNTS),
    "per_unit": st.builds(lambda amount: {"amount": amount}, AMOUNTS),
    "graduated": tiers(unit_price=SMALL, flat_fee=SMALL),
    "volume": tiers(unit_price=SMALL, flat_fee=SMALL),
    "package": st.fixed_dictionaries(
        {"package_size": QUANTITIES, "package_price": SMALL},
        optional={"free_units": QUANTITIES, "rounding": st.sampled_from(["up", "down"])},
    ),
    "block": st.fixed_dictionaries(
        {
            "mode": st.sampled_from(["all_tiers", "top_tier"]),
            "tiers": st.lists(
                st.fixed_dictionaries(
                    {
                        "block_size": QUANTITIES,
                        "max_blocks": st.none() | st.integers(1, 1000),
                        "price_per_block": SMALL,
                    }
                ),
                min_size=1,
                max_size=4,
            ),
        }
    ),
    "capacity": tiers(price=SMALL),
    "percentage": percentages(),
    "graduated_percentage": tiers(rate_percent=PERCENTS, flat_fee=SMALL),
    "dynamic": st.builds(lambda factor: {"multiplier": factor}, QUANTITIES),
    "matrix": matrices(),
}
CONDITIONS = {
    "unit_conversion": st.fixed_dictionaries({"divide_by": QUANTITIES, "rounding": st.sampled_from(["up", "none"])}),
    "included_units": st.builds(lambda quantity: {"quantity": quantity}, QUANTITIES),
    "minimum": st.builds(lambda amount: {"amount": amount}, SMALL),
    "maximum": st.builds(lambda amount: {"amount": amount}, SMALL),
    "setup_fee": st.builds(lambda amount: {"amount": amount}, SMALL),
    "trial": st.builds(lambda days: {"days": days}, st.integers(1, 365)),
    "commitment": st.builds(lambda months: {"months": months}, st.integers(1, 120)),
    "paid_monthly": st.just({}),
}
AGGREGATIONS = {
    "sum": st.just({"field": "units"}),
    "count": st.just({}),
    "max": st.just({"field": "units"}),
    "unique": st.just({"field": "user_id"}),
    "latest": st.just({"field": "units"}),
    "time_weighted_sum": st.just({"field": "gigabytes"}),
}
# Everything JSON can hold, and what Python might hand over by mistake.
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=10,
)
