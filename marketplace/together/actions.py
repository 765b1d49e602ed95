"""Counting what is taken together."""

from django.db import connection, transaction

from catalog.search import editions
from marketplace.together.models import FEWEST_CUSTOMERS

# So many of each offer are kept: some of them may not be listed publicly when they are shown.
MOST_KEPT = 12
_COUNT = """
WITH held AS (
    SELECT DISTINCT item.subscription_id, plan.offer_id
    FROM subscriptions_item AS item JOIN offers_plan AS plan ON plan.id = item.plan_id
), counted AS (
    SELECT one.offer_id, other.offer_id AS other_id, count(DISTINCT customer.organisation_id) AS customers
    FROM held AS one
    JOIN held AS other ON other.subscription_id = one.subscription_id AND other.offer_id <> one.offer_id
    JOIN subscriptions_subscription AS subscription ON subscription.id = one.subscription_id
    JOIN customers_customer AS customer ON customer.id = subscription.customer_id
    GROUP BY one.offer_id, other.offer_id
    HAVING count(DISTINCT customer.organisation_id) >= %(fewest)s
), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY offer_id ORDER BY customers DESC, other_id) AS place FROM counted
)
INSERT INTO together_companion (offer_id, other_id, customers)
SELECT offer_id, other_id, customers FROM ranked WHERE place <= %(most)s
"""


@transaction.atomic
def count_anew() -> int:
    """Put what is taken together now in the place of what was counted before, and return how many pairs there are.

    Of two at once the second waits; readers do not. What is kept of pages is made anew.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE together_companion IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM together_companion")
        cursor.execute(_COUNT, {"fewest": FEWEST_CUSTOMERS, "most": MOST_KEPT})
        pairs = int(cursor.rowcount)
    editions.begin([])
    return pairs
