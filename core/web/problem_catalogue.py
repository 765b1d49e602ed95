"""Every kind of problem document, read off the refusals themselves."""

from collections.abc import Iterator
from functools import cache
from typing import TypedDict

from core.refusals import Refusal


class ProblemKind(TypedDict):
    """One kind of problem document."""

    code: str
    title: str
    status: int
    meaning: str


@cache
def catalogue() -> list[ProblemKind]:
    """Return every kind, ordered by code."""
    kinds = {
        refusal.code: ProblemKind(
            code=refusal.code,
            title=str(refusal.title),
            status=refusal.status,
            meaning=(refusal.__doc__ or "").strip().partition("\n")[0],
        )
        for refusal in _refusals(Refusal)
    }
    return [kinds[code] for code in sorted(kinds)]


def _refusals(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for child in kind.__subclasses__():
        yield child
        yield from _refusals(child)
