from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from core.actors import SYSTEM
from core.events.queries import history
from core.states import IllegalMove
from marketplace.subscriptions import tasks
from marketplace.subscriptions.actions import cancel_subscription, end_subscription
from marketplace.subscriptions.models import Subscription, TimelineEntry
from marketplace.subscriptions.wording import state_sentence
from tests.factories.customers import customer, order
from tests.marketplace.conftest import START

pytestmark = pytest.mark.django_db


def cancel(subscription, at):
    return cancel_subscription(subscription=subscription, actor=SYSTEM, at=at)


def test_every_item_runs_to_the_end_of_its_own_period(buyer, plans):
    subscription = order(buyer, [(plans[0], 1), (plans[2], 1)], at=START)
    cancelled = cancel(subscription, START + timedelta(days=30))
    ends = {entry.item.description: entry.effective_on for entry in TimelineEntry.objects.filter(kind="cancel")}
    assert ends == {"Alpha Forms: Flat": date(2026, 3, 31), "Gamma Vault: Yearly": date(2027, 1, 31)}
    assert (cancelled.state, cancelled.ends_on) == ("ending", date(2027, 1, 31))
    assert state_sentence(cancelled) == (
        f"{cancelled.reference} is cancelled and ends on 31 January 2027. Until then you keep what you have paid for."
    )


def test_an_end_is_midnight_on_the_customers_calendar(plans):
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    subscription = order(customer(zone="America/New_York", country="US"), [(plans[0], 1)], at=at)
    cancel(subscription, at)
    entry = TimelineEntry.objects.get(kind="cancel")
    assert entry.effective_on == date(2026, 4, 1)
    assert entry.effective_at == datetime(2026, 4, 1, 4, tzinfo=UTC)  # summer time has begun in between


def test_what_is_cancelled_cannot_be_cancelled_again(buyer, plans):
    subscription = order(buyer, [(plans[0], 1)], at=START)
    cancel(subscription, START)
    with pytest.raises(IllegalMove, match="cancelled already and ends on 2026-02-28"):
        cancel(subscription, START + timedelta(days=1))
    assert TimelineEntry.objects.filter(kind="cancel").count() == 1


def test_it_ends_on_the_day_after_its_last_and_not_before(buyer, plans):
    subscription = order(buyer, [(plans[0], 1)], at=START)
    cancel(subscription, START)
    # 28 February begins in Paris at 23:00 UTC.
    early, late = datetime(2026, 2, 27, 22, 59, tzinfo=UTC), datetime(2026, 2, 27, 23, 0, tzinfo=UTC)
    for at, state in ((early, "ending"), (late, "ended"), (late, "ended")):
        with time_machine.travel(at, tick=False):
            tasks.end_due()
        assert Subscription.objects.get().state == state
    assert state_sentence(Subscription.objects.get()).endswith("ended on 28 February 2026.")


def test_what_runs_is_not_ended(buyer, plans):
    subscription = order(buyer, [(plans[0], 1)], at=START)
    assert end_subscription(subscription=subscription, actor=SYSTEM, at=START + timedelta(days=900)) is False


def test_partners_learn_when_their_items_end(buyer, plans):
    subscription = order(buyer, [(plans[0], 1), (plans[2], 1)], at=START)
    cancel(subscription, START)
    for plan, ends_on in ((plans[0], "2026-02-28"), (plans[2], "2027-01-31")):
        last = history(f"partner:{plan.offer.partner_id}").last()
        assert last is not None
        assert (last.type, last.data["ends_on"]) == ("subscriptions.item_cancelled", ends_on)
