"""What a price must be. Pure."""

from typing import Any

from catalog.pricing import schemes
from catalog.pricing.currencies import CURRENCIES
from catalog.pricing.terms import TermError
from core.periods import Interval


def check_price(*, scheme: Any, currency: Any, interval: Any, terms: Any) -> list[TermError]:  # noqa: ANN401
    """Return what is wrong with a price, by JSON pointer; nothing, if it can be set."""
    errors = []
    if not isinstance(scheme, str) or scheme not in schemes.SCHEMES:
        errors.append(TermError("/scheme", "unknown-scheme", f"Use one of: {', '.join(sorted(schemes.SCHEMES))}."))
    else:
        errors += [
            TermError(f"/terms{error.pointer}", error.code, error.detail) for error in schemes.of(scheme).check(terms)
        ]
    if not isinstance(currency, str) or currency not in CURRENCIES:
        errors.append(TermError("/currency", "unknown-currency", "Use an active ISO 4217 code, such as EUR."))
    if interval not in list(Interval):
        errors.append(TermError("/interval", "unknown-interval", f"Use one of: {', '.join(Interval)}."))
    return errors
