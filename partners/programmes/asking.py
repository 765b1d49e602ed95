"""“What will you ask me for”: which requirements of a version apply to somebody, before they register. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from partners.programmes.conditions import FactValue, Verdict, comparisons, evaluate, known
from partners.programmes.facts import FACTS, Fact
from partners.programmes.specs import Spec

_FLAGS = {"true": True, "yes": True, "false": False, "no": False}


class Unanswerable(ValueError):
    """An answer that the fact cannot have; `expected` says in English what it can."""

    def __init__(self, fact: str, expected: str) -> None:
        super().__init__(f"{fact} is {expected}")
        self.fact = fact
        self.expected = expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One requirement and whether it is asked, with the position it has in the version."""

    position: int
    verdict: Verdict


def read_answers(answers: Mapping[str, Sequence[str]]) -> dict[str, FactValue]:
    """Read answers as they come in an address (texts by fact); an empty one is no answer. Raises Unanswerable."""
    read = {
        name: _read(FACTS[name], [v for v in values if v.strip()]) for name, values in answers.items() if name in FACTS
    }
    return {name: value for name, value in read.items() if value is not None}


def what_is_asked(specs: Sequence[Spec], facts: Mapping[str, FactValue]) -> list[Asked]:
    """Return of each requirement whether it applies, in the order of the version."""
    return [Asked(position=n, verdict=evaluate(spec.applies_if, facts)) for n, spec in enumerate(specs)]


def questions(specs: Sequence[Spec]) -> list[Fact]:
    """Return the facts that decide anything in these requirements, in the order of the register."""
    named = {comparison.fact for spec in specs for comparison in comparisons(spec.applies_if)}
    return [fact for name, fact in FACTS.items() if name in named]


def _read(fact: Fact, values: Sequence[str]) -> FactValue | None:
    if not values:
        return None
    value: FactValue | None
    match fact.type:
        case "set":
            value = frozenset(part.strip() for text in values for part in text.split(",") if part.strip())
        case "flag":
            value = _FLAGS.get(values[-1].strip().lower())
        case "number":
            value = _minor_units(values[-1])
        case "country":
            value = values[-1].strip().upper()
        case _:
            value = values[-1].strip()
    if not known(fact, value):
        raise Unanswerable(fact.name, _expected(fact))
    return value


def _minor_units(text: str) -> int | None:
    """Return an amount such as 12.50 in hundredths, more places rounded down; None when it is none."""
    try:
        amount = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return int(amount * 100) if amount.is_finite() and abs(amount) < Decimal(10) ** 12 else None


def _expected(fact: Fact) -> str:
    match fact.type:
        case "country":
            return "two letters, such as FR (ISO 3166-1)"
        case "flag":
            return "true or false"
        case "number":
            return "an amount that is not negative, such as 12.50"
        case _:
            return f"of: {', '.join(fact.choices or ())}"
