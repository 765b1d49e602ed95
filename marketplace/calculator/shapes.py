"""Questions in and estimates out, as REST shows them."""

from typing import Any

from rest_framework import serializers

from core.web.serializers import Amount, Currency, Flag, MoneySerializer, StrictSerializer, Text, Whole
from marketplace.billing.drafting import Draft
from marketplace.billing.shapes import (
    ServicePeriodSerializer,
    TaxLineSerializer,
    sums_json,
    tax_lines_json,
)
from marketplace.calculator.asking import Answer
from marketplace.calculator.estimate import Estimate
from marketplace.ordering.api import WishedItem
from marketplace.ordering.basket import MOST_ITEMS, title
from marketplace.ordering.shapes import desired_line_json

MOST_AMOUNTS, MOST_CELLS = 10_000, 200
LONGEST_WORD = 40


class CellInput(StrictSerializer):
    """How much is used with these values."""

    values = serializers.ListField(child=Text(max_length=LONGEST_WORD), min_length=1, max_length=4)
    quantity = Amount()


class UsageInput(StrictSerializer):
    """What a month holds: a quantity, or the amounts of its transactions, or quantities by values."""

    quantity = Amount(required=False, help_text="Seats or units, such as “12”")
    amounts = serializers.ListField(
        child=Amount(), required=False, max_length=MOST_AMOUNTS, help_text="Of each transaction, in major units"
    )
    cells = serializers.ListField(child=CellInput(), required=False, max_length=MOST_CELLS)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse all but one way to say how much."""
        if len(attrs) != 1:
            raise serializers.ValidationError("Send one of: quantity, amounts, cells.", code="one-of")
        return attrs


class QuestionInput(StrictSerializer):
    """How much would be used, from when, and where."""

    listing = Text(max_length=200, help_text="Its slug; every plan of it is priced")
    usage = UsageInput()
    channel = Text(max_length=40, required=False, allow_null=True, help_text="The code of a channel: at its prices")
    currency = Currency(required=False, help_text="ISO 4217; that of each plan if none is named")
    starts_on = serializers.DateField(
        required=False, help_text="Today, unless another day is named; the prices are those of that day"
    )
    billing_day = Whole(
        min_value=1, max_value=31, required=False, help_text="The day of the month of bills; that of the start if none"
    )
    country = Text(required=False, min_length=2, max_length=2, help_text="ISO 3166-1; the operator's if none")
    is_business = Flag(default=False, help_text="Whether a VAT id is known, so that VAT is accounted for by yourself")
    add_ons = serializers.ListField(child=WishedItem(), required=False, max_length=MOST_ITEMS - 1)


class EstimatedLineSerializer(serializers.Serializer):
    """A line of the bill that would follow."""

    plan = serializers.UUIDField()
    component = serializers.CharField()
    service_period = ServicePeriodSerializer()
    quantity = serializers.CharField()
    unit_price = MoneySerializer()
    net = MoneySerializer()
    explanation = serializers.DictField(help_text="How price, quantity and days lead to the net")


class EstimatedBillSerializer(serializers.Serializer):
    """The bill of a month that would follow."""

    net = MoneySerializer()
    tax = MoneySerializer()
    total = MoneySerializer()
    ends_on = serializers.DateField(help_text="The day on which the next month begins")
    lines = EstimatedLineSerializer(many=True)
    tax_lines = TaxLineSerializer(many=True)


class EstimatedSumsSerializer(serializers.Serializer):
    """All bills of the first year together."""

    net = MoneySerializer()
    tax = MoneySerializer()
    total = MoneySerializer()


class AnswerSerializer(serializers.Serializer):
    """What one plan would cost."""

    plan = serializers.UUIDField()
    name = serializers.CharField()
    first_month = EstimatedBillSerializer(allow_null=True)
    next_month = EstimatedBillSerializer(allow_null=True)
    first_year = EstimatedSumsSerializer(allow_null=True)
    why_not = serializers.CharField(help_text="Why nothing can be said; empty where something is")


class AnswersSerializer(serializers.Serializer):
    """What each plan of the listing would cost, the cheapest first year first."""

    results = AnswerSerializer(many=True)


def answer_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as the API shows it."""
    found = answer.estimate
    return {
        "plan": answer.plan.plan_id,
        "name": title(answer.plan),
        "first_month": _bill(found.first, found, first=True) if found else None,
        "next_month": _bill(found.next, found, first=False) if found else None,
        "first_year": _sums(found.year) if found else None,
        "why_not": answer.why_not,
    }


def _bill(content: Draft, found: Estimate, *, first: bool) -> dict[str, Any]:
    return {
        **_sums(content),
        "ends_on": found.first_ends_on if first else found.next_ends_on,
        "lines": [{"plan": line.key.item_id, **desired_line_json(line, content.currency)} for line in content.lines],
        "tax_lines": tax_lines_json(content.totals.tax_lines, content.currency),
    }


def _sums(content: Draft) -> dict[str, Any]:
    totals = content.totals
    return sums_json(totals.net, totals.tax, totals.gross, content.currency)
