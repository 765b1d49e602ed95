"""Amounts that are JSON numbers keep their digits on the way in and out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.web import json

DECIMALS = st.decimals(min_value=0, max_value=10**24, places=12, allow_nan=False)


@given(amounts=st.lists(DECIMALS | st.integers(0, 10**30)))
def test_every_digit_is_kept(amounts):
    sent = json.dumps(json.exact({"amounts": [Decimal(amount) for amount in amounts]}))
    assert [str(Decimal(one)) for one in json.loads_exact(sent)["amounts"]] == [str(Decimal(one)) for one in amounts]


def test_a_number_too_long_for_64_bits_can_be_written_again():
    body = b'{"a":123456789012345678901234567890,"b":-7,"c":1.50}'
    read = json.loads_exact(body)
    assert (read["b"], read["c"]) == (-7, Decimal("1.50"))
    assert json.dumps(json.exact(read)) == body
    assert json.canonical(read)


@pytest.mark.parametrize("body", [b"NaN", b'{"a":1,"a":2}', b"[" * 40 + b"]" * 40, b'"\xff"', b"01"])
def test_it_is_as_strict_as_ever(body):
    with pytest.raises(ValueError, match=r"."):
        json.loads_exact(body)
