"""Whether what a customer holds keeps to the contracts it was sold under. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from catalog.offers.compatibility import sentences
from catalog.offers.compatibility.contract import ALL, FREE, NOTHING, Contract
from catalog.offers.compatibility.sentences import Texts

MISSING, EXCLUDED, TOO_MANY, TOO_FEW = "requirement-missing", "excluded", "too-many-seats", "too-few-seats"
Names = Mapping[UUID, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A plan of an offer that somebody holds, or is about to, in a quantity and under a contract.

    With `ends_on` it runs up to that day and not further: until then it stands in the way of what excludes it, but
    nothing that runs on can rely on it.
    """

    offer: UUID
    plan: str
    quantity: int
    name: str
    contract: Contract = NOTHING
    ends_on: date | None = None


class Verdict(NamedTuple):
    """One thing that goes against a contract: that of `subject`.

    `about` are the offers held that it is about, the subject among them; `missing` those that are needed and not held.
    """

    code: str
    subject: UUID
    about: tuple[UUID, ...]
    missing: tuple[UUID, ...]
    texts: Texts

    @property
    def sentence(self) -> str:
        """What is wrong, why, and what to do."""
        return self.texts["en"]

    @property
    def key(self) -> tuple[str, UUID, tuple[UUID, ...], tuple[UUID, ...]]:
        """What makes it the same matter, however it is said."""
        return self.code, self.subject, self.about, self.missing


def evaluate(holding: Iterable[Held], names: Names | None = None) -> tuple[Verdict, ...]:
    """Return all that goes against the contracts of what is held together; in which order it is given does not matter.

    `names` has those of offers that are needed and not held. Who holds nothing goes against nothing. What ends is asked
    nothing more, but that it is not together with what its contract excludes, or what excludes it.
    """
    held = sorted(holding, key=_order)
    known = {**(names or {}), **{one.offer: one.name for one in held}}
    found: dict[tuple[object, ...], Verdict] = {}
    for verdict in (*_unmet(held, known), *_excluded(held, known), *_uneven(held, known)):
        found.setdefault(verdict.key, verdict)
    return tuple(sorted(found.values(), key=lambda verdict: (str(verdict.subject), verdict.code, str(verdict.key))))


def news(before: Iterable[Verdict], after: Iterable[Verdict]) -> tuple[Verdict, ...]:
    """Return what goes against a contract only by what happened in between."""
    known = {verdict.key for verdict in before}
    return tuple(verdict for verdict in after if verdict.key not in known)


def _unmet(held: Sequence[Held], names: Names) -> Iterator[Verdict]:
    """Say which add-ons run on without what they need."""
    for one in _speaking(held):
        needs = one.contract.requires
        open_ = [need for need in needs if not any(need.is_met_by(other.offer, other.plan) for other in _lasting(held))]
        if open_ and (one.contract.match == ALL or len(open_) == len(needs)):
            ends = {other.offer: other.ends_on for other in held if other.ends_on is not None}
            texts = sentences.missing(one.name, open_, names, ends, match=one.contract.match)
            missing = tuple(sorted({need.offer for need in open_}, key=str))
            yield Verdict(MISSING, one.offer, (one.offer,), missing, texts)


def _excluded(held: Sequence[Held], names: Names) -> Iterator[Verdict]:
    """Say what is held together and must not be; whichever of the two says so."""
    there = {one.offer for one in held}
    for one in held:
        for other in one.contract.excludes:
            if other in there and other != one.offer:
                pair = (min(one.offer, other, key=str), max(one.offer, other, key=str))
                texts = sentences.excluded(names[pair[0]], names[pair[1]], _last_end(held, pair))
                yield Verdict(EXCLUDED, pair[0], pair, (), texts)


def _uneven(held: Sequence[Held], names: Names) -> Iterator[Verdict]:
    """Say where the quantities of an add-on and its base do not go together; nothing of an add-on without its base."""
    for one in _speaking(held):
        base = one.contract.seats_of
        if one.contract.seats == FREE or base is None:
            continue
        counted = [need for need in one.contract.requires if need.offer == base]
        bases = sum(o.quantity for o in _lasting(held) if any(need.is_met_by(o.offer, o.plan) for need in counted))
        if not bases:
            continue
        about = tuple(sorted((one.offer, base), key=str))
        # A seat that runs out is still taken, and will not be there for ever.
        most, least = (sum(o.quantity for o in those if o.offer == one.offer) for those in (held, _lasting(held)))
        if most > bases and one.contract.seats in ("at_most_base", "equal_base"):
            texts = sentences.uneven(one.contract.seats, one.name, most, names[base], bases)
            yield Verdict(TOO_MANY, one.offer, about, (), texts)
        elif least < bases and one.contract.seats in ("at_least_base", "equal_base"):
            texts = sentences.uneven(one.contract.seats, one.name, least, names[base], bases)
            yield Verdict(TOO_FEW, one.offer, about, (), texts)


def _lasting(held: Iterable[Held]) -> list[Held]:
    return [one for one in held if one.ends_on is None]


def _speaking(held: Iterable[Held]) -> list[Held]:
    """Return what runs on and says something of others, each offer and contract once."""
    return list({(one.offer, one.contract): one for one in _lasting(held) if one.contract != NOTHING}.values())


def _last_end(held: Iterable[Held], pair: Sequence[UUID]) -> date | None:
    """Return when one of the two will have ended by itself, if it will."""
    ends = [[one.ends_on for one in held if one.offer == offer] for offer in pair]
    known = [max(day for day in days if day is not None) for days in ends if None not in days]
    return min(known, default=None)


def _order(one: Held) -> tuple[str, ...]:
    return (str(one.offer), one.plan, f"{one.quantity:012}", one.name, str(one.ends_on), repr(one.contract))
