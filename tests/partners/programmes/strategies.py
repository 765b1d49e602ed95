"""Conditions, facts and alternatives made up by Hypothesis."""

from hypothesis import strategies as st

from partners.programmes.conditions import Comparison, Condition, Group, Not
from partners.programmes.facts import FACTS

__all__ = ["FACTS", "some_alternatives", "some_conditions", "some_facts"]

COUNTRIES = ["FR", "DE", "ES", "US"]


def values_of(fact):
    match fact.type:
        case "country":
            return st.sampled_from(COUNTRIES)
        case "choice":
            return st.sampled_from(sorted(fact.choices))
        case "set":
            return st.frozensets(st.sampled_from(sorted(fact.choices)))
        case "flag":
            return st.booleans()
        case "number":
            return st.integers(0, 300)


def some_facts(facts):
    """What somebody has answered: some of it, and some of it nonsense."""
    nonsense = st.sampled_from([None, "?", -1, frozenset({"?"})])
    return st.fixed_dictionaries({}, optional={name: values_of(fact) | nonsense for name, fact in facts.items()})


def _comparisons() -> st.SearchStrategy[Comparison]:
    def of(fact):
        match fact.type:
            case "country" | "choice":
                known = COUNTRIES if fact.type == "country" else sorted(fact.choices)
                lists = st.lists(st.sampled_from(known), min_size=1, max_size=3, unique=True)
                return lists.map(lambda values: Comparison(fact.name, "in", tuple(values)))
            case "set":
                return st.sampled_from(sorted(fact.choices)).map(lambda v: Comparison(fact.name, "contains", v))
            case "flag":
                return st.booleans().map(lambda v: Comparison(fact.name, "is", v))
            case "number":
                return st.integers(0, 300).map(lambda v: Comparison(fact.name, "above", v))

    return st.sampled_from(sorted(FACTS)).flatmap(lambda name: of(FACTS[name]))


def some_conditions(deepest: int = 3) -> st.SearchStrategy[Condition]:
    """Conditions as rule books may have them."""

    def groups(parts):
        return st.builds(
            Group, st.sampled_from(["all", "any"]), st.lists(parts, min_size=2, max_size=4, unique=True).map(tuple)
        )

    conditions = _comparisons() | _comparisons().map(Not)
    for _ in range(deepest):
        inner = groups(conditions)
        conditions = conditions | inner | inner.map(Not)
    return conditions


def some_alternatives() -> st.SearchStrategy[tuple[tuple[str, ...], ...]]:
    """Sets of names of evidence of which none contains another."""
    names = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4, unique=True).map(tuple)

    def is_lean(any_of):
        return not any(set(one) <= set(other) for one in any_of for other in any_of if one is not other)

    return st.lists(names, min_size=1, max_size=5).map(tuple).filter(is_lean)
