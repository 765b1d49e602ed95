"""Two at once on the page of a bundle."""

import pytest

from core.accounts.roles import Role
from marketplace.subscriptions.models import Subscription
from tests.factories.customers import customer
from tests.factories.partners import seat
from tests.journeys.pages import browser
from tests.marketplace.test_bundle_pages import PAGE, chosen, form, office
from tests.partners.races import both

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_form_that_is_sent_twice_at_once_orders_once():
    listings, _ = office()
    owner = browser(seat(Role.OWNER, in_=customer().organisation).user)
    action, sent = form(owner.get(PAGE, chosen(listings, 1, 2)))
    answers = both(*[lambda: owner.post(action, sent)["Location"]] * 2)
    assert answers == [f"/orders/{Subscription.objects.get().pk}/"] * 2
