"""Prices in words, in the language of the reader."""

from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.pricing import schemes
from catalog.pricing.terms import Terms
from core.money import exponent
from core.periods import Interval


def price_sentence(*, scheme: str, terms: Terms, currency: str, interval: str) -> str:
    """Say a price: “€12.50 per seat and month”, « 12,50 € par utilisateur et par mois »."""
    rule = schemes.of(scheme)
    amount = written(shown(rule.unit_price(terms), currency), currency)
    yearly = interval == Interval.YEAR
    if rule.unit == "seat":
        return (_("%(amount)s per seat and year") if yearly else _("%(amount)s per seat and month")) % {
            "amount": amount
        }
    return (_("%(amount)s per year") if yearly else _("%(amount)s per month")) % {"amount": amount}


def written(amount: Decimal, currency: str) -> str:
    """Return an amount as people of the language read it: “€9.50”, « 9,50 € », “9.50 CHF”."""
    number = number_format(amount, force_grouping=True)
    if currency != "EUR":
        return f"{number}\N{NO-BREAK SPACE}{currency}"
    return f"€{number}" if (get_language() or "en").startswith("en") else f"{number}\N{NO-BREAK SPACE}€"


def shown(amount: Decimal, currency: str) -> Decimal:
    """Return the same amount with at least the currency's decimals and no needless zeros after them."""
    decimals = max(exponent(currency), -int(amount.normalize().as_tuple().exponent))
    return amount.quantize(Decimal(1).scaleb(-decimals))


def price_json(*, scheme: str, terms: Terms, currency: str, interval: str) -> dict[str, Any]:
    """Return a price as the API shows it: its terms, the amount shown first, and a sentence."""
    amount = schemes.of(scheme).unit_price(terms)
    return {
        "scheme": scheme,
        "interval": interval,
        "currency": currency,
        "terms": terms,
        "unit": schemes.of(scheme).unit,
        "unit_price": {"amount": str(shown(amount, currency)), "currency": currency},
        "sentence": price_sentence(scheme=scheme, terms=terms, currency=currency, interval=interval),
    }
