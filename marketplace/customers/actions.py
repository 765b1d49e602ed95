"""Opening a customer and changing what it is billed as."""

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction

from catalog.pricing.currencies import CURRENCIES
from core.accounts.models import Organisation
from core.actors import Actor
from core.events.recording import record
from core.refusals import Invalid, PreconditionFailed, Refusal
from marketplace.customers import vat_ids
from marketplace.customers.countries import COUNTRIES
from marketplace.customers.events import CustomerChanged, CustomerOpened
from marketplace.customers.models import Customer

CHANGEABLE = frozenset({"name", "billing_email", "zone", "street", "postcode", "city", "country", "vat_id"})


class CustomerExists(Refusal):
    """An organisation is billed as one customer."""

    code = "customer-exists"
    title = "The organisation is a customer already"


@transaction.atomic
def open_customer(
    *,
    organisation: Organisation,
    name: str,
    billing_email: str,
    currency: str,
    country: str,
    zone: str = "UTC",
    street: str = "",
    postcode: str = "",
    city: str = "",
    vat_id: str = "",
    actor: Actor,
    at: datetime,
) -> Customer:
    """Make an organisation a customer. Raises CustomerExists and Invalid."""
    _check_place(country, zone)
    if currency not in CURRENCIES:
        raise Invalid.field("currency", "Send an active ISO 4217 code, such as EUR.")
    vat = vat_ids.examine(vat_id, country)
    customer = Customer(
        organisation=organisation,
        name=name,
        billing_email=billing_email,
        currency=currency,
        zone=zone,
        street=street,
        postcode=postcode,
        city=city,
        country=country,
        vat_id=vat.number,
        vat_id_verified_at=at if vat.verified else None,
        created_at=at,
    )
    try:
        with transaction.atomic():
            customer.save(force_insert=True)
    except IntegrityError as error:
        if not Customer.objects.filter(organisation=organisation).exists():
            raise
        raise CustomerExists("This organisation is a customer already. Change that customer instead.") from error
    record(CustomerOpened(customer_id=customer.pk, organisation_id=organisation.pk), actor=actor, at=at)
    return customer


@transaction.atomic
def change_customer(*, customer: Customer, version: int, actor: Actor, at: datetime, **changes: Any) -> Customer:  # noqa: ANN401
    """Change what the customer is billed as, from the `version` that was seen; issued invoices stay as they are.

    The VAT id is examined again whenever it or the country is named, and dated anew. Raises PreconditionFailed and
    Invalid.
    """
    if unknown := changes.keys() - CHANGEABLE:
        raise TypeError(f"a customer's {', '.join(sorted(unknown))} cannot be changed")
    values = {field: changes.get(field, getattr(customer, field)) for field in CHANGEABLE}
    _check_place(values["country"], values["zone"])
    if changes.keys() & {"vat_id", "country"}:
        vat = vat_ids.examine(values["vat_id"], values["country"])
        values |= {"vat_id": vat.number, "vat_id_verified_at": at if vat.verified else None}
    changed = sorted(field for field, value in values.items() if value != getattr(customer, field))
    if not changed:
        return customer
    updated = Customer.objects.filter(pk=customer.pk, version=version).update(**values, version=version + 1)
    if not updated:
        raise PreconditionFailed("Load it again, look at what has changed, and send your change with the new ETag.")
    record(
        CustomerChanged(customer_id=customer.pk, organisation_id=customer.organisation_id, fields=changed),
        actor=actor,
        at=at,
    )
    return Customer.objects.get(pk=customer.pk)


def _check_place(country: str, zone: str) -> None:
    if country not in COUNTRIES:
        raise Invalid.field("country", "Send an ISO 3166-1 code of two capital letters, such as FR, DE or GB.")
    if zone not in available_timezones():
        raise Invalid.field("zone", "Send an IANA time zone, such as Europe/Paris.")
