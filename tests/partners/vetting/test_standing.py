"""What assessments allow and when: plain values, no database."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.programmes.spans import Span
from partners.programmes.specs import EVIDENCE_KINDS
from partners.vetting import wording
from partners.vetting.models import ASSESSMENT_MOVES
from partners.vetting.standing import (
    AWAITING,
    REMINDERS,
    Capability,
    Mark,
    Stage,
    Terms,
    answered,
    best,
    capability,
    ending,
    first_reminder,
    needed_first,
    next_look,
    reminder_due,
    standing_of,
    state_at,
    waived,
)

T = datetime(2026, 3, 1, 12, tzinfo=UTC)
ALL = ("list_public", "sell", "bundle", "payout", "new_sales", "metering")
YEARLY = Terms(valid_for=Span(1, "Y"), grace=Span(30, "D"), due_in=Span(30, "D"))

states = st.sampled_from(ASSESSMENT_MOVES.states)


def days(number):
    return timedelta(days=number)


offsets = st.integers(-400, 400).map(lambda number: timedelta(days=number))


@st.composite
def _marks(draw):
    good_until = draw(st.none() | offsets.map(lambda offset: T + offset))
    return Mark(
        key=draw(st.sampled_from(["A", "B", "C"])),
        state=draw(states),
        mandatory=draw(st.booleans()),
        blocks=draw(st.sampled_from([(), ("list_public",), ("list_public", "sell"), ALL])),
        held=good_until is not None or draw(st.booleans()),
        good_until=good_until,
        grace_until=good_until and good_until + timedelta(days=draw(st.sampled_from([0, 30, 60]))),
    )


marks = st.lists(_marks(), max_size=6)


def mark(state="satisfied", *, mandatory=True, blocks=("list_public",), key="A", held=True, ends=None, grace=30):
    return Mark(
        key=key,
        state=state,
        mandatory=mandatory,
        blocks=blocks,
        held=held,
        good_until=ends,
        grace_until=ends and ends + timedelta(days=grace),
    )


def test_every_state_says_whose_turn_it_is():
    assert set(AWAITING) == set(ASSESSMENT_MOVES.states)


def test_a_waiver_and_the_facts_reach_every_state():
    for state in ASSESSMENT_MOVES.states:
        assert {"waived", "not_applicable"} - {state} <= ASSESSMENT_MOVES.table[state], state


def test_what_no_requirement_grants_is_not_allowed():
    for none in ([], [mark(blocks=()), mark(mandatory=False)]):
        found = capability("list_public", none, T)
        assert (found.status, found.reason) == ("pending", "not_granted")
    assert not standing_of([], T).complete
    assert not standing_of([mark(mandatory=False)], T).complete


def test_recommended_requirements_block_nothing():
    marks = [mark(), mark("missing", mandatory=False, held=False)]
    assert capability("list_public", marks, T).status == "active"


@pytest.mark.parametrize("state", sorted(set(ASSESSMENT_MOVES.states) - {"not_applicable"}))
def test_what_is_under_way_does_not_change_what_an_earlier_answer_is_worth(state):
    assert capability("sell", [mark(state, blocks=("sell",), ends=T + days(1))], T).status == "active"
    assert capability("sell", [mark(state, blocks=("sell",), held=False)], T).status == "pending"


def test_what_does_not_apply_stands_in_nobodys_way():
    found = capability("sell", [mark("not_applicable", blocks=("sell",), held=False), mark(blocks=("sell",))], T)
    assert (found.status, found.missing) == ("active", ())


LADDER = [
    # days after the end of the answer: the status of each capability, and why
    (-1, {}, "met"),
    (0, {}, "in_grace"),
    (29, {}, "in_grace"),
    (30, {"list_public": "off", "new_sales": "off", "sell": "restricted", "bundle": "restricted"}, "hidden"),
    (43, {"list_public": "off", "new_sales": "off", "sell": "restricted", "bundle": "restricted"}, "hidden"),
    (44, {"list_public": "off", "new_sales": "off", "sell": "off", "bundle": "off"}, "sales_stopped"),
    (73, {"list_public": "off", "new_sales": "off", "sell": "off", "bundle": "off"}, "sales_stopped"),
    (74, dict.fromkeys(ALL, "off") | {"metering": "restricted"}, "suspended"),
    (4000, dict.fromkeys(ALL, "off") | {"metering": "restricted"}, "suspended"),
]


@pytest.mark.parametrize(("after", "statuses", "reason"), LADDER)
def test_an_answer_that_ends_leads_down_the_ladder_step_by_step(after, statuses, reason):
    at = T + days(after)
    for name in ALL:
        found = capability(name, [mark(blocks=ALL, ends=T)], at)
        assert (found.status, found.reason) == (statuses.get(name, "active"), reason)
        assert found.is_allowed == (found.status != "off")


def test_each_step_names_the_date_of_the_next():
    walked, at, marks = [], T - days(100), [mark(blocks=ALL, ends=T)]
    while (found := capability("sell", marks, at)).next:
        walked.append((found.next.at - T, found.next.status, found.next.reason))
        at = found.next.at
    assert walked == [
        (days(0), "active", "in_grace"),
        (days(30), "restricted", "hidden"),
        (days(44), "off", "sales_stopped"),
    ]
    assert capability("sell", marks, T + days(50)).since == T + days(44)


def test_a_requirement_takes_away_only_what_it_blocks():
    marks = [mark(blocks=("bundle",), key="A", ends=T), mark(blocks=("sell",), key="B")]
    assert capability("bundle", marks, T + days(400)).status == "off"
    assert capability("sell", marks, T + days(400)).status == "active"


def test_a_new_demand_is_met_until_it_is_due():
    asked = mark("missing", ends=T + days(30))
    assert capability("list_public", [asked], T).reason == "met"
    assert capability("list_public", [asked], T + days(31)).reason == "in_grace"


@given(marks)
def test_active_or_restricted_means_that_each_requirement_was_met_and_has_not_come_too_far(found):
    for name in ALL:
        result = capability(name, found, T)
        blocking = [m for m in found if m.mandatory and name in m.blocks]
        if result.is_allowed:
            assert blocking
            assert all(m.held or m.state == "not_applicable" for m in blocking)
        if result.status == "active" and result.reason == "met":
            assert all(m.state == "not_applicable" or m.good_until is None or m.good_until > T for m in blocking)
        assert list(result.missing) == [m for m in blocking if m.stage(T) != Stage.MET]


@given(marks, st.data())
def test_satisfying_one_more_never_takes_a_capability_away(found, data):
    if not found:
        return
    place = data.draw(st.integers(0, len(found) - 1))
    better, m = list(found), found[place]
    better[place] = mark(mandatory=m.mandatory, blocks=m.blocks, key=m.key)
    order = ["active", "restricted", "off", "pending"]
    before, after = capability("sell", found, T), capability("sell", better, T)
    assert order.index(after.status) <= order.index(before.status)


@given(marks, st.lists(offsets, min_size=2, max_size=2))
def test_time_alone_never_gives_anything_back(found, offsets_):
    first, last = sorted(T + offset for offset in offsets_)
    order = ["active", "restricted", "off", "pending"]
    for name in ALL:
        earlier, later = (capability(name, found, at).status for at in (first, last))
        assert order.index(earlier) <= order.index(later)


@given(marks)
def test_what_comes_next_comes_exactly_then(found):
    for name in ALL:
        now = capability(name, found, T)
        if now.next:
            just_before = capability(name, found, now.next.at - timedelta(microseconds=1))
            then = capability(name, found, now.next.at)
            assert (then.status, then.reason) == (now.next.status, now.next.reason)
            assert just_before.status == now.status


@given(marks)
def test_the_standing_says_the_same_as_each_capability(found):
    standing = standing_of(found, T)
    for name in ALL:
        alone = capability(name, found, T)
        assert standing.capabilities.get(name, ("pending", "not_granted")) == (alone.status, alone.reason)
    first = needed_first(found)
    assert standing.complete == (bool(first) and all(m.stage(T) <= Stage.IN_GRACE for m in first))
    assert standing.missing == tuple(m.key for m in first if m.stage(T) > Stage.IN_GRACE)


@given(marks)
def test_what_is_needed_first_is_what_a_listing_waits_for_or_else_everything(found):
    first = needed_first(found)
    listing = [m for m in found if m.mandatory and "list_public" in m.blocks]
    assert first == (listing or [m for m in found if m.mandatory])


@given(st.lists(marks, max_size=4))
def test_the_best_of_several_applications_counts(applications):
    capabilities = [capability("list_public", found, T) for found in applications]
    result = best(capabilities)
    assert (result is not None and result.status == "active") == any(c.status == "active" for c in capabilities)


def test_an_application_that_cannot_grant_it_does_not_hide_one_that_can():
    useless = Capability(name="sell", status="pending", reason="not_granted")
    under_way = Capability(name="sell", status="pending", reason="not_met", missing=(mark("missing", held=False),))
    assert best([useless, under_way]) == under_way


def test_an_answer_counts_from_the_day_its_evidence_was_issued_and_no_longer_than_it_says():
    worth = answered(YEARLY, issued_at=T - days(100), ends=[], at=T)
    assert worth.good_until == (T - days(100)).replace(year=2026)
    assert answered(YEARLY, issued_at=None, ends=[T + days(5)], at=T).good_until == T + days(5)
    forever = Terms(valid_for=None, grace=Span(30, "D"), due_in=Span(1, "D"))
    assert answered(forever, issued_at=T, ends=[], at=T).good_until is None
    assert answered(forever, issued_at=T, ends=[], at=T).next_look_at is None


def test_an_answer_that_ends_sooner_keeps_the_sooner_end():
    left = ending(YEARLY, satisfied_at=T, good_until=T + days(3), ends=T + days(30), at=T)
    assert (left.satisfied_at, left.good_until, left.grace_until, left.due_at) == (
        T,
        T + days(3),
        T + days(33),
        T + days(3),
    )
    assert waived(YEARLY, until=T + days(9), at=T).good_until == T + days(9)


def looks(state, worth, until):
    """Look whenever it is due, as the sweep does; yields the instants with the reminder and the state."""
    at, reminded = worth.next_look_at, worth.reminded
    while at and at <= until:
        due = reminder_due(worth.good_until, reminded, at)
        state = state_at(state, worth.good_until, worth.grace_until, reminded, at)
        yield (at - worth.good_until).days, due, state
        reminded = due or reminded
        at = next_look(worth.good_until, worth.grace_until, at)


def test_an_answer_of_a_year_is_looked_at_at_each_reminder_and_step_and_not_in_between():
    worth = answered(YEARLY, issued_at=None, ends=[], at=T)
    assert list(looks("satisfied", worth, T + days(9999))) == [
        (-90, 90, "expiring"),
        (-30, 30, "expiring"),
        (-7, 7, "expiring"),
        (-1, 1, "expiring"),
        (0, None, "lapsed"),
        (30, None, "blocking"),
        (44, None, "blocking"),
        (74, None, "blocking"),
    ]


@pytest.mark.parametrize(
    ("reminded", "days_left", "due"),
    [(None, 95, None), (None, 40, 90), (None, 5, 7), (90, 5, 7), (7, 5, None), (30, 0, None), (None, -1, None)],
)
def test_after_an_outage_only_the_nearest_reminder_is_given(reminded, days_left, due):
    assert reminder_due(T + days(days_left), reminded, T) == due


@given(st.integers(0, 200), st.lists(st.integers(0, 200), max_size=30))
def test_no_reminder_is_given_twice_whenever_one_looks(length, looked_at):
    good_until, reminded, given_ = T + days(length), first_reminder(T + days(length), T), []
    for day in sorted(looked_at):
        if due := reminder_due(good_until, reminded, T + days(day)):
            given_.append(due)
            reminded = due
    assert given_ == sorted(set(given_), reverse=True)
    assert set(given_) <= set(REMINDERS)
    assert all(due < length for due in given_)


@given(states, offsets, st.sampled_from([None, *REMINDERS]))
def test_time_moves_only_along_the_table_and_not_what_is_under_way(state, offset, reminded):
    moved = state_at(state, T + offset, T + offset + days(30), reminded, T)
    if moved != state:
        assert moved in ASSESSMENT_MOVES.table[state]
        assert AWAITING[state] != "platform"


@given(st.sampled_from(EVIDENCE_KINDS), states, st.lists(st.sampled_from(["Do this.", "Do that."]), max_size=3))
def test_every_entry_has_a_next_step(kind, state, fixes):
    assert wording.next_step(kind, state, fixes, []).strip()


@given(st.integers(0, 5), st.integers(0, 5))
def test_the_summary_counts_both_sides(partner, platform):
    message = wording.summary(partner=partner, platform=platform)
    assert all(str(n) in message for n in (partner, platform) if n)
