"""What satisfies a requirement: any one of several sets of evidence, by name. Pure."""

from collections.abc import Collection, Mapping
from typing import Any

from partners.programmes.evidence import REUSABLE, Accepts
from partners.programmes.reading import Misprint, texts

AnyOf = tuple[tuple[str, ...], ...]
MOST = 9


def read(data: Any, names: Collection[str]) -> AnyOf:  # noqa: ANN401
    """Read the alternatives over these names of evidence; without any, all of them together. Raises Misprint."""
    if not data:
        return (tuple(names),)
    if not isinstance(data, (list, tuple)) or not len(data) <= MOST:
        raise Misprint(f"any_of is a list of at most {MOST} lists of names")
    any_of = tuple(texts("each of any_of", one) for one in data)
    if not all(any_of):
        raise Misprint("one of any_of is empty: nothing at all would satisfy it")
    named = {name for one in any_of for name in one}
    if named != set(names):
        raise Misprint(f"evidence and any_of name different things: {', '.join(sorted(named ^ set(names)))}")
    for position, one in enumerate(any_of):
        if any(set(other) <= set(one) for i, other in enumerate(any_of) if i != position):
            raise Misprint(f"{' with '.join(one)} is never needed: a part of it is enough already")
    return any_of


def satisfied(any_of: AnyOf, have: Collection[str]) -> bool:
    """Whether the evidence at hand is enough."""
    return any(set(one) <= set(have) for one in any_of)


def nearest(any_of: AnyOf, have: Collection[str]) -> tuple[str, ...]:
    """Return what is still missing of the alternative of which least is missing (the first of equals); () if none."""
    return min((tuple(name for name in one if name not in have) for one in any_of), key=len)


def equivalent(
    name: str, accepts: Accepts, requirements: Mapping[str, tuple[AnyOf, Mapping[str, Accepts]]]
) -> list[str]:
    """Return the keys of the requirements that this piece of evidence satisfies by itself (one report for several).

    Pieces are the same when they have the same name and the same terms. What is given for one requirement only, such as
    a declaration, is never shared. `requirements`: by key, the alternatives and the evidence.
    """
    if accepts.kind not in REUSABLE:
        return []
    return [
        key
        for key, (any_of, evidence) in requirements.items()
        if evidence.get(name) == accepts and satisfied(any_of, {name})
    ]
