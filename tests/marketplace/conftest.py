from copy import deepcopy
from datetime import UTC, datetime

import pytest
from django.test import Client

from core import clock
from core.accounts.roles import StaffRole
from core.events import postman
from core.events.models import Delivery
from tests.factories.customers import customer, three_plans
from tests.factories.partners import reviewer, seat

START = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(for_the_module):
    return customer(), three_plans()


@pytest.fixture
def buyer(made, db):
    return deepcopy(made[0])


@pytest.fixture
def plans(made, db):
    return deepcopy(made[1])


@pytest.fixture
def deliver():
    """Run what is owed to handlers, as the worker would; nothing may be left failing."""

    def run(at: datetime | None = None) -> None:
        postman.deliver_due(at=at or clock.now())
        assert list(Delivery.objects.exclude(last_error="").values_list("handler", "last_error")) == []

    return run


@pytest.fixture
def signed_in():
    """A client of somebody with a role in an organisation, or of staff."""

    def make(role=None, *, organisation=None, staff: StaffRole | None = None) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(reviewer(staff) if staff else seat(role, in_=organisation).user)
        return client

    return make
