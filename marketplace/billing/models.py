"""Invoices. Nothing here is ever changed: a correction is another document."""

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q

from catalog.pricing.models import Price
from core.ids import uuid7
from core.money import Money
from marketplace.billing.rating import LineKey
from marketplace.billing.totals import Category
from marketplace.customers.models import Customer
from marketplace.subscriptions.models import Item, Subscription
from partners.organisations.models import Partner

if TYPE_CHECKING:
    from core.accounts.principals import Principal

STAFF_WHO_SEE_ALL = ("finance",)
CATEGORIES = [category.value for category in Category]


def sums_hold(name: str, invoice_id: str) -> pgtrigger.Trigger:
    """Return the trigger that lets no transaction commit an invoice whose sums are not those of its lines."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        level=pgtrigger.Row,
        timing=pgtrigger.Deferred,
        declare=[("invoice", "billing_invoice%ROWTYPE")],
        func=f"""
            SELECT * INTO STRICT invoice FROM billing_invoice WHERE id = NEW.{invoice_id};
            IF invoice.net_minor IS DISTINCT FROM (
                SELECT coalesce(sum(net_minor), 0) FROM billing_line WHERE invoice_id = invoice.id
            ) OR invoice.line_count IS DISTINCT FROM (
                SELECT count(*) FROM billing_line WHERE invoice_id = invoice.id
            ) OR invoice.net_minor IS DISTINCT FROM (
                SELECT coalesce(sum(taxable_minor), 0) FROM billing_taxline WHERE invoice_id = invoice.id
            ) OR invoice.tax_minor IS DISTINCT FROM (
                SELECT coalesce(sum(tax_minor), 0) FROM billing_taxline WHERE invoice_id = invoice.id
            ) THEN
                RAISE EXCEPTION 'the sums of invoice % are not those of its lines', invoice.id
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,  # noqa: S608 - the column's name comes from this module
    )


class Counter(models.Model):
    """The last number given in a series of a legal entity. Its row is locked while a number is given."""

    legal_entity = models.CharField(max_length=150)
    series = models.CharField(max_length=20)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["legal_entity", "series"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.last}"


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    """The query language of invoices."""

    def visible_to(self, principal: "Principal") -> Self:
        """Members see their organisation's, staff in finance see all, everybody else none."""
        if principal.has_any_staff_role(STAFF_WHO_SEE_ALL):
            return self
        return self.filter(customer__organisation_id__in=principal.organisation_ids)


class Invoice(models.Model):
    """What a customer owes, numbered without gaps per legal entity and series. Immutable from the first moment.

    Seller, buyer and the evidence for the tax are kept as they were. Amounts are in minor units of `currency`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    legal_entity = models.CharField(max_length=150)
    series = models.CharField(max_length=20)
    number = models.PositiveBigIntegerField()
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="invoices")
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="invoices")
    issued_at = models.DateTimeField()
    issued_on = models.DateField(help_text="The date on the customer's calendar")
    currency = models.CharField(max_length=3)
    seller = models.JSONField()
    buyer = models.JSONField()
    tax_evidence = models.JSONField()
    line_count = models.PositiveSmallIntegerField()
    net_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    gross_minor = models.BigIntegerField()

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["legal_entity", "series", "number"], name="invoice_number_once"),
            models.CheckConstraint(
                condition=Q(gross_minor=F("net_minor") + F("tax_minor")), name="invoice_gross_is_net_plus_tax"
            ),
            models.CheckConstraint(condition=Q(line_count__gte=1), name="invoice_has_lines"),
        ]
        triggers = [
            pgtrigger.Protect(name="immutable", operation=pgtrigger.Update | pgtrigger.Delete),
            sums_hold("sums_hold", "id"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number as it is printed, such as INV-2026-000042."""
        return f"{self.series}-{self.number:06d}"

    @property
    def gross(self) -> Money:
        """What the customer pays."""
        return Money(self.gross_minor, self.currency)


class LineQuerySet(models.QuerySet["Line"]):
    """The query language of lines."""

    def keys_of(self, subscription: Subscription) -> list[LineKey]:
        """The keys of everything billed for a subscription so far."""
        rows = self.filter(invoice__subscription=subscription).values_list(
            "item_id", "price_id", "component", "service_start", "service_end"
        )
        return [LineKey(*row) for row in rows]


class Line(models.Model):
    """One item for one period of service, on one invoice. The same cannot be billed twice: the key is unique."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="lines")
    price = models.ForeignKey(Price, on_delete=models.PROTECT, related_name="+")
    component = models.CharField(max_length=20)
    service_start = models.DateField()
    service_end = models.DateField(help_text="The day after the last")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    partner_name = models.CharField(max_length=200)
    description = models.CharField(max_length=300)
    quantity = models.DecimalField(max_digits=24, decimal_places=9)
    unit_price = models.DecimalField(max_digits=24, decimal_places=12)
    net_minor = models.BigIntegerField()
    tax_category = models.CharField(max_length=2)
    tax_rate = models.DecimalField(max_digits=5, decimal_places=2)
    explanation = models.JSONField()

    objects = LineQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "price", "component", "service_start", "service_end"], name="line_billed_once"
            ),
            models.UniqueConstraint(fields=["invoice", "position"], name="line_position_once"),
            models.CheckConstraint(
                condition=Q(service_start__lt=F("service_end")), name="line_service_period_has_days"
            ),
            models.CheckConstraint(condition=Q(tax_category__in=CATEGORIES), name="line_tax_category_is_known"),
        ]
        triggers = [
            pgtrigger.Protect(name="immutable", operation=pgtrigger.Update | pgtrigger.Delete),
            sums_hold("sums_hold", "invoice_id"),
        ]

    def __str__(self) -> str:
        return self.description


class TaxLine(models.Model):
    """The tax of all lines of an invoice with one category and rate."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="tax_lines")
    category = models.CharField(max_length=2)
    rate = models.DecimalField(max_digits=5, decimal_places=2)
    taxable_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    note = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "category", "rate"], name="tax_line_once"),
            models.CheckConstraint(condition=Q(category__in=CATEGORIES), name="tax_line_category_is_known"),
            models.CheckConstraint(
                condition=Q(category=Category.STANDARD.value) | Q(rate=0, tax_minor=0),
                name="tax_line_only_standard_has_tax",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="immutable", operation=pgtrigger.Update | pgtrigger.Delete),
            sums_hold("sums_hold", "invoice_id"),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.rate} %"
