"""Numbers as people of the reader's language write them."""

from decimal import Decimal
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import get_language

from core.money import exponent

# More decimals than any price or quantity has.
_MOST_DECIMALS = 18


def written(amount: Decimal, currency: str) -> str:
    """Return an amount as people of the language read it: “€9.50”, « 9,50 € », “9.50 CHF”."""
    number = number_format(amount, force_grouping=True)
    if currency != "EUR":
        return f"{number}\N{NO-BREAK SPACE}{currency}"
    return f"€{number}" if (get_language() or "en").startswith("en") else f"{number}\N{NO-BREAK SPACE}€"


def money(amount: str | Decimal, currency: str) -> str:
    """Return an amount in words, with at least the currency's decimals."""
    return written(shown(Decimal(amount), currency), currency)


def shown(amount: Decimal, currency: str) -> Decimal:
    """Return the same amount with at least the currency's decimals and no needless zeros after them."""
    decimals = max(exponent(currency), -int(amount.normalize().as_tuple().exponent))
    return amount.quantize(Decimal(1).scaleb(-decimals))


def number(value: str | int | Decimal | Fraction) -> str:
    """Return a number without needless zeros: “1,000”, « 0,5 »."""
    exact = Fraction(value)
    digits = Decimal(exact.numerator) / Decimal(exact.denominator)
    plain = f"{digits:.{_MOST_DECIMALS}f}".rstrip("0").rstrip(".")
    return number_format(Decimal(plain), force_grouping=True)


def percent(value: str) -> str:
    """Return a percentage: “2.9%”, « 2,9 % »."""
    blank = "" if (get_language() or "en").startswith("en") else "\N{NO-BREAK SPACE}"
    return f"{number(value)}{blank}%"
