"""Who sells and who buys, as an invoice keeps them."""

from dataclasses import dataclass

from django.conf import settings

from marketplace.billing.taxation import TaxParty
from marketplace.customers.models import Customer


@dataclass(frozen=True, slots=True)
class Seller:
    """The legal entity that runs the marketplace and issues its invoices."""

    name: str
    country: str
    vat_id: str
    address: str


def seller() -> Seller:
    """Return the operator, from the settings."""
    return Seller(
        name=settings.OPERATOR_NAME,
        country=settings.OPERATOR_COUNTRY,
        vat_id=settings.OPERATOR_VAT_ID,
        address=settings.OPERATOR_ADDRESS,
    )


def buyer_json(customer: Customer) -> dict[str, str]:
    """Return the customer as it is printed on an invoice."""
    return {
        "name": customer.name,
        "street": customer.street,
        "postcode": customer.postcode,
        "city": customer.city,
        "country": customer.country,
        "vat_id": customer.vat_id,
        "email": customer.billing_email,
    }


def tax_party(customer: Customer) -> TaxParty:
    """Return what decides the customer's VAT."""
    return TaxParty(customer.country, customer.vat_id, customer.vat_id_verified_at)
