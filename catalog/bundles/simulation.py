"""Walking every path of a bundle before it is published, as far as the bounds reach. Pure."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.bundles.paths import Design, Holding, Step, legality, steps
from catalog.bundles.pricing import Quote
from catalog.bundles.selections import legal_selections

MOST_SELECTIONS = 96
MOST_HOLDINGS = 300


@dataclass(frozen=True, slots=True)
class Note:
    """Something that staff should know, said by `catalog.bundles.wording`. `stops`: it keeps from publishing."""

    code: str
    stops: bool
    values: dict[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Simulation:
    """What was walked in one market.

    `smallest` and `largest` are what the cheapest and the dearest selection cost, `shown` the steps from these two.
    `is_all`: every legal selection and everything that may become of it was looked at.
    """

    design: Design
    selections: int
    holdings: int
    steps: int
    is_all: bool
    smallest: Quote | None
    largest: Quote | None
    shown: tuple[Step, ...]
    notes: tuple[Note, ...]

    @property
    def stops(self) -> bool:
        """Whether something that was found keeps the bundle from being published."""
        return any(note.stops for note in self.notes)


def simulate(
    design: Design, *, most_selections: int = MOST_SELECTIONS, most_holdings: int = MOST_HOLDINGS
) -> Simulation:
    """Walk from every legal selection, or a sample that is always the same, until nothing new is reached.

    The steps from every selection itself are always looked at; `most_holdings` bounds what is looked at behind them.
    """
    found = legal_selections(design.composition, design.market, most=most_selections)
    starts = [Holding("intact", chosen) for chosen in found.chosen]
    walked = _walk(design, starts, most_holdings)
    priced = sorted(starts, key=lambda holding: design.quote(holding).price)
    ends = [priced[0], priced[-1]] if priced else []
    return Simulation(
        design=design,
        selections=len(starts),
        holdings=len(walked.seen),
        steps=walked.steps,
        is_all=found.is_all and walked.is_all,
        smallest=design.quote(ends[0]) if ends else None,
        largest=design.quote(ends[1]) if ends else None,
        shown=tuple(step for holding in dict.fromkeys(ends) for step in steps(design, holding)),
        notes=(*_of_none(design, starts), *walked.notes.values()),
    )


@dataclass
class _Walked:
    seen: set[Holding]
    steps: int = 0
    is_all: bool = True
    notes: dict[tuple[Any, ...], Note] = field(default_factory=dict)

    def note(self, notes: Iterable[Note]) -> None:
        """Keep each once."""
        for note in notes:
            self.notes.setdefault((note.code, *note.values.values()), note)


def _walk(design: Design, starts: Sequence[Holding], most: int) -> _Walked:
    walked, ahead = _Walked(set(starts)), deque(starts)
    while ahead:
        holding = ahead.popleft()
        walked.note(_about(design, holding))
        for step in steps(design, holding):
            walked.steps += 1
            walked.note(_about_step(step))
            if step.after not in walked.seen and len(walked.seen) < most + len(starts):
                walked.seen.add(step.after)
                ahead.append(step.after)
            walked.is_all = walked.is_all and step.after in walked.seen
    return walked


def _of_none(design: Design, starts: Sequence[Holding]) -> Iterator[Note]:
    if not starts:
        yield Note("nothing_to_choose", stops=True, values={"market": design.market})


def _about(design: Design, holding: Holding) -> Iterator[Note]:
    """Yield what is wrong with, or remarkable about, something that a customer may come to hold."""
    wrong = legality(design, holding)
    if wrong:
        yield Note("illegal", stops=True, values={"what": wrong})
    for line in design.quote(holding).lines:
        title = line.held.part.title
        if line.platform_share < 0:
            yield Note("platform_pays", stops=False, values={"title": title})
        if line.net and not line.partner_share:
            yield Note("partner_gets_nothing", stops=False, values={"title": title})


def _about_step(step: Step) -> Iterator[Note]:
    """Yield the parts that a customer loses because another one goes."""
    if step.verb == "removal" and step.before.kind == "intact" and step.after.kind == "apart":
        for held in step.before.held:
            if held.part is not step.about and not held.part.sold_alone:
                yield Note("ends_with_bundle", stops=False, values={"title": held.part.title})
