"""A share of the money that the customer moves, event by event."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from catalog.pricing.scheme import Counts, Part, Scheme
from catalog.pricing.terms import COUNT, PERCENT, UNIT_PRICE, TermError, Terms, an_object, described
from catalog.pricing.usage import Usage

_OPTIONAL = {
    "fixed_fee": described(UNIT_PRICE, title="Fixed fee for each transaction"),
    "free_transactions": described(COUNT, title="Free transactions"),
    "free_amount": described(UNIT_PRICE, title="Free amount"),
    "min_per_transaction": described(UNIT_PRICE, title="At least, for each transaction"),
    "max_per_transaction": described(UNIT_PRICE, title="At most, for each transaction"),
}


class Percentage(Scheme):
    """`{"rate_percent": "2.9", "fixed_fee": "0.30"}`, with an allowance and bounds for each transaction.

    Transactions are free while both limits hold, `free_transactions` and `free_amount`; the allowance of a period ends
    with whichever is passed first. The one that passes the free amount pays the rate on what is above it, and the full
    fixed fee. The bounds hold for rate and fee together, of transactions that pay.
    """

    code = "percentage"
    counts = Counts.AMOUNTS
    schema = an_object({"rate_percent": described(PERCENT, title="Rate"), **_OPTIONAL}, optional=_OPTIONAL)

    def contradictions(self, terms: Terms) -> Iterable[TermError]:
        """Yield a least price of a transaction that lies above the most."""
        least, most = terms.get("min_per_transaction"), terms.get("max_per_transaction")
        if least is not None and most is not None and Decimal(least) > Decimal(most):
            yield TermError("/max_per_transaction", "out-of-range", f"Send at least {least}, the least price.")

    def explain(self, terms: Terms, usage: Usage) -> list[Part]:
        """Return the money that pays the rate, the fees, and what the bounds add or take away."""
        paid = list(_paying(terms, usage.events))
        rate, fee = Fraction(terms["rate_percent"]) / 100, Fraction(terms.get("fixed_fee", "0"))
        parts = [
            Part("percent", sum(paid, Fraction(0)), rate),
            Part("units", Fraction(len(paid)), fee),
            Part("units", Fraction(1), sum((_bounded(terms, rate * each + fee) for each in paid), Fraction(0))),
        ]
        return [part for part in parts if part.amount]

    def unit_price(self, terms: Terms) -> Decimal:
        """Return the fixed fee of one transaction."""
        return Decimal(terms.get("fixed_fee", "0"))


def _paying(terms: Terms, events: Iterable[Fraction]) -> Iterator[Fraction]:
    """Yield of each transaction that pays the amount that the rate is asked of."""
    most = terms.get("free_transactions")
    free = Fraction(terms["free_amount"]) if "free_amount" in terms else None
    allowance = most is not None or free is not None
    moved = Fraction(0)
    for number, amount in enumerate(events, start=1):
        moved += amount
        if allowance and (most is None or number <= most):
            if free is None or moved <= free:
                continue
            amount = moved - free  # noqa: PLW2901 - the transaction that passes the free amount
        allowance = False
        yield amount


def _bounded(terms: Terms, price: Fraction) -> Fraction:
    """Return what the bounds add to the price of one transaction, or take away."""
    least = Fraction(terms.get("min_per_transaction", "0"))
    most = Fraction(terms["max_per_transaction"]) if "max_per_transaction" in terms else max(price, least)
    return min(max(price, least), most) - price
