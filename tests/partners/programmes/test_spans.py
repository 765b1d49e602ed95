from datetime import UTC, datetime, timedelta

import pytest

from partners.programmes.reading import Misprint
from partners.programmes.spans import Span

AT = datetime(2028, 1, 31, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("P30D", AT + timedelta(days=30)),
        ("P2W", AT + timedelta(days=14)),
        ("P1M", datetime(2028, 2, 29, 9, 30, tzinfo=UTC)),
        ("P12M", datetime(2029, 1, 31, 9, 30, tzinfo=UTC)),
        ("P1Y", datetime(2029, 1, 31, 9, 30, tzinfo=UTC)),
    ],
)
def test_a_span_leads_to_an_instant(text, after):
    assert Span.read(text).after(AT) == after
    assert str(Span.read(text)) == text


@pytest.mark.parametrize("text", ["", "30", "P0D", "P30", "PT5M", "P1Y6M", "P11Y", "P٣D", "p1y", " P1D"])
def test_what_is_no_span_is_refused(text):
    with pytest.raises(Misprint):
        Span.read(text)


def test_spans_compare_by_how_long_they_last():
    spans = [Span.read(text) for text in ("P6D", "P1W", "P30D", "P1M", "P364D", "P1Y")]
    assert sorted(spans, key=str) != spans
    assert sorted(spans) == spans
