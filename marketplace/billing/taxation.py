"""Which VAT a customer pays for an electronically supplied service, and on what evidence. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from marketplace.billing.totals import Category, Tax
from marketplace.billing.vat_rates import standard_rate
from marketplace.customers.countries import vat_state

REVERSE_CHARGE_NOTE = "Reverse charge: the recipient owes the VAT (Directive 2006/112/EC, Art. 44 and 196)."
OUTSIDE_SCOPE_NOTE = "Not subject to EU VAT: supplied outside the EU (Directive 2006/112/EC, Art. 44 and 59)."


@dataclass(frozen=True, slots=True)
class TaxParty:
    """What decides the VAT of a customer: where it is, and when its VAT id last passed the check, if ever."""

    country: str
    vat_id: str = ""
    vat_id_verified_at: datetime | None = None

    @property
    def has_verified_id(self) -> bool:
        """Whether the customer counts as a business that accounts for VAT itself."""
        return bool(self.vat_id) and self.vat_id_verified_at is not None


def tax_for(buyer: TaxParty, *, seller_country: str, on: date) -> Tax:
    """Return the tax of everything sold to `buyer` on the day `on`, the date of the invoice.

    Outside the EU: outside the scope. In the seller's own state: its rate, VAT id or not. In another EU state: reverse
    charge with a verified VAT id; without one the customer counts as a consumer and pays the rate of its own state
    (Art. 58, declared through the One Stop Shop).
    """
    state = vat_state(buyer.country)
    if state is None:
        return Tax(Category.OUTSIDE_SCOPE, Decimal(0), OUTSIDE_SCOPE_NOTE)
    if state != vat_state(seller_country) and buyer.has_verified_id:
        return Tax(Category.REVERSE_CHARGE, Decimal(0), REVERSE_CHARGE_NOTE)
    rate = standard_rate(state, on)
    return Tax(Category.STANDARD, rate, f"VAT {rate} % ({state})")


def evidence(buyer: TaxParty, *, seller_country: str, on: date) -> dict[str, str | None]:
    """Return what the tax was decided on, as it is kept with the invoice."""
    return {
        "buyer_country": buyer.country,
        "seller_country": seller_country,
        "vat_id": buyer.vat_id or None,
        "vat_id_verified_at": buyer.vat_id_verified_at.isoformat() if buyer.vat_id_verified_at else None,
        "vat_id_check": "structure and check digits" if buyer.has_verified_id else None,
        "on": on.isoformat(),
    }
