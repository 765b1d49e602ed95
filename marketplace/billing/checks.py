"""What must be said about the operator before an invoice is issued; `manage.py check` asks it."""

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as Caution

from marketplace.customers.countries import COUNTRIES


def operator_is_named(**_: object) -> list[CheckMessage]:
    """Every tax depends on the operator's country; an invoice needs its VAT id (EN 16931, BR-S-2, BR-AE-2)."""
    found: list[CheckMessage] = []
    if settings.OPERATOR_COUNTRY not in COUNTRIES:
        found.append(
            Error(
                f"OPERATOR_COUNTRY is “{settings.OPERATOR_COUNTRY}”, which is no ISO 3166-1 code.",
                hint="Set it to two capital letters, such as FR or GB.",
                id="billing.E001",
            )
        )
    if settings.PRODUCTION and not settings.OPERATOR_VAT_ID:
        found.append(
            Caution(
                "OPERATOR_VAT_ID is empty, and invoices need the seller's VAT id.",
                hint="Set OPERATOR_VAT_ID, OPERATOR_NAME and OPERATOR_ADDRESS to those of the company that sells.",
                id="billing.W001",
            )
        )
    return found
