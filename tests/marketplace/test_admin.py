import pytest
from django.contrib.admin.sites import site
from django.test import RequestFactory
from django.urls import reverse

from core.accounts.roles import StaffRole
from core.actors import SYSTEM
from marketplace.billing.actions import bill_subscription
from marketplace.billing.models import Invoice
from marketplace.customers.models import Customer
from marketplace.subscriptions.models import Subscription
from tests.factories.customers import order
from tests.factories.partners import reviewer
from tests.marketplace.conftest import START

pytestmark = pytest.mark.django_db
MODELS = [Customer, Subscription, Invoice]


@pytest.fixture
def invoice(buyer, plans):
    return bill_subscription(
        subscription=order(buyer, [(plans[0], 1), (plans[1], 2)], at=START), actor=SYSTEM, at=START
    )


def request_of(role):
    request = RequestFactory().get("/")
    request.user = reviewer(role)
    return request


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (StaffRole.FINANCE, {Customer, Subscription, Invoice}),
        (StaffRole.SUPPORT, {Customer, Subscription}),
        (StaffRole.SALES, {Customer}),
        (StaffRole.VETTING, set()),
        (StaffRole.ADMIN, {Customer, Subscription, Invoice}),
    ],
)
def test_staff_look_at_what_their_role_needs_and_change_nothing(role, seen):
    request = request_of(role)
    admins = {model: site._registry[model] for model in MODELS}
    assert {model for model, admin in admins.items() if admin.has_view_permission(request)} == seen
    for admin in admins.values():
        assert not admin.has_add_permission(request)
        assert not admin.has_change_permission(request)
        assert not admin.has_delete_permission(request)


@pytest.mark.parametrize("model", MODELS)
def test_lists_and_details_can_be_opened(client, invoice, model):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    client.force_login(reviewer(StaffRole.FINANCE))
    listed = client.get(reverse(f"{name}_changelist"))
    shown = client.get(reverse(f"{name}_change", args=[model.objects.get().pk]))
    assert (listed.status_code, shown.status_code) == (200, 200)
    if model is Invoice:
        assert invoice.reference in listed.content.decode()
        assert "Alpha Forms: Flat" in shown.content.decode()
