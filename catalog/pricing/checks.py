"""What a price must be. Pure."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from catalog.pricing import schemes
from catalog.pricing.aggregations import AGGREGATIONS
from catalog.pricing.conditions import CONDITIONS
from catalog.pricing.currencies import CURRENCIES
from catalog.pricing.scheme import Counts, Scheme
from catalog.pricing.terms import TermError, step
from core.periods import Interval

LONGEST_UNIT = 20
# One line, no control characters and no change of the writing direction.
_UNIT = re.compile("[^\\x00-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]+")
_ALWAYS_MEASURED = (Counts.AMOUNTS, Counts.CELLS)


def check_price(
    *,
    scheme: Any,  # noqa: ANN401 - whatever somebody sent, here and below
    currency: Any,  # noqa: ANN401
    interval: Any,  # noqa: ANN401
    terms: Any,  # noqa: ANN401
    unit: Any = "",  # noqa: ANN401
    meter: Any = None,  # noqa: ANN401
    conditions: Any = None,  # noqa: ANN401
) -> list[TermError]:
    """Return what is wrong with a price, by JSON pointer; nothing, if it can be set."""
    errors = []
    said = {} if conditions is None else conditions
    known = schemes.SCHEMES.get(scheme) if isinstance(scheme, str) else None
    if known is None:
        errors.append(TermError("/scheme", "unknown-scheme", f"Use one of: {', '.join(sorted(schemes.SCHEMES))}."))
    else:
        errors += _below("/terms", known.check(terms))
        errors += _unit(known, unit)
        errors += _meter(known, meter)
    if not isinstance(currency, str) or currency not in CURRENCIES:
        errors.append(TermError("/currency", "unknown-currency", "Use an active ISO 4217 code, such as EUR."))
    if interval not in list(Interval):
        errors.append(TermError("/interval", "unknown-interval", f"Use one of: {', '.join(Interval)}."))
    return errors + list(_conditions(known, said, interval=interval, measured=meter is not None))


def _unit(scheme: Scheme, unit: Any) -> Iterator[TermError]:  # noqa: ANN401
    if scheme.counts is not Counts.UNITS:
        if unit:
            yield TermError("/unit", "not-asked", f"A price by {scheme.code} counts no units of its own. Leave it out.")
    elif not isinstance(unit, str) or len(unit) > LONGEST_UNIT or not _UNIT.fullmatch(unit) or not unit.strip():
        sentence = f"Say what is counted in 1 to {LONGEST_UNIT} characters, such as “GB” or “request”."
        yield TermError("/unit", "required", sentence)


def _meter(scheme: Scheme, meter: Any) -> Iterator[TermError]:  # noqa: ANN401
    if meter is None:
        if scheme.counts in _ALWAYS_MEASURED:
            sentence = "It is about measured usage: say how, such as {“aggregation”: “sum”, “field”: “amount”}."
            yield TermError("/meter", "required", sentence)
        return
    if scheme.counts in (Counts.NOTHING, Counts.SEATS):
        yield TermError("/meter", "not-asked", f"A price by {scheme.code} measures nothing. Leave it out.")
        return
    code = meter.get("aggregation") if isinstance(meter, Mapping) else None
    if not isinstance(code, str) or code not in AGGREGATIONS:
        yield TermError("/meter/aggregation", "unknown-aggregation", f"Use one of: {', '.join(AGGREGATIONS)}.")
        return
    if scheme.counts is Counts.AMOUNTS and code != "sum":
        yield TermError("/meter/aggregation", "unknown-aggregation", "Amounts of money are added up: use sum.")
    rest = {name: value for name, value in meter.items() if name != "aggregation"}
    yield from _below("/meter", AGGREGATIONS[code].check(rest))


def _conditions(scheme: Scheme | None, conditions: Any, *, interval: Any, measured: bool) -> Iterator[TermError]:  # noqa: ANN401
    if not isinstance(conditions, Mapping):
        yield TermError("/conditions", "not-an-object", "Send an object, such as {“trial”: {“days”: 14}}.")
        return
    for code, terms in conditions.items():
        pointer = f"/conditions/{step(str(code))}"
        known = CONDITIONS.get(code) if isinstance(code, str) else None
        if known is None:
            yield TermError(pointer, "unknown-condition", f"Use any of: {', '.join(CONDITIONS)}.")
            continue
        yield from _below(pointer, known.check(terms))
        if scheme is not None and scheme.counts not in known.counts:
            yield TermError(pointer, "not-for-scheme", f"It means nothing for a price by {scheme.code}. Leave it out.")
        if interval in list(Interval) and Interval(interval) not in known.intervals:
            yield TermError(pointer, "not-for-interval", f"It is for a price per {', '.join(known.intervals)} only.")
        if measured and not known.with_meter:
            yield TermError(pointer, "not-measured", "Usage is billed as it is measured. Leave it out.")
    yield from _least_above_most(conditions)


def _least_above_most(conditions: Mapping[str, Any]) -> Iterator[TermError]:
    bounds = [conditions.get(code) for code in ("minimum", "maximum")]
    if all(terms is not None and not CONDITIONS["minimum"].check(terms) for terms in bounds):
        least, most = (Decimal(terms["amount"]) for terms in bounds if terms)
        if least > most:
            yield TermError("/conditions/maximum/amount", "out-of-range", f"Send at least {least}, the minimum.")


def _below(pointer: str, errors: list[TermError]) -> list[TermError]:
    return [TermError(pointer + error.pointer, error.code, error.detail) for error in errors]
