"""Reading input strictly: what is not named is refused, and a value is never guessed from another type."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from core.money import Money, exponent

CURRENCY = re.compile(r"^[A-Z]{3}$")
AMOUNT = re.compile(r"^(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?$", re.ASCII)
DIRECTION_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


class StrictSerializer(serializers.Serializer):
    """A serializer that refuses fields it does not know, so that a misspelt name is not silently ignored."""

    def to_internal_value(self, data: Any) -> Any:  # noqa: ANN401
        """Return the validated values. Raises ValidationError."""
        if isinstance(data, Mapping):
            writable = {name for name, field in self.fields.items() if not field.read_only}
            unknown = {
                name: [
                    serializers.ErrorDetail(
                        _("There is no field of this name here. Known: %(known)s.")
                        % {"known": ", ".join(sorted(writable)) or "none"},
                        code="unknown-field",
                    )
                ]
                for name in data
                if name not in writable
            }
            if unknown:
                raise serializers.ValidationError(cast("Any", unknown))
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """A string that was sent as a string; NUL and direction overrides are refused, outer blanks cut."""

    def to_internal_value(self, data: Any) -> str:  # noqa: ANN401
        """Return the text. Raises ValidationError."""
        if not isinstance(data, str):
            raise serializers.ValidationError(_("Send a string."), code="not-a-string")
        if DIRECTION_OVERRIDES.search(data):
            raise serializers.ValidationError(_("Characters that change the writing direction are not accepted."))
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """A whole number that was sent as a JSON number."""

    def to_internal_value(self, data: Any) -> int:  # noqa: ANN401
        """Return the number. Raises ValidationError."""
        if isinstance(data, bool) or not isinstance(data, int):
            raise serializers.ValidationError(_("Send a whole number, without quotes."), code="not-a-whole-number")
        return super().to_internal_value(data)


class Flag(serializers.BooleanField):
    """`true` or `false`, nothing that looks like it."""

    def to_internal_value(self, data: Any) -> bool:  # noqa: ANN401
        """Return the flag. Raises ValidationError."""
        if not isinstance(data, bool):
            raise serializers.ValidationError(_("Send true or false."), code="not-a-boolean")
        return data


class Currency(Text):
    """An ISO 4217 currency code."""

    def to_internal_value(self, data: Any) -> str:  # noqa: ANN401
        """Return the code. Raises ValidationError."""
        code = super().to_internal_value(data)
        if not CURRENCY.match(code):
            raise serializers.ValidationError(_("Send a currency as three capital letters, such as EUR."))
        return code


class Amount(Text):
    """A price or amount in major units, as a string of ASCII digits such as "12.50"; never negative."""

    def to_internal_value(self, data: Any) -> Decimal:  # type: ignore[override]  # noqa: ANN401
        """Return the amount. Raises ValidationError."""
        text = super().to_internal_value(data)
        if not AMOUNT.match(text):
            raise serializers.ValidationError(
                _("Send an amount as a string of digits with a point, such as “12.50”; not negative."),
                code="not-an-amount",
            )
        return Decimal(text)

    def to_representation(self, value: Any) -> str:  # noqa: ANN401
        """Return the amount as it is sent."""
        return str(value)


class MoneySerializer(serializers.Serializer):
    """An amount of money: major units as a string, and the ISO 4217 currency."""

    amount = serializers.CharField(help_text="Major units with the currency's decimals, such as “12.50”")
    currency = serializers.CharField(help_text="ISO 4217")


def money_json(money: Money) -> dict[str, str]:
    """Return money as the API shows it."""
    return {"amount": str(money.amount), "currency": money.currency}


def fits_currency(amount: Decimal, currency: str) -> bool:
    """Whether `amount` has no more decimals than `currency` knows."""
    return amount == amount.quantize(Decimal(1).scaleb(-exponent(currency)))


def read(serializer: type[StrictSerializer], data: Any, *, partial: bool = False) -> dict[str, Any]:  # noqa: ANN401
    """Validate a request's body and return its values. Raises ValidationError, which names each field."""
    checked = serializer(data=data, partial=partial)
    checked.is_valid(raise_exception=True)
    return dict(checked.validated_data)
