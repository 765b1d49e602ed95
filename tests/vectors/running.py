"""Running a file of vectors and telling what came out."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.vectors.prices import KINDS


@dataclass
class Outcome:
    """How many vectors passed, which failed and why, and of which kinds there is no rule."""

    passed: int = 0
    failed: list[str] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)


def run(path: Path, kinds: Collection[str] = ()) -> Outcome:
    """Run the vectors of these kinds; without any, of every kind that the product has a rule for.

    A kind that is asked for and not known fails.
    """
    outcome = Outcome()
    found = set()
    for vector in json.loads(path.read_text())["vectors"]:
        kind = vector["kind"]
        if kinds and kind not in kinds:
            continue
        found.add(kind)
        if kind not in KINDS and not kinds:
            outcome.left_out[kind] = outcome.left_out.get(kind, 0) + 1
            continue
        wrong = _wrong(vector)
        if wrong:
            outcome.failed.append(f"{vector['id']} ({kind}): {wrong}")
        else:
            outcome.passed += 1
    outcome.failed += [f"{kind}: there is no such kind" for kind in sorted(set(kinds) - found - set(KINDS))]
    return outcome


def _wrong(vector: Mapping[str, Any]) -> str:
    """Say what differs from what is expected; nothing, if all is as expected."""
    kind = vector["kind"]
    if kind not in KINDS:
        return "there is no rule for this kind"
    try:
        answers = KINDS[kind](vector["inputs"], vector["currency"])
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    differences = [
        f"{name} is {_shown(answers.get(name, 'not answered'))}, expected {_shown(expected)}"
        for name, expected in vector["expected"].items()
        if name not in answers or _exact(answers[name]) != _exact(expected)
    ]
    return "; ".join(differences)


def _exact(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_exact(each) for each in value]
    return Fraction(str(value))


def _shown(value: Any) -> str:
    return "[" + ", ".join(map(_shown, value)) + "]" if isinstance(value, list | tuple) else str(value)
