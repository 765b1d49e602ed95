"""Invoices, and what will become one, as REST shows them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from catalog.pricing.writing import shown
from core.money import Money
from core.web.serializers import MoneySerializer, money_json
from marketplace.billing.models import Invoice, Line, TaxLine
from marketplace.billing.rating import RECURRING, SET_UP
from marketplace.billing.totals import Category, Tax, TaxTotal


class ServicePeriodSerializer(serializers.Serializer):
    """The days a line is for: from `start` up to, but not including, `end`."""

    start = serializers.DateField()
    end = serializers.DateField()


class LinePartnerSerializer(serializers.Serializer):
    """The partner who supplies what the line is for."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class LineSerializer(serializers.Serializer):
    """One plan for one period."""

    partner = LinePartnerSerializer()
    description = serializers.CharField()
    component = serializers.ChoiceField(choices=[RECURRING, SET_UP], help_text="What the line is for")
    service_period = ServicePeriodSerializer()
    quantity = serializers.CharField()
    unit_price = MoneySerializer(help_text="For one whole interval; up to 12 decimals")
    net = MoneySerializer()
    tax_category = serializers.ChoiceField(choices=["S", "AE", "O", "Z", "E"], help_text="UNCL 5305")
    tax_rate = serializers.CharField(help_text="Percent")
    explanation = serializers.DictField(help_text="How price, quantity and days lead to the net")


class InvoiceLineSerializer(LineSerializer):
    """A line of an invoice."""

    id = serializers.UUIDField()
    item = serializers.UUIDField()


class TaxLineSerializer(serializers.Serializer):
    """The tax of all lines with one category and rate."""

    category = serializers.ChoiceField(choices=["S", "AE", "O", "Z", "E"])
    rate = serializers.CharField()
    taxable = MoneySerializer()
    tax = MoneySerializer()
    note = serializers.CharField()


class InvoiceSummarySerializer(serializers.Serializer):
    """An invoice, without its lines."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    customer = serializers.UUIDField()
    subscription = serializers.UUIDField()
    issued_at = serializers.DateTimeField()
    issued_on = serializers.DateField()
    net = MoneySerializer()
    tax = MoneySerializer()
    total = MoneySerializer()


class InvoiceSerializer(InvoiceSummarySerializer):
    """An invoice as it was issued; it never changes."""

    seller = serializers.DictField()
    buyer = serializers.DictField()
    tax_evidence = serializers.DictField()
    lines = InvoiceLineSerializer(many=True)
    tax_lines = TaxLineSerializer(many=True)


class InvoicePageSerializer(serializers.Serializer):
    """A page of invoices."""

    results = InvoiceSummarySerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


def summary_json(invoice: Invoice) -> dict[str, Any]:
    """Return an invoice as lists show it."""
    return {
        "id": invoice.pk,
        "number": invoice.reference,
        "customer": invoice.customer_id,
        "subscription": invoice.subscription_id,
        "issued_at": invoice.issued_at,
        "issued_on": invoice.issued_on,
        **sums_json(invoice.net_minor, invoice.tax_minor, invoice.gross_minor, invoice.currency),
    }


def invoice_json(invoice: Invoice) -> dict[str, Any]:
    """Return an invoice with its lines; two queries more."""
    return {
        **summary_json(invoice),
        "seller": invoice.seller,
        "buyer": invoice.buyer,
        "tax_evidence": invoice.tax_evidence,
        "lines": [_line_json(line, invoice.currency) for line in invoice.lines.all()],
        "tax_lines": tax_lines_json(map(_tax_total, invoice.tax_lines.all()), invoice.currency),
    }


def sums_json(net: int, tax: int, gross: int, currency: str) -> dict[str, Any]:
    """Return the sums of an invoice or of what will become one."""
    return {
        "net": money_json(Money(net, currency)),
        "tax": money_json(Money(tax, currency)),
        "total": money_json(Money(gross, currency)),
    }


def tax_lines_json(tax_lines: Iterable[TaxTotal], currency: str) -> list[dict[str, Any]]:
    """Return tax lines as they are shown."""
    return [
        {
            "category": line.tax.category,
            "rate": plain(line.tax.rate),
            "taxable": money_json(Money(line.taxable, currency)),
            "tax": money_json(Money(line.amount, currency)),
            "note": line.tax.note,
        }
        for line in tax_lines
    ]


def plain(number: Decimal) -> str:
    """Write a number without needless zeros and without an exponent: 20.00 → 20."""
    return f"{number.normalize():f}"


def unit_price_json(amount: Decimal, currency: str) -> dict[str, str]:
    """Return a unit price with at least the currency's decimals, and as many more as it has."""
    return {"amount": str(shown(amount, currency)), "currency": currency}


def _line_json(line: Line, currency: str) -> dict[str, Any]:
    return {
        "id": line.pk,
        "item": line.item_id,
        "partner": {"id": line.partner_id, "name": line.partner_name},
        "description": line.description,
        "component": line.component,
        "service_period": {"start": line.service_start, "end": line.service_end},
        "quantity": plain(line.quantity),
        "unit_price": unit_price_json(line.unit_price, currency),
        "net": money_json(Money(line.net_minor, currency)),
        "tax_category": line.tax_category,
        "tax_rate": plain(line.tax_rate),
        "explanation": line.explanation,
    }


def _tax_total(line: TaxLine) -> TaxTotal:
    return TaxTotal(Tax(Category(line.category), line.rate, line.note), line.taxable_minor, line.tax_minor)
