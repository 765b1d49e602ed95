"""Forms made of schemas: what is asked for comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.editing.plan_form import PlanForm
from catalog.editing.refused import WRONG
from catalog.editing.schema_form import Table, inputs, read
from catalog.pricing.conditions import CONDITIONS
from catalog.pricing.labels import CHOICES, NAMES
from catalog.pricing.rule import Rule
from catalog.pricing.scheme import Counts
from catalog.pricing.schemes import SCHEMES
from tests.catalog.pricing import terms as usable

DESCRIBED = {**SCHEMES, **CONDITIONS}
USABLE = {**usable.SCHEMES, **usable.CONDITIONS}


def as_sent(fields):
    """The form as a browser sends it."""
    sent = {}
    for field in fields:
        cells = [cell for row in field.rows for cell in row] if isinstance(field, Table) else [field]
        sent |= {cell.name: cell.value for cell in cells}
    return sent


@pytest.mark.parametrize("code", DESCRIBED)
@given(data=st.data())
def test_terms_that_are_shown_and_sent_back_are_the_same(code, data):
    schema, terms = DESCRIBED[code].schema, data.draw(USABLE[code])
    assert read(schema, as_sent(inputs(schema, terms, "terms", {})), "terms") == terms


@pytest.mark.parametrize("code", DESCRIBED)
@given(sent=st.dictionaries(st.from_regex(r"terms\.[a-z_.0-9]{0,30}", fullmatch=True), st.text(max_size=20)))
def test_whatever_is_sent_is_read_and_shown_again(code, sent):
    schema = DESCRIBED[code].schema
    values = read(schema, sent, "terms")
    DESCRIBED[code].check(values)
    inputs(schema, values, "terms", {})


@pytest.mark.parametrize("code", SCHEMES)
def test_an_empty_form_asks_for_everything_and_says_what_is_missing(code):
    form = PlanForm.fresh(code, currency="EUR")
    assert form.terms()
    assert not form.check()
    names = {cell.name for field in form.terms() for row in getattr(field, "rows", [[field]]) for cell in row}
    tables = {field.name for field in form.terms() if isinstance(field, Table)}
    # Beside the terms only the unit and what is measured can be missing.
    assert {name for name in form.errors if name.startswith("terms.")} <= names | tables


def test_a_comma_is_a_point_and_empty_rows_are_left_out():
    sent = {
        "terms.tiers.0.up_to": "10",
        "terms.tiers.0.unit_price": "1,50",
        "terms.tiers.0.flat_fee": "",
        "terms.tiers.7.up_to": "",
        "terms.tiers.7.unit_price": "1",
        "terms.tiers.9.up_to": " ",
    }
    assert read(SCHEMES["graduated"].schema, sent, "terms") == {
        "tiers": [{"up_to": "10", "unit_price": "1.50"}, {"up_to": None, "unit_price": "1"}]
    }


def test_another_row_is_added_to_tables_only():
    form = PlanForm.fresh("graduated", currency="EUR")
    form.add_row("terms.tiers")
    form.add_row("terms.tiers")
    form.add_row("terms.currency")
    form.add_row("anything")
    (table,) = form.terms()
    assert len(table.rows) == 2


def _schemas(schema):
    yield schema
    for inner in [*schema.get("properties", {}).values(), *([schema["items"]] if "items" in schema else [])]:
        yield from _schemas(inner)


@pytest.mark.parametrize("code", DESCRIBED)
def test_every_name_choice_and_error_of_a_schema_has_words(code):
    for schema in _schemas(DESCRIBED[code].schema):
        if schema["type"] != "object":
            assert schema["title"] in {str(name) for name in NAMES}
            assert schema["x-code"] in {*WRONG, "not-a-list"}
        assert set(schema.get("enum", ())) <= set(CHOICES)


@pytest.mark.parametrize("code", SCHEMES)
def test_a_stored_plan_is_shown_with_what_its_scheme_can_have(code):
    counts = SCHEMES[code].counts
    measured = counts in (Counts.AMOUNTS, Counts.CELLS)
    rule = Rule(scheme=code, terms={}, currency="EUR", meter={"aggregation": "sum", "field": "x"} if measured else None)
    form = PlanForm.stored(rule, own={"code": "a", "name": "A"})
    assert form.asks_unit() == (counts is Counts.UNITS)
    assert bool(form.aggregations()) == (counts in (Counts.UNITS, Counts.AMOUNTS, Counts.CELLS))
    assert {each["code"] for each in form.conditions()} == {
        known for known, condition in CONDITIONS.items() if counts in condition.counts
    }
