"""Listings like another: of its categories, and saying the same rare words. The rule is told in docs/search.md."""

from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

MOST_RELATED = 6
# The rarest words of a listing are compared, those in no more listings than this.
MOST_WORDS = 12
MOST_WITH_WORD = 200
# So many of the same categories are looked at, the newest.
MOST_OF_CATEGORY = 100
# Each category and heading in common counts as much as a word of this weight; one in two listings has almost 6.
CATEGORY_WEIGHT = 3

_RELATED = """
WITH this AS MATERIALIZED (
    SELECT categories, words FROM search_document WHERE listing_id = %(id)s
), telling AS MATERIALIZED (
    SELECT ('''' || lexeme || '''')::tsquery AS query, 1 + ln(%(most_with_word)s::float / documents) AS weight
    FROM this, unnest(words) AS said JOIN search_word ON word = lexeme
    WHERE documents BETWEEN 2 AND %(most_with_word)s AND positions[1] = 1 AND weights && '{A,C,D}'
    ORDER BY documents, lexeme LIMIT %(most_words)s
), alike AS (
    SELECT listing_id, sum(weight) AS weight FROM telling, LATERAL (
        SELECT listing_id FROM search_document WHERE words @@ query LIMIT %(most_with_word)s
    ) AS found GROUP BY listing_id
), neighbours AS (
    SELECT listing_id FROM search_document WHERE categories && (SELECT categories FROM this)
    ORDER BY published_at DESC, listing_id DESC LIMIT %(most_of_category)s
)
SELECT card FROM (
    SELECT listing_id FROM alike UNION SELECT listing_id FROM neighbours
) AS candidate JOIN search_document USING (listing_id) LEFT JOIN alike USING (listing_id), LATERAL (
    SELECT count(*) AS common FROM unnest(categories) AS slug
    WHERE slug = ANY((SELECT this.categories FROM this)::text[])
) AS shared
WHERE listing_id <> %(id)s AND (%(shelves)s::text[] = '{}' OR search_document.categories && %(shelves)s::text[])
ORDER BY common > 0 DESC, common * %(category_weight)s + coalesce(weight, 0) DESC, published_at DESC, listing_id DESC
LIMIT %(most)s
"""


class Like(NamedTuple):
    """A listing, and the shelves on which others like it are looked for; all, without any."""

    listing_id: UUID
    shelves: tuple[str, ...] = ()


def related(this: Like) -> list[str]:
    """Return the cards of up to six listings like this one, the most alike first; one query."""
    params: dict[str, Any] = {
        "id": this.listing_id,
        "shelves": list(this.shelves),
        "most": MOST_RELATED,
        "most_words": MOST_WORDS,
        "most_with_word": MOST_WITH_WORD,
        "most_of_category": MOST_OF_CATEGORY,
        "category_weight": CATEGORY_WEIGHT,
    }
    with connection.cursor() as cursor:
        cursor.execute(_RELATED, params)
        return [card for (card,) in cursor.fetchall()]
