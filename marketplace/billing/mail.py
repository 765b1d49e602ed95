"""The e-mail that tells a customer of an invoice."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from core.money import Money
from marketplace.billing.models import Invoice


def send_invoice(invoice: Invoice) -> None:
    """Send it to the address the invoice was issued to. Raises what the mail server raises: then it is tried again."""
    text = render_to_string(
        "billing/invoice_email.txt",
        {
            "invoice": invoice,
            "lines": [{"line": line, "net": Money(line.net_minor, invoice.currency)} for line in invoice.lines.all()],
            "tax_lines": [
                {"line": line, "tax": Money(line.tax_minor, invoice.currency)} for line in invoice.tax_lines.all()
            ],
            "net": Money(invoice.net_minor, invoice.currency),
            "base_url": settings.BASE_URL,
        },
    )
    EmailMessage(
        subject=f"Invoice {invoice.reference}: {invoice.gross}",
        body=text,
        to=[invoice.buyer["email"]],
        headers={"Message-ID": f"<{invoice.pk}@invoices.guichet>"},
    ).send()
