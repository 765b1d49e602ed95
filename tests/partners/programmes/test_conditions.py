import pytest
from hypothesis import given

from partners.programmes import conditions
from partners.programmes.conditions import Comparison, Group, Not, Verdict, evaluate
from partners.programmes.reading import Misprint
from tests.partners.programmes.strategies import FACTS, some_conditions, some_facts

FRENCH = {"fact": "country", "in": ["FR"]}
HEALTH = {"fact": "data_classes", "contains": "health"}
PAID = {"fact": "price", "above": 0}


def verdict(data, **facts):
    return evaluate(conditions.read(data), facts)


@pytest.mark.parametrize(
    ("data", "facts", "holds"),
    [
        (FRENCH, {"country": "FR"}, True),
        (FRENCH, {"country": "DE"}, False),
        (HEALTH, {"data_classes": frozenset({"health", "usage"})}, True),
        (HEALTH, {"data_classes": frozenset()}, False),
        (PAID, {"price": 1}, True),
        (PAID, {"price": 0}, False),
        ({"fact": "handles_personal_data", "is": False}, {"handles_personal_data": False}, True),
        ({"not": FRENCH}, {"country": "FR"}, False),
        ({"all": [FRENCH, PAID]}, {"country": "FR", "price": 0}, False),
        ({"any": [FRENCH, PAID]}, {"country": "DE", "price": 5}, True),
    ],
)
def test_a_condition_holds_or_does_not(data, facts, holds):
    assert verdict(data, **facts) == Verdict(holds)


@pytest.mark.parametrize(
    ("data", "facts", "open_"),
    [
        (FRENCH, {}, ("country",)),
        (FRENCH, {"country": "France"}, ("country",)),
        (FRENCH, {"country": None}, ("country",)),
        (PAID, {"price": True}, ("price",)),
        ({"all": [FRENCH, PAID]}, {"country": "FR"}, ("price",)),
        ({"all": [FRENCH, PAID, HEALTH]}, {"price": 3}, ("country", "data_classes")),
        ({"not": {"any": [FRENCH, PAID]}}, {"price": 0}, ("country",)),
    ],
)
def test_what_is_not_known_is_an_open_question(data, facts, open_):
    assert verdict(data, **facts) == Verdict(None, open_)


def test_a_question_is_not_open_where_its_answer_decides_nothing():
    assert verdict({"all": [FRENCH, PAID]}, country="DE") == Verdict(False)
    assert verdict({"any": [FRENCH, PAID]}, country="FR") == Verdict(True)


def test_no_condition_always_holds():
    assert evaluate(None, {}) == Verdict(True)


@given(some_conditions())
def test_reading_and_writing_are_inverse(condition):
    assert conditions.read(conditions.plain(condition)) == condition


@given(some_conditions(), some_facts(FACTS))
def test_every_answer_is_given_and_names_open_questions_exactly_while_undecided(condition, facts):
    found = evaluate(condition, facts)
    assert (found.holds is None) == bool(found.open)
    assert set(found.open) <= {test.fact for test in conditions.comparisons(condition)}
    assert all(not conditions.known(FACTS[name], facts.get(name)) for name in found.open)


@given(some_conditions(), some_facts(FACTS), some_facts(FACTS))
def test_more_answers_never_change_a_decision(condition, few, more):
    found = evaluate(condition, few)
    known = {name: value for name, value in few.items() if conditions.known(FACTS[name], value)}
    if found.holds is not None:
        assert evaluate(condition, more | known) == found


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ("always", "is a table"),
        ({"fact": "weather", "is": True}, "no fact “weather”"),
        ({"fact": ["country"], "in": ["FR"]}, "no fact"),
        ({"fact": "country", "in": []}, "never one of"),
        ({"fact": "country", "in": ["France"]}, "never one of"),
        ({"fact": "country", "in": "FR"}, "list of texts"),
        ({"fact": "country", "in": ["FR", "FR"]}, "twice"),
        ({"fact": "country", "contains": "FR"}, "has fact and in"),
        ({"fact": "country", "in": ["FR"], "above": 1}, "has fact and in"),
        ({"fact": "price", "above": -1}, "can never be so"),
        ({"fact": "price", "above": "1"}, "can never be so"),
        ({"fact": "data_classes", "contains": "dreams"}, "can never be so"),
        ({"fact": "handles_personal_data", "is": 1}, "can never be so"),
        ({"all": [FRENCH]}, "two to 9"),
        ({"all": FRENCH}, "two to 9"),
        ({"none": [FRENCH, PAID]}, "no “none”"),
        ({"all": [FRENCH, PAID], "any": [FRENCH, PAID]}, "exactly one of"),
        ({"not": {"not": FRENCH}}, "says nothing"),
        ({"all": [{"any": [{"all": [{"any": [FRENCH, PAID]}, HEALTH]}, PAID]}, HEALTH]}, "4 deep"),
    ],
)
def test_a_condition_that_cannot_be_meant_is_refused(data, why):
    with pytest.raises(Misprint, match=why):
        conditions.read(data)


def test_the_classes_are_what_the_data_says():
    data = {"not": {"any": [FRENCH, {"not": PAID}]}}
    assert conditions.read(data) == Not(
        Group("any", (Comparison("country", "in", ("FR",)), Not(Comparison("price", "above", 0))))
    )
