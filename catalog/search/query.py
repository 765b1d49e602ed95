"""What a person typed, as a bounded plan of words: pure, and total on any text."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from catalog.search.words import split, stems

MAX_TEXT = 200
MAX_WORDS = 8
# A longer beginning of a word is looked up in the index itself; a shorter one would touch half of it.
SHORT_PREFIX = 2

# Words that say nothing about a product: left out when something else was typed beside them.
_EMPTY_WORDS = frozenset(
    """
    a an and are as at by for from how i in is it my of on or that the this to what with your
    au aux avec ce ces d dans de des du en est et l la le les mes mon ou par pour que qui s sa ses son sur un une vos
    votre
    """.split()  # noqa: SIM905 - a list of quoted words would hide them
)


@dataclass(frozen=True, slots=True)
class Term:
    """One typed word and what it may be found as: itself, its stems, its completions or its corrections."""

    word: str
    lexemes: tuple[str, ...]
    prefix: bool = False
    # In how many listings it is, as far as that is known.
    at_least: int = 0
    at_most: int | None = None

    def operand(self, weights: str = "", *, whole: bool = False) -> str:
        """Return this word as an operand of a tsquery, in the fields of `weights` (all when empty)."""
        long_prefix = self.prefix and not whole and len(self.word) > SHORT_PREFIX
        labels = [f"'{lexeme}':{weights}" if weights else f"'{lexeme}'" for lexeme in self.lexemes]
        if long_prefix:
            labels.append(f"'{self.word}':*{weights}")
        return f"({' | '.join(labels)})"


@dataclass(frozen=True, slots=True)
class Query:
    """The words every listing found must have, in the order they were typed."""

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def key(self) -> str:
        """The words as one text, to compare with a name."""
        return " ".join(term.word for term in self.terms)

    def every(self, weights: str = "", *, whole: bool = False) -> str:
        """Return the tsquery "each word, in one of the fields of `weights`"; `whole` leaves beginnings out."""
        return " & ".join(term.operand(weights, whole=whole) for term in self.terms)

    def some(self, weights: str = "") -> str:
        """Return the tsquery "one of the words at least, in one of the fields of `weights`"."""
        return " | ".join(term.operand(weights) for term in self.terms)


@dataclass(frozen=True, slots=True)
class Known:
    """What the table of words says about one typed word.

    `lexemes` are its own forms that are known, `completions` longer words it begins (all of them unless `more`), and
    `corrections` what was meant if it is none of these; each with the number of listings that have it.
    """

    lexemes: Mapping[str, int] = field(default_factory=dict)
    completions: Mapping[str, int] = field(default_factory=dict)
    more: bool = False
    corrections: Mapping[str, int] = field(default_factory=dict)


def parse(text: str) -> Query:
    """Return the plan for what was typed: at most `MAX_WORDS` words of its first `MAX_TEXT` characters.

    The last word may be the beginning of one, unless something other than a letter or digit follows it.
    """
    text = text[:MAX_TEXT]
    typed = split(text)
    unfinished = typed[-1] if typed and text[-1].isalnum() else None
    words = list(dict.fromkeys(typed))
    telling = [word for word in words if word not in _EMPTY_WORDS or word == unfinished]
    if not any(word not in _EMPTY_WORDS for word in telling):
        telling = words
    return Query(tuple(_term(word, prefix=word == unfinished) for word in telling[:MAX_WORDS]))


def refine(query: Query, answers: Mapping[str, Known]) -> tuple[Query, dict[str, str]]:
    """Complete and correct the words of `query` by what is known of them; also return what was corrected to what."""
    terms: list[Term] = []
    corrected: dict[str, str] = {}
    for term in query.terms:
        answer = answers.get(term.word, Known())
        found = {**answer.completions, **answer.lexemes}
        if not found and answer.corrections:
            best = corrected[term.word] = next(iter(answer.corrections))
            lexemes = tuple(dict.fromkeys(lexeme for word in answer.corrections for lexeme in _lexemes(word)))
            # Listings may have a stem of it that was not asked about: how many there are at most stays open.
            terms.append(Term(best, lexemes, at_least=max(answer.corrections.values())))
        else:
            short = len(term.word) <= SHORT_PREFIX
            terms.append(
                replace(
                    term,
                    lexemes=tuple(dict.fromkeys([*term.lexemes, *answer.completions])) if short else term.lexemes,
                    at_least=max(found.values(), default=0),
                    at_most=None if answer.more and not short else sum(found.values()),
                )
            )
    return Query(tuple(terms)), corrected


def _term(word: str, *, prefix: bool) -> Term:
    return Term(word, _lexemes(word), prefix)


def _lexemes(word: str) -> tuple[str, ...]:
    return (word, *sorted(stems(word)))
