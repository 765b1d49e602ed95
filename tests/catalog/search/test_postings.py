"""Postings find the listings that a plain look at each one's words finds."""

from hypothesis import given
from hypothesis import strategies as st

from catalog.search.columns import Columns, Line
from catalog.search.postings import Postings
from catalog.search.query import Query, Term

WORDS = ["a", "ab", "abc", "abcd", "b", "bc", "bcd", "c", "é"]
SOME = st.frozensets(st.sampled_from(WORDS), max_size=4)
LISTINGS = st.dictionaries(st.integers(1, 30), SOME, max_size=15)
FORMS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(tuple)
TERMS = st.builds(
    Term,
    word=st.sampled_from(WORDS),
    lexemes=FORMS,
    near=FORMS,
    together=st.lists(st.lists(FORMS, min_size=1, max_size=2).map(tuple), max_size=2).map(tuple),
    prefix=st.booleans(),
)
QUERIES = st.lists(TERMS, min_size=1, max_size=3).map(lambda terms: Query(tuple(terms)))


def columns(numbers) -> Columns:
    return Columns.of([Line(number, "p", "P", "EUR", None, None, (), (), ()) for number in numbers])


def postings(listings) -> Postings:
    numbers = {word: sorted(n for n, words in listings.items() if word in words) for word in WORDS}
    return Postings.of({word: b"".join(n.to_bytes(4) for n in found) for word, found in numbers.items() if found})


def matches(words: frozenset[str], term: Term) -> bool:
    whole = any(lexeme in words for lexeme in term.lexemes)
    begun = term.prefix and len(term.word) > 2 and any(word.startswith(term.word) for word in words)
    return whole or begun or any(all(any(f in words for f in forms) for forms in saying) for saying in term.together)


def expected(listings, query: Query) -> set[int]:
    return {number for number, words in listings.items() if all(matches(words, term) for term in query.terms)}


def found(made: Postings, among: Columns, query: Query) -> set[int]:
    return set(among.numbers[made.matching(query, among)].tolist())


@given(LISTINGS, QUERIES)
def test_what_has_every_word_is_found(listings, query):
    assert found(postings(listings), columns(listings), query) == expected(listings, query)


@given(LISTINGS, LISTINGS, st.sets(st.integers(1, 30), max_size=5), QUERIES)
def test_changes_count_at_once(listings, others, gone, query):
    after = {number: words for number, words in (listings | others).items() if number not in gone}
    made = postings(listings).changed({**others, **dict.fromkeys(gone, frozenset())})
    assert made is not None
    assert found(made, columns(after), query) == expected(after, query)
