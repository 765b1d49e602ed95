"""Reviews over REST."""

import pytest

from core import clock
from core.accounts.roles import Role
from core.actors import SYSTEM
from marketplace.reviews.actions import hide, write_reply
from marketplace.reviews.models import Review
from tests.factories.partners import seat
from tests.factories.reviews import WORDS, review
from tests.partners.conftest import problem

pytestmark = pytest.mark.django_db


def body(listing, author, **fields):
    return {"organisation": str(author.organisation.pk), "listing": listing.slug, **WORDS} | fields


def test_a_review_is_written_read_changed_and_taken_back(api, listing, author, deliver):
    ours, everybody = api(author), api()
    made = ours.post("reviews", body(listing, author))
    assert made.status_code == 201
    assert made["ETag"] == '"1"'
    address = made["Location"].removeprefix("/api/v1/")
    deliver()
    page = everybody.get(f"listings/{listing.slug}/reviews").json()
    assert page["rating"] == {
        "count": 1,
        "average": "4.0",
        "distribution": {"1": 0, "2": 0, "3": 0, "4": 1, "5": 0},
    }
    (shown,) = page["results"]
    assert (shown["organisation"], shown["stars"], shown["reply"]) == (author.organisation.name, 4, None)
    assert everybody.get(f"listings/{listing.slug}").json()["rating"] == page["rating"]
    changed = ours.patch(address, {"stars": 2}, if_match='"1"')
    assert (changed.status_code, changed["ETag"], changed.json()["stars"]) == (200, '"2"', 2)
    assert [one["stars"] for one in ours.get(address).json()["editions"]] == [4, 2]
    problem(ours.patch(address, {"stars": 3}, if_match='"1"'), 412, "precondition-failed")
    assert ours.post(f"{address}/withdrawal").json()["state"] == "withdrawn"
    assert everybody.get(f"listings/{listing.slug}/reviews").json()["results"] == []
    problem(ours.post(f"{address}/withdrawal"), 409, "illegal-move")


def test_the_same_key_writes_one_review(api, listing, author):
    answers = [api(author).post("reviews", body(listing, author), idempotency_key="once") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[1]["Idempotency-Replayed"] == "true"
    problem(api(author).post("reviews", body(listing, author)), 409, "already-reviewed")


def test_a_refusal_says_why(api, listing, seller):
    refused = problem(api(seller).post("reviews", body(listing, seller)), 409, "may-not-review")
    assert refused["reason"] == "own_offer"
    problem(api(seat()).post("reviews", body(listing, seller)), 422, "validation-failed")
    viewer = seat(Role.VIEWER, in_=seller.organisation)
    problem(api(viewer).post("reviews", body(listing, seller)), 403, "role-insufficient")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stars", "4"), ("stars", 0), ("stars", 6), ("stars", True), ("stars", 10**40), ("title", "a\nb"),
        ("title", ""), ("text", "a\u0000b"), ("text", "x" * 5001), ("language", "xx"), ("language", 5),
        ("listing", "nowhere"), ("listing", "../x"), ("organisation", "x"), ("flavour", "sweet"),
    ],
)  # fmt: skip
def test_bad_input_is_named(api, listing, author, field, value):
    refused = problem(api(author).post("reviews", body(listing, author) | {field: value}), 422, "validation-failed")
    assert [one["pointer"] for one in refused["errors"]] == [f"/{field}"]
    assert not Review.objects.exists()


@pytest.fixture
def five(listing):
    """Five reviews with 3, 5, 1, 5 and 2 stars."""
    return [review(listing, stars=stars, title=f"{stars} stars") for stars in (3, 5, 1, 5, 2)]


@pytest.mark.parametrize(
    ("order", "expected"),
    [("newest", [4, 3, 2, 1, 0]), ("highest", [3, 1, 0, 4, 2]), ("lowest", [2, 4, 0, 3, 1])],
)
def test_pages_follow_the_order_without_repeating(api, listing, five, order, expected):
    seen, cursor = [], ""
    while cursor is not None:
        after = f"&cursor={cursor}" if cursor else ""
        asked = f"listings/{listing.slug}/reviews?order={order}&page_size=2{after}"
        page = api().get(asked).json()
        seen += [one["id"] for one in page["results"]]
        cursor = page["next_cursor"]
    assert seen == [str(five[number].pk) for number in expected]


