"""Prices: written once, referred to for ever."""

from decimal import Decimal

import pgtrigger
from django.db import models

from catalog.pricing import schemes
from catalog.pricing.checks import LONGEST_UNIT
from catalog.pricing.rule import PRICED_BY, Rule
from core.ids import uuid7
from core.periods import Interval


class Price(models.Model):
    """What a scheme asks for one interval, in one currency. Another price is another row."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    scheme = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    interval = models.CharField(max_length=5)
    terms = models.JSONField()
    unit = models.CharField(max_length=LONGEST_UNIT, blank=True, help_text="What a quantity counts, such as GB")
    meter = models.JSONField(null=True, blank=True, help_text="How the quantity is measured; null where it is ordered")
    conditions = models.JSONField(default=dict, blank=True, help_text="The terms of each condition by its code")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(interval__in=[interval.value for interval in Interval]),
                name="price_interval_is_known",
            ),
            models.CheckConstraint(condition=models.Q(currency__regex=r"^[A-Z]{3}$"), name="price_currency_is_iso"),
        ]
        triggers = [pgtrigger.Protect(name="immutable", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.shown_first} {self.currency} {self.scheme}/{self.interval}"

    @property
    def rule(self) -> Rule:
        """What the price says, as plain values."""
        return Rule.of({field: getattr(self, field) for field in PRICED_BY})

    @property
    def shown_first(self) -> Decimal:
        """The price of one unit, or the fixed amount, in major units."""
        return schemes.of(self.scheme).unit_price(self.terms)
