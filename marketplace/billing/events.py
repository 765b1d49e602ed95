"""What happens to invoices."""

from dataclasses import dataclass
from uuid import UUID

from core.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class InvoiceIssued(Event):
    """An invoice got its number. Its amounts stand on it alone, for those who may read invoices."""

    invoice_id: UUID
    subscription_id: UUID
    customer_id: UUID
    reference: str
