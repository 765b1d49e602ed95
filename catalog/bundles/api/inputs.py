"""What goes in: bundles as staff draft them, selections, answers."""

from typing import Any

from django.core.validators import RegexValidator
from rest_framework import serializers

from catalog.bundles.composition import MOST_UNITS, ROLES
from catalog.bundles.paths import EXCHANGES, ON_BREAK, WHENS
from catalog.bundles.pricing import BORNE_BY
from catalog.bundles.rules import MOST_GROUPS, MOST_PARTS, MOST_PRICES
from catalog.pricing.currencies import CURRENCIES
from core.periods import Interval
from core.web.serializers import Amount, Currency, Flag, StrictSerializer, Text, Whole

CODE = r"^[a-z0-9][a-z0-9-]{0,39}$"
SLUG = r"^[a-z0-9][a-z0-9-]{1,79}$"
CODE_SAID = "Use 1 to 40 lower-case letters, digits and hyphens, such as “tools”."
SLUG_SAID = "Use 2 to 80 lower-case letters, digits and hyphens, such as “office-in-a-box”."
LONGEST_REASON = 1000


class KnownCurrency(Currency):
    """An active ISO 4217 currency."""

    def to_internal_value(self, data: Any) -> str:  # noqa: ANN401
        """Return the code. Raises ValidationError."""
        code = super().to_internal_value(data)
        if code not in CURRENCIES:
            raise serializers.ValidationError("Use an active ISO 4217 code, such as EUR.", code="unknown-currency")
        return code


class PartInput(StrictSerializer):
    """A plan of a live listing, and its place in the bundle."""

    plan = serializers.UUIDField()
    role = serializers.ChoiceField(choices=ROLES)
    group = Text(max_length=40, required=False, default="", allow_blank=True, help_text="The choice it belongs to")
    sold_alone = Flag(required=False, default=True, help_text="If not, it is had inside the bundle only")


class GroupInput(StrictSerializer):
    """A choice: from `least` to `most` of its parts."""

    code = Text(max_length=40, validators=[RegexValidator(CODE, CODE_SAID)])
    name = Text(max_length=80)
    name_fr = Text(max_length=80, required=False, default="", allow_blank=True)
    least = Whole(min_value=0, max_value=MOST_PARTS)
    most = Whole(min_value=1, max_value=MOST_PARTS)


class PriceInput(StrictSerializer):
    """The price in one currency for one interval: so many per cent less than the parts, or so much for all."""

    currency = KnownCurrency()
    interval = serializers.ChoiceField(choices=[interval.value for interval in Interval])
    kind = serializers.ChoiceField(choices=["percent", "fixed"])
    value = Amount(help_text="Per cent, or major units")


class TermsInput(StrictSerializer):
    """What a partner is to agree to."""

    partner = serializers.UUIDField()
    share_kind = serializers.ChoiceField(choices=["percent", "fixed"])
    share = Amount(help_text="Per cent of the price of its parts, or major units for each unit of them")
    discount_borne_by = serializers.ChoiceField(
        choices=BORNE_BY, required=False, default=None, allow_null=True, help_text="As the bundle says, if null"
    )
    supported_by = serializers.ChoiceField(choices=["partner", "platform"], required=False, default="partner")


class ChangesInput(StrictSerializer):
    """What may be changed of a draft; lists replace those there are."""

    name = Text(max_length=120, required=False)
    name_fr = Text(max_length=120, required=False, allow_blank=True)
    summary = Text(max_length=300, required=False, allow_blank=True)
    summary_fr = Text(max_length=300, required=False, allow_blank=True)
    parts = PartInput(many=True, required=False, max_length=MOST_PARTS)  # type: ignore[call-arg]
    groups = GroupInput(many=True, required=False, max_length=MOST_GROUPS)  # type: ignore[call-arg]
    prices = PriceInput(many=True, required=False, max_length=MOST_PRICES)  # type: ignore[call-arg]
    terms = TermsInput(many=True, required=False, max_length=MOST_PARTS)  # type: ignore[call-arg]
    discount_borne_by = serializers.ChoiceField(choices=BORNE_BY, required=False)
    cancel_when = serializers.ChoiceField(choices=WHENS, required=False)
    on_break = serializers.ChoiceField(choices=ON_BREAK, required=False)
    exchange = serializers.ChoiceField(choices=EXCHANGES, required=False)


class DraftInput(ChangesInput):
    """A bundle to begin."""

    slug = Text(max_length=80, validators=[RegexValidator(SLUG, SLUG_SAID)])
    name = Text(max_length=120)


class WishInput(StrictSerializer):
    """A part, and how many of it."""

    plan = serializers.UUIDField()
    quantity = Whole(min_value=1, max_value=MOST_UNITS, required=False, default=1)


class SelectionInput(StrictSerializer):
    """What somebody chooses of a bundle, in one currency and interval."""

    currency = Currency()
    interval = serializers.ChoiceField(choices=[interval.value for interval in Interval])
    parts = WishInput(many=True, max_length=MOST_PARTS)  # type: ignore[call-arg]


class AnswerInput(StrictSerializer):
    """What the partner answers; why, if it declines."""

    outcome = serializers.ChoiceField(choices=["accept", "decline"])
    reason = Text(max_length=LONGEST_REASON, required=False, default="", allow_blank=True)


class ReasonInput(StrictSerializer):
    """Why."""

    reason = Text(max_length=LONGEST_REASON)


class EndInput(StrictSerializer):
    """Why, if it is to be said."""

    reason = Text(max_length=LONGEST_REASON, required=False, default="", allow_blank=True)