@pytest.mark.parametrize("query", ["order=best", "cursor=x", "cursor=6-" + "0" * 32, "page_size=0", "page_size=101"])
def test_a_query_that_cannot_be_read_is_refused(api, listing, query):
    problem(api().get(f"listings/{listing.slug}/reviews?{query}"), 422, "validation-failed")


def test_there_are_no_reviews_where_there_is_no_listing(api):
    problem(api().get("listings/nowhere/reviews"), 404, "not-found")


def test_a_page_costs_five_queries(api, listing, five, django_assert_max_num_queries):
    for row in five:
        write_reply(review=row, text="Thanks.", language="en", written_by=None, actor=SYSTEM, at=clock.now())
    api().get(f"listings/{listing.slug}/reviews")
    with django_assert_max_num_queries(5):
        assert len(api().get(f"listings/{listing.slug}/reviews").json()["results"]) == len(five)


def test_the_list_of_what_concerns_one_costs_few_queries(api, listing, five, seller, django_assert_max_num_queries):
    client = api(seller)
    with django_assert_max_num_queries(6):
        assert len(client.get("reviews").json()["results"]) == len(five)


def test_of_a_hidden_review_everybody_reads_the_reason_and_nothing_else(api, listing, written, author, seller):
    hide(review=written, about="review", reason="It names a private person.", actor=SYSTEM, at=clock.now())
    (shown,) = api().get(f"listings/{listing.slug}/reviews").json()["results"]
    assert (shown["is_hidden"], shown["reason"]) == (True, "It names a private person.")
    assert {shown[name] for name in ("organisation", "stars", "title", "text", "language", "reply")} == {None}
    for order in ("highest", "lowest"):
        assert api().get(f"listings/{listing.slug}/reviews?order={order}").json()["results"] == []
    for side in (author, seller):
        assert api(side).get(f"reviews/{written.pk}").json()["text"] == WORDS["text"]


def test_a_partner_answers_and_changes_its_answer(api, listing, written, seller, author):
    answer = {"review": str(written.pk), "text": "Thank you.", "language": "en"}
    problem(api(author).post("replies", answer), 403, "role-insufficient")
    problem(api(seat()).post("replies", answer), 422, "validation-failed")
    made = api(seller).post("replies", answer)
    assert made.status_code == 201
    problem(api(seller).post("replies", answer), 409, "already-replied")
    address = made["Location"].removeprefix("/api/v1/")
    assert api(seller).patch(address, {"text": "Thanks."}, if_match='"1"').json()["version"] == 2
    problem(api(seller).patch(address, {"text": "x"}, if_match='"1"'), 412)
    problem(api(seller).patch(address, {"text": ""}, if_match='"2"'), 422)
    (shown,) = api().get(f"listings/{listing.slug}/reviews").json()["results"]
    assert shown["reply"]["text"] == "Thanks."


def test_anybody_signed_in_reports_and_staff_decide(api, listing, written, curator):
    somebody, staff = api(seat()), api(curator)
    said = {"review": str(written.pk), "reason": "insult", "detail": "The second line."}
    assert somebody.post("review-reports", said).status_code == 201
    problem(somebody.post("review-reports", said), 409, "already-reported")
    problem(somebody.post("review-reports", said | {"about": "reply"}), 422, "validation-failed")
    problem(somebody.post("review-reports", said | {"reason": "dislike"}), 422, "validation-failed")
    problem(api().post("review-reports", said), 401)
    (waiting,) = staff.get("review-reports").json()["results"]
    assert (waiting["review"], waiting["detail"]) == (str(written.pk), "The second line.")
    decide = f"reviews/{written.pk}/moderation"
    problem(staff.post(decide, {"outcome": "hide"}), 422, "validation-failed")
    problem(somebody.post(decide, {"outcome": "dismiss"}), 403, "staff-only")
    assert staff.post(decide, {"outcome": "hide", "reason": "An insult."}).json()["moderation"] == "hidden"
    assert staff.get("review-reports").json()["results"] == []
    assert staff.post(decide, {"outcome": "restore", "reason": "Mended."}).json()["moderation"] == "shown"
    problem(staff.post(decide, {"outcome": "dismiss"}), 409, "nothing-to-moderate")
    assert len(staff.get(f"reviews/{written.pk}/history").json()["results"]) == 4
