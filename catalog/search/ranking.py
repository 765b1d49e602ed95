"""The statement that ranks what was found: pure text and parameters.

What counts, and how the cost of a very common word stays bounded, is told in docs/search.md.
"""

from typing import Any

from catalog.search.cursors import Place
from catalog.search.query import Query

# Up to so many matches are ranked one by one; of more, so many with the words in their name come first, and the rest
# newest first.
MOST_RANKED = 500
MOST_NAMED = 200

# With the limit in the first step the planner would expect to meet enough matches soon by reading the whole table.
_FOUND = """matching AS MATERIALIZED (
    SELECT listing_id, published_at, name_key, words FROM search_document
    WHERE {conditions} AND words @@ %(every)s::tsquery
), found AS MATERIALIZED (
    SELECT * FROM matching LIMIT %(most)s + 1
)"""
_NAMED = """named AS MATERIALIZED (
    SELECT listing_id, published_at, name_key, words FROM search_document
    WHERE {broad} AND {conditions} AND ts_filter(words, '{{a}}') @@ %(every)s::tsquery
    ORDER BY starts_with(name_key, %(key)s) DESC, published_at DESC, listing_id DESC LIMIT %(most_named)s
)"""
_RANKED = """ranked AS MATERIALIZED (
    SELECT score, published_at, listing_id FROM ({candidates}) AS candidate, LATERAL (SELECT
        ((replace(name_key, ' ', '') = %(joined)s)::int * 128
        + (words @@ %(whole_in_name)s::tsquery)::int * 64
        + starts_with(name_key, %(key)s)::int * 32
        + (words @@ %(in_name)s::tsquery)::int * 16
        + (words @@ %(in_head)s::tsquery)::int * 8
        + (words @@ %(some_in_name)s::tsquery)::int * 4
        + (words @@ %(in_summary)s::tsquery)::int * 2
        + (words @@ %(stem_in_summary)s::tsquery)::int) * 16
        + CASE WHEN starts_with(name_key, %(key)s) THEN 15 - least(15, length(name_key) - length(%(key)s)) ELSE 0 END
        AS score
    ) AS scored
    WHERE {after}
    ORDER BY score DESC, published_at DESC, listing_id DESC LIMIT %(limit)s
)"""
# Half of all rows may match: the function behind @@ is called by its own name, which no index serves, so that the rows
# are walked newest first until the page is full.
_REST = """rest AS (
    SELECT 0 AS score, published_at, listing_id FROM search_document
    WHERE {broad} AND (SELECT count(*) FROM ranked) < %(limit)s AND {conditions}
        AND ts_match_vq(words, %(every)s::tsquery) AND listing_id NOT IN (SELECT listing_id FROM named) AND {rest_after}
    ORDER BY published_at DESC, listing_id DESC LIMIT %(limit)s
)"""
_PAGE = """
SELECT card, score, {broad}, part.published_at::text AS at_text, part.listing_id::text AS id_text, name_key,
    monthly_minor, rating_key
FROM ({parts}) AS part JOIN search_document USING (listing_id)
ORDER BY score DESC, part.published_at DESC, part.listing_id DESC LIMIT %(limit)s
"""
_COUNTED = "(SELECT count(*) > %(most)s FROM found)"


def ranked(query: Query, conditions: list[str], after: Place | None, params: dict[str, Any]) -> str:
    """Return the statement for a page of the listings that have every word, best first, and put its values in `params`.

    `conditions` are further ones on the table. A list begun broad or narrow goes on that way, whatever was published in
    between, or the pages would not fit together.
    """
    params |= {
        "every": query.every(),
        "most": MOST_RANKED,
        "most_named": MOST_NAMED,
        "key": query.key,
        "joined": query.key.replace(" ", ""),
        "whole_in_name": query.every("A", whole=True, near=True),
        "in_name": query.every("A", near=True),
        "in_head": query.every("AB", near=True),
        "some_in_name": query.some("A", near=True),
        "in_summary": query.every("ABC", near=True),
        "stem_in_summary": query.every("ABC"),
    }
    broad = is_broad(query, narrowed=bool(conditions))
    beyond, rest_beyond = "true", "true"
    match after:
        case Place(key=(score, broad, published_at)):
            params |= {"score": score, "at": published_at, "id": after.listing_id}
            beyond = "(score, published_at, listing_id) < (%(score)s, %(at)s, %(id)s)"
            rest_beyond = "(published_at, listing_id) < (%(at)s, %(id)s)" if score == 0 else "true"
    narrow_steps = [_FOUND] if broad is not True else []
    broad_steps = ([_NAMED], [_REST]) if broad is not False else ([], [])
    is_it = {True: "true", False: "false", None: _COUNTED}[broad]
    candidates = ["SELECT * FROM found WHERE NOT {broad}"] * len(narrow_steps)
    candidates += ["SELECT * FROM named"] * len(broad_steps[0])
    statement = f"WITH {', '.join([*narrow_steps, *broad_steps[0], _RANKED, *broad_steps[1]])} {_PAGE}"
    return statement.format(
        broad=is_it,
        conditions=" AND ".join(conditions) or "true",
        after=beyond,
        rest_after=rest_beyond,
        candidates=" UNION ALL ".join(candidates).format(broad=is_it),
        parts=" UNION ALL ".join(["SELECT * FROM ranked", *["SELECT * FROM rest"] * len(broad_steps[1])]),
    )


def is_broad(query: Query, *, narrowed: bool) -> bool | None:
    """Return whether more listings match than are ranked one by one, as far as the word counts tell; None: not sure."""
    if any(term.at_most is not None and term.at_most <= MOST_RANKED for term in query.terms):
        return False
    if len(query.terms) == 1 and not narrowed and query.terms[0].at_least > MOST_RANKED:
        return True
    return None
