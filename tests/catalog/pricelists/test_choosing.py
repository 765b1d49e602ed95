"""Which price counts, and how two differ in words."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from catalog.pricelists.choosing import Entry, choose, prices_of
from catalog.pricelists.comparing import differences
from catalog.pricing.rule import Rule

DAY = date(2027, 1, 1)
FLAT = Rule(scheme="flat", terms={"amount": "10.00"}, currency="EUR")


def entry(number, *, amount="10", currency="EUR", channel="", begins=None, ends=None):
    return Entry(
        price_id=UUID(int=number),
        rule=Rule(scheme="flat", terms={"amount": amount}, currency=currency),
        channel=channel,
        valid_from=None if begins is None else DAY + timedelta(days=begins),
        valid_until=None if ends is None else DAY + timedelta(days=ends),
    )


ONE_TIER = {"up_to": None, "unit_price": "1", "flat_fee": "2"}
BASE = entry(0)
days = st.none() | st.integers(-5, 5)
entries = st.builds(
    entry,
    st.integers(1, 99),
    currency=st.sampled_from(["EUR", "USD"]),
    channel=st.sampled_from(["", "north", "south"]),
    begins=days,
    ends=days,
)


@given(
    others=st.lists(entries, max_size=8),
    currency=st.sampled_from(["EUR", "USD"]),
    channel=st.sampled_from(["", "north"]),
)
def test_what_is_chosen_holds_and_the_channels_own_price_comes_first(others, currency, channel):
    chosen = choose(BASE, others, currency=currency, channel=channel, on=DAY)
    fitting = [
        each
        for each in others
        if each.rule.currency == currency and each.channel in ("", channel) and each.holds_on(DAY)
    ]
    assert chosen in fitting or (chosen == BASE and not fitting)
    if any(each.channel for each in fitting):
        assert chosen.channel == channel


@given(one=entries)
def test_what_a_version_keeps_of_an_entry_is_the_entry(one):
    plan = {"price_id": str(BASE.price_id), **BASE.rule.said(), "prices": [one.said()]}
    assert prices_of(plan) == (BASE, [one])


@pytest.mark.parametrize(
    ("begins", "ends", "holds"), [(None, None, True), (0, 1, True), (0, None, True), (1, None, False), (-3, 0, False)]
)
def test_days_are_half_open(begins, ends, holds):
    assert entry(1, begins=begins, ends=ends).holds_on(DAY) is holds


def changed(**changes):
    return Rule.of(FLAT.said() | changes)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (FLAT, []),
        (changed(terms={"amount": "8.00"}), ["€8.00 per month instead of €10.00 per month (20% less)"]),
        (changed(terms={"amount": "12.50"}), ["€12.50 per month instead of €10.00 per month (25% more)"]),
        (changed(currency="USD"), ["10.00 USD per month instead of €10.00 per month"]),
        (changed(interval="year"), ["€10.00 per year instead of €10.00 per month"]),
        (changed(conditions={"trial": {"days": 30}}), ["new: 30 days free"]),
        (
            changed(
                scheme="graduated", unit="GB", terms={"tiers": [{"up_to": None, "unit_price": "1", "flat_fee": "2"}]}
            ),
            ["€1.00 per GB and month instead of €10.00 per month", "new: any number of GB: €1.00 each + €2.00 once"],
        ),
    ],
)
def test_how_a_price_differs_is_said_in_plain_words(rule, said):
    with translation.override("en"):
        assert [each.replace("\xa0", " ") for each in differences(FLAT, rule)] == said


def test_conditions_are_compared_one_by_one():
    before = changed(conditions={"trial": {"days": 14}, "setup_fee": {"amount": "50"}})
    after = changed(conditions={"trial": {"days": 30}, "minimum": {"amount": "5"}})
    with translation.override("en"):
        assert differences(before, after) == [
            "new: at least €5.00 per month",
            "no longer: set-up €50.00, once",
            "30 days free instead of 14 days free",
        ]
    with translation.override("fr"):
        assert "30 jours gratuits au lieu de 14 jours gratuits" in differences(before, after)
