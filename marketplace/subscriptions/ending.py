"""When a cancelled item ends. Pure."""

from datetime import date, timedelta

from catalog.pricing.charging import committed_months, free_days
from catalog.pricing.rule import Rule
from core.periods import Interval, boundary
from marketplace.subscriptions.timeline import Span, next_boundary


def last_day_after(anchor: date, rule: Rule, span: Span, *, today: date) -> date:
    """Return the first day that an item cancelled today does not run any more.

    That is the end of the period that contains today, or the end of the trial while it lasts; where the price binds for
    some months, the end of the period in which they are over.
    """
    trial_ends = span.starts_on + timedelta(days=free_days(rule))
    bound_until = boundary(span.starts_on, committed_months(rule), Interval.MONTH)
    if today < trial_ends and bound_until == span.starts_on:
        return trial_ends
    kept = bound_until - timedelta(days=1)
    return next_boundary(anchor, rule.interval, max(today, span.starts_on, kept))
