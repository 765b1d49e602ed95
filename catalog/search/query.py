"""What a person typed, as a bounded plan of words: pure, and total on any text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from catalog.search.bilingual import phrase, sayings
from catalog.search.words import near, stems
from core.texts import MAX_WORD, split

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
    """One typed word or phrase, and what it may be found as: itself, its stems, its completions or its corrections.

    It may be found by several words together, too (`together`): each is given with its forms, and all must be there.
    `near` are those of its lexemes that mean just the same: of a stem alone nobody can say that it is in a name.
    """

    word: str
    lexemes: tuple[str, ...]
    near: tuple[str, ...]
    together: tuple[tuple[tuple[str, ...], ...], ...] = ()
    prefix: bool = False
    # In how many listings it is, as far as that is known.
    at_least: int = 0
    at_most: int | None = None

    @property
    def begins(self) -> str:
        """What longer words may begin with to be found; empty where only whole words are."""
        return self.word if self.prefix and len(self.word) > SHORT_PREFIX else ""

    def operand(self, weights: str = "", *, whole: bool = False, near: bool = False) -> str:
        """Return this word as an operand of a tsquery, in the fields of `weights` (all when empty)."""
        labels = [_label(lexeme, weights) for lexeme in (self.near if near else self.lexemes)]
        if self.begins and not whole:
            labels.append(f"'{self.word}':*{weights}")
        for words in self.together:
            each = (" | ".join(_label(lexeme, weights) for lexeme in lexemes) for lexemes in words)
            labels.append(f"({' & '.join(f'({one})' for one in each)})")
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

    @property
    def pairs(self) -> list[tuple[Term, Term, str]]:
        """Each two neighbours, and the word they make joined: many names are written in both ways."""
        neighbours = zip(self.terms, self.terms[1:], strict=False)
        return [(one, other, f"{one.word}{other.word}"[:MAX_WORD]) for one, other in neighbours if _joins(one, other)]

    def every(self, weights: str = "", *, whole: bool = False, near: bool = False) -> str:
        """Return the tsquery "each word, in one of the fields of `weights`".

        `whole` leaves beginnings out, `near` leaves stems out.
        """
        return " & ".join(term.operand(weights, whole=whole, near=near) for term in self.terms)

    def some(self, weights: str = "", *, near: bool = False) -> str:
        """Return the tsquery "one of the words at least, in one of the fields of `weights`"."""
        return " | ".join(term.operand(weights, near=near) for term in self.terms)


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
    words = list(dict.fromkeys(_with_phrases(typed)))
    telling = [word for word in words if word not in _EMPTY_WORDS or word == unfinished]
    if not any(word not in _EMPTY_WORDS for word in telling):
        telling = words
    return Query(tuple(_term(word, prefix=word == unfinished) for word in telling[:MAX_WORDS]))


def _with_phrases(typed: list[str]) -> Iterator[str]:
    """Yield the words, those of a known phrase as one text."""
    at = 0
    while at < len(typed):
        found = phrase(typed[at:])
        said = found[0] if found else (typed[at],)
        yield " ".join(said)
        at += len(said)


def refine(query: Query, answers: Mapping[str, Known]) -> tuple[Query, dict[str, str]]:
    """Complete and correct the words of `query` by what is known of them; also return what was corrected to what."""
    terms: list[Term] = []
    corrected: dict[str, str] = {}
    joined: dict[str, dict[str, int]] = {}
    for one, other, word in query.pairs:
        if known := answers.get(word, Known()).lexemes:
            for term in (one, other):
                joined.setdefault(term.word, {}).update(known)
    for term in query.terms:
        answer = answers.get(term.word, Known())
        found = {**answer.completions, **answer.lexemes, **joined.get(term.word, {})}
        if not found and answer.corrections:
            best = corrected[term.word] = next(iter(answer.corrections))
            meant = [_term(word) for word in answer.corrections]
            lexemes = tuple(dict.fromkeys(lexeme for term in meant for lexeme in term.lexemes))
            close = tuple(dict.fromkeys(lexeme for term in meant for lexeme in term.near))
            together = tuple(words for term in meant for words in term.together)
            # Listings may have a stem of it that was not asked about: how many there are at most stays open.
            terms.append(Term(best, lexemes, close, together, at_least=max(answer.corrections.values())))
        else:
            short = len(term.word) <= SHORT_PREFIX
            more = [*(answer.completions if short else ()), *joined.get(term.word, ())]
            terms.append(
                replace(
                    term,
                    lexemes=tuple(dict.fromkeys([*term.lexemes, *more])),
                    near=tuple(dict.fromkeys([*term.near, *more])),
                    at_least=max(found.values(), default=0),
                    at_most=None if term.together or (answer.more and not short) else sum(found.values()),
                )
            )
    return Query(tuple(terms)), corrected


def _term(word: str, *, prefix: bool = False) -> Term:
    """Return a word, or a phrase with spaces in it, with all that it may be found as."""
    own, meant = tuple(word.split(" ")), sayings(word)
    if len(own) > 1 and (found := phrase(own)):
        meant = (*found[1], tuple(part for part in own if part not in _EMPTY_WORDS))
    alone = [form for saying in meant if len(saying) == 1 for form in near(saying[0])]
    together = tuple(tuple(near(part) for part in saying) for saying in meant if len(saying) > 1)
    close = tuple(dict.fromkeys([*(near(word) if len(own) == 1 else ()), *alone]))
    lexemes = tuple(dict.fromkeys([*((word, *sorted(stems(word))) if len(own) == 1 else ()), *close]))
    return Term(word, lexemes, close, together, prefix)


def _label(lexeme: str, weights: str) -> str:
    return f"'{lexeme}':{weights}" if weights else f"'{lexeme}'"


def _joins(one: Term, other: Term) -> bool:
    return " " not in one.word and " " not in other.word
