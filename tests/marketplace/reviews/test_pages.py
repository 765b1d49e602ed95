"""Reviews as pages, without scripts."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from core.accounts.roles import StaffRole
from core.actors import SYSTEM
from marketplace.reviews.actions import hide, report, write_reply
from marketplace.reviews.models import Report, Review
from tests.factories.partners import reviewer, seat
from tests.factories.reviews import WORDS, holder, review

pytestmark = pytest.mark.django_db
NOW = {"actor": SYSTEM, "at": clock.now()}
SLY = '</script><script>alert(1)</script><b>"bold"</b>'


def browser(who=None, language="en"):
    client = Client(raise_request_exception=False, headers={"accept-language": language})
    if who:
        client.force_login(getattr(who, "user", who), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def text(answer):
    assert answer.status_code == 200, answer
    return answer.content.decode()


@pytest.fixture
def address(listing):
    return f"/catalog/{listing.slug}/reviews/"


def test_everybody_reads_them_on_the_listing_and_on_their_own_page(listing, address, written, deliver):
    deliver()
    page = text(browser().get(f"/catalog/{listing.slug}/"))
    for said in ("4.0", WORDS["title"], "reviews/", "4 stars of 5"):
        assert said in page
    own = text(browser().get(address))
    assert f'<h2 class="name" lang="en">{WORDS["title"]}</h2>' in own
    assert "<p>We miss an export.</p>" in own
    assert "1 avis" in text(browser(language="fr").get(address))


def test_a_listing_without_reviews_says_so_and_with_some_costs_one_query_more(
    listing, deliver, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as before:
        assert "Nobody has reviewed it yet" in text(browser().get(f"/catalog/{listing.slug}/"))
    for _ in range(4):
        review(listing)
    deliver()
    with django_assert_num_queries(len(before) + 1):
        page = text(browser().get(f"/catalog/{listing.slug}/"))
    assert page.count('<li class="card">') == 1 + 3  # the plan, and the newest reviews


def test_machines_read_the_stars_and_nothing_becomes_markup(listing, address, deliver):
    review(listing, stars=5, title=SLY, text=SLY)
    review(listing, stars=4)
    deliver()
    html = text(browser().get(f"/catalog/{listing.slug}/"))
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    product = json.loads(block)
    assert (product["aggregateRating"]["ratingValue"], product["aggregateRating"]["reviewCount"]) == ("4.5", 2)
    assert [one["reviewRating"]["ratingValue"] for one in product["review"]] == [4, 5]
    assert product["review"][1]["reviewBody"] == SLY
    for page in (html, text(browser().get(address))):
        assert "<script>alert" not in page
        assert "<b>" not in page
    nothing = json.loads(re.findall(r"ld\+json\">(.*?)</script>", html, re.DOTALL)[0])
    assert nothing["@type"] == "Product"


def test_orders_and_pages_can_be_followed(listing, address, monkeypatch):
    monkeypatch.setattr("marketplace.reviews.pages.lists.PAGE", 2)
    rows = [review(listing, stars=stars) for stars in (3, 5, 1, 4)]
    seen, at = [], f"{address}?order=lowest"
    while at:
        page = text(browser().get(at))
        seen += re.findall(r'id="review-([0-9a-f-]{36})"', page)
        more = re.search(r'href="(\?order=lowest&amp;cursor=[^"]+)"', page)
        at = address + more.group(1).replace("&amp;", "&") if more else ""
    assert seen == [str(rows[number].pk) for number in (2, 0, 3, 1)]
    for nonsense in ("?order=best", "?cursor=x", "?cursor=%00", "?order=" + "x" * 500):
        assert str(rows[3].pk) in text(browser().get(address + nonsense))


def test_in_the_place_of_what_is_hidden_stands_the_reason(address, written):
    write_reply(review=written, text="Thank you.", language="en", written_by=None, **NOW)
    hide(review=written, about="reply", reason="Advertising.", **NOW)
    page = text(browser().get(address))
    assert "Advertising." in page
    assert "Thank you." not in page
    hide(review=written, about="review", reason="An insult.", **NOW)
    page = text(browser().get(address))
    assert "An insult." in page
    assert WORDS["title"] not in page


def test_a_customer_writes_changes_and_takes_back(listing, author, address):
    client, form = browser(author), f"{address}write/"
    assert "Publish" in text(client.get(form))
    sent = {"organisation": author.organisation.pk, **WORDS}
    assert client.post(form, sent)["Location"] == address
    made = Review.objects.get()
    assert (made.stars, made.written_by) == (4, author.user)
    shown = text(client.get(form))
    assert WORDS["title"] in shown
    assert 'name="version" value="1"' in shown
    client.post(form, sent | {"version": 1, "stars": 2})
    stale = text(client.post(form, sent | {"version": 1, "stars": 5}))
    assert "Somebody else has changed it" in stale
    assert client.post(form, {"withdraw": 1})["Location"] == address
    made.refresh_from_db()
    assert (made.stars, made.state) == (2, "withdrawn")


@pytest.mark.parametrize(
    "wrong", [{"stars": "9"}, {"title": "a\u202eb"}, {"text": ""}, {"language": "xx"}, {"title": "x" * 200}]
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(author, address, wrong):
    sent = {"organisation": author.organisation.pk, **WORDS, **wrong}
    page = text(browser(author).post(f"{address}write/", sent))
    assert 'class="errors"' in page
    assert "We miss an export." in page or "text" in wrong
    assert not Review.objects.exists()


def test_who_may_not_is_told_why(listing, seller, address):
    assert browser().get(f"{address}write/")["Location"].startswith("/accounts/login/")
    assert "Only customers review" in text(browser(seat()).get(f"{address}write/"))
    holder(listing, seller.organisation)
    client = browser(seller)
    assert "nobody reviews what it sells" in text(client.get(f"{address}write/"))
    sent = {"organisation": seller.organisation.pk, **WORDS}
    assert "nobody reviews what it sells" in text(client.post(f"{address}write/", sent))
    assert not Review.objects.exists()


def test_a_partner_replies_and_others_cannot(listing, written, seller, author, address):
    form = f"/reviews/{written.pk}/reply/"
    assert form in text(browser(seller).get(address))
    assert form not in text(browser(author).get(address))
    assert browser(author).get(form).status_code == 403
    assert browser(seat()).get(form).status_code == 404
    client = browser(seller)
    assert client.post(form, {"text": "Thank you.", "language": "en"})["Location"] == address
    assert client.post(form, {"text": "Thanks.", "language": "en", "version": 1})["Location"] == address
    assert "changed it in the meantime" in text(client.post(form, {"text": "x", "language": "en", "version": 1}))
    assert "Thanks." in text(browser().get(address))


def test_author_and_partner_read_the_words_of_the_mail(written, seller, author, address):
    hide(review=written, about="review", reason="An insult.", **NOW)
    told = "We have hidden the review"
    assert told in text(browser(author).get(f"{address}write/"))
    assert told in text(browser(seller).get(f"/reviews/{written.pk}/reply/"))


def test_anybody_signed_in_reports(written, address):
    form = f"/reviews/{written.pk}/report/"
    assert browser().get(form)["Location"].startswith("/accounts/login/")
    client = browser(seat())
    assert 'class="errors"' in text(client.post(form, {"about": "review", "reason": ""}))
    assert client.post(form, {"about": "review", "reason": "spam"})["Location"] == address
    assert "waits for our staff already" in text(client.post(form, {"about": "review", "reason": "spam"}))
    assert client.get(f"{form}?about=reply").status_code == 404
    assert Report.objects.count() == 1


def test_staff_find_what_waits_and_decide(written, curator):
    report(review=written, about="review", reason="spam", detail="Look.", reported_by=seat().user, **NOW)
    client, page = browser(curator), f"/desk/reviews/{written.pk}/"
    assert page in text(client.get("/desk/reviews/"))
    assert "Look." in text(client.get(page))
    assert "Say why: it is published" in text(client.post(page, {"about": "review", "outcome": "hide"}))
    assert client.post(page, {"about": "review", "outcome": "hide", "reason": "An insult."}).status_code == 302
    assert "Somebody else was faster" in text(
        client.post(page, {"about": "review", "outcome": "hide", "reason": "An insult."})
    )
    assert "No review waits" in text(client.get("/desk/reviews/"))
    client.post(page, {"about": "review", "outcome": "restore", "reason": "Mended."})
    written.refresh_from_db()
    assert not written.is_hidden


@pytest.mark.parametrize("who", [seat, lambda: reviewer(StaffRole.VETTING), lambda: reviewer(StaffRole.SUPPORT)])
def test_only_catalogue_staff_moderate(who, written):
    client = browser(who())
    for page in ("/desk/reviews/", f"/desk/reviews/{written.pk}/"):
        assert client.get(page).status_code == 403
    assert (
        client.post(f"/desk/reviews/{written.pk}/", {"about": "review", "outcome": "hide", "reason": "x"}).status_code
        == 403
    )


def test_the_desk_costs_few_queries_however_much_waits(listing, curator, django_assert_max_num_queries):
    for _ in range(3):
        report(review=review(listing), about="review", reason="spam", reported_by=seat().user, **NOW)
    client = browser(curator)
    with django_assert_max_num_queries(8):
        assert text(client.get("/desk/reviews/")).count("data-step") == 3
