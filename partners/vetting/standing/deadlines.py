"""What the passing of time does to one requirement: reminders, states, and when to look again."""

from datetime import datetime, timedelta

from partners.vetting.standing.ladder import starts

# Days before an answer ends on which the partner is told so.
REMINDERS = (90, 30, 7, 1)

# States that mean “nothing is under way”: only these are moved by time, the others say what is happening.
_RESTING = {"satisfied", "expiring", "reopened", "waived", "lapsed", "blocking"}


def first_reminder(good_until: datetime, at: datetime) -> int | None:
    """Return which reminder counts as given when a deadline is set at `at`: of those already past, the latest.

    Who is given thirty days is not reminded that thirty days are left.
    """
    return min((days for days in REMINDERS if good_until - timedelta(days=days) <= at), default=None)


def reminder_due(good_until: datetime, reminded: int | None, at: datetime) -> int | None:
    """Return the reminder to give at `at`: the nearest to the end that is due, unless that was given (`reminded`).

    After an outage the earlier ones are left out, and past the end there is nothing to remind of.
    """
    if at >= good_until:
        return None
    due = first_reminder(good_until, at)
    if due is None or (reminded is not None and reminded <= due):
        return None
    return due


def state_at(
    state: str, good_until: datetime | None, grace_until: datetime | None, reminded: int | None, at: datetime
) -> str:
    """Return the state into which time has brought an assessment by `at`; unchanged where something is under way."""
    if state not in _RESTING or good_until is None or grace_until is None:
        return state
    if at >= grace_until:
        return "blocking"
    if at >= good_until:
        return "lapsed"
    if state == "satisfied" and reminder_due(good_until, reminded, at) is not None:
        return "expiring"
    return state


def next_look(good_until: datetime, grace_until: datetime, at: datetime) -> datetime | None:
    """Return the first instant after `at` at which time changes something; None: never again."""
    instants = [*starts(good_until, grace_until).values()]
    instants += [good_until - timedelta(days=days) for days in REMINDERS]
    return min((instant for instant in instants if instant > at), default=None)
