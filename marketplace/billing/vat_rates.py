"""The standard rates of VAT in the European Union, each with the day from which it holds. Pure.

Source: European Commission, “Taxes in Europe” database (TEDB) and “VAT rates applied in the Member States of the
European Union”, as of 1 January 2026. A rate that a state announces is one more line here. Rates of before 2020 are
given as the one in force on 1 January 2020, since nothing older is ever billed.
"""

from datetime import date
from decimal import Decimal

_FIRST = date(2020, 1, 1)

# Rates in percent; within a state the days ascend.
STANDARD_RATES: dict[str, list[tuple[date, Decimal]]] = {
    "AT": [(_FIRST, Decimal(20))],
    "BE": [(_FIRST, Decimal(21))],
    "BG": [(_FIRST, Decimal(20))],
    "CY": [(_FIRST, Decimal(19))],
    "CZ": [(_FIRST, Decimal(21))],
    "DE": [(_FIRST, Decimal(19)), (date(2020, 7, 1), Decimal(16)), (date(2021, 1, 1), Decimal(19))],
    "DK": [(_FIRST, Decimal(25))],
    "EE": [(_FIRST, Decimal(20)), (date(2024, 1, 1), Decimal(22)), (date(2025, 7, 1), Decimal(24))],
    "ES": [(_FIRST, Decimal(21))],
    "FI": [(_FIRST, Decimal(24)), (date(2024, 9, 1), Decimal("25.5"))],
    "FR": [(_FIRST, Decimal(20))],
    "GR": [(_FIRST, Decimal(24))],
    "HR": [(_FIRST, Decimal(25))],
    "HU": [(_FIRST, Decimal(27))],
    "IE": [(_FIRST, Decimal(23)), (date(2020, 9, 1), Decimal(21)), (date(2021, 3, 1), Decimal(23))],
    "IT": [(_FIRST, Decimal(22))],
    "LT": [(_FIRST, Decimal(21))],
    "LU": [(_FIRST, Decimal(17)), (date(2023, 1, 1), Decimal(16)), (date(2024, 1, 1), Decimal(17))],
    "LV": [(_FIRST, Decimal(21))],
    "MT": [(_FIRST, Decimal(18))],
    "NL": [(_FIRST, Decimal(21))],
    "PL": [(_FIRST, Decimal(23))],
    "PT": [(_FIRST, Decimal(23))],
    "RO": [(_FIRST, Decimal(19)), (date(2025, 8, 1), Decimal(21))],
    "SE": [(_FIRST, Decimal(25))],
    "SI": [(_FIRST, Decimal(22))],
    "SK": [(_FIRST, Decimal(20)), (date(2025, 1, 1), Decimal(23))],
}


def standard_rate(state: str, on: date) -> Decimal:
    """Return the standard rate of an EU state, in percent, on a day; the oldest one known for days before 2020.

    Raises KeyError for what is no member state.
    """
    rates = STANDARD_RATES[state]
    return next((rate for since, rate in reversed(rates) if since <= on), rates[0][1])
