"""Screenshots go the way of logos, in an order, each with words; a video is only ever linked."""

import json
import re

import pytest
from django.test import Client

from catalog.listings.actions import approve, submit_offer
from catalog.listings.models import ListingVersion
from catalog.offers.models import Offer
from catalog.offers.rules import offer_errors
from core import clock
from core.accounts.roles import StaffRole
from core.actors import SYSTEM
from core.storage.models import Purpose
from tests.catalog.offers.test_logos import drawn, shown, uploaded
from tests.factories import partners as make
from tests.partners.conftest import problem

NOW = {"actor": SYSTEM, "at": clock.now()}
VIDEO = "https://video.example/watch?v=tide"


@pytest.fixture
def uploads(partner):
    return [uploaded(partner.organisation, drawn(width, 200)) for width in (400, 500, 600)]


def change(api, draft, **fields):
    return api.patch(f"offers/{draft.pk}", fields, if_match=f'"{Offer.objects.get(pk=draft.pk).version}"')


def put(api, draft, *shots):
    return change(api, draft, screenshots=list(shots))


def new(upload, alt="A board."):
    return {"upload": str(upload.pk), "alt": alt}


def kept(shot, alt="A board."):
    return {"picture": shot["picture"], "alt": alt}


def said(answer):
    assert answer.status_code == 200, answer.content
    return answer.json()["screenshots"]


def test_they_are_kept_in_their_order_written_anew_and_with_their_words(api, draft, uploads):
    shots = said(put(api, draft, *(new(upload, f"Picture {n}") for n, upload in enumerate(uploads))))
    assert [(shot["width"], shot["alt"]) for shot in shots] == [
        (400, "Picture 0"),
        (500, "Picture 1"),
        (600, "Picture 2"),
    ]
    assert len(shown(shots[0]["url"])) == shots[0]["bytes"]
    assert api.get(f"offers/{draft.pk}").json()["screenshots"] == shots


def test_those_there_are_change_places_and_words_without_another_upload(api, draft, uploads):
    first, second, _ = said(put(api, draft, *map(new, uploads)))
    changed = said(put(api, draft, kept(second, "Other words."), kept(first)))
    assert [(shot["picture"], shot["alt"]) for shot in changed] == [
        (second["picture"], "Other words."),
        (first["picture"], "A board."),
    ]
    version = Offer.objects.get(pk=draft.pk).version
    put(api, draft, kept(second, "Other words."), kept(first))  # what is equal changes nothing
    assert Offer.objects.get(pk=draft.pk).version == version
    assert said(put(api, draft)) == []


def test_an_offer_is_drafted_with_them(api, partner, uploads, shelf):
    body = {
        "partner": str(partner.pk),
        "name": "Tide",
        "summary": "s",
        "screenshots": [new(uploads[0])],
        "video_url": VIDEO,
    }
    answer = api.post("offers", body)
    assert answer.status_code == 201
    assert (answer.json()["screenshots"][0]["width"], answer.json()["video_url"]) == (400, VIDEO)


@pytest.mark.parametrize("alt", ["", "   ", "x" * 201, "two\nlines", "a\u202eb", None, 5])
def test_none_is_shown_without_words(api, draft, uploads, alt):
    refused = problem(put(api, draft, new(uploads[0], alt)), 422, "validation-failed")
    assert refused["errors"][0]["pointer"].startswith("/screenshots")
    assert Offer.objects.get(pk=draft.pk).screenshots == []


def test_what_cannot_be_shown_is_refused_where_it_stands(api, draft, partner, uploads):
    foreign = uploaded(make.seat().organisation, drawn())
    refused = problem(put(api, draft, new(uploads[0]), new(foreign)), 422, "validation-failed")
    assert refused["errors"][0]["pointer"] == "/screenshots/1/upload"
    unknown = problem(put(api, draft, {"picture": "0" * 64, "alt": "x"}), 422, "validation-failed")
    assert unknown["errors"][0]["pointer"] == "/screenshots/0/picture"
    evidence = uploaded(partner.organisation, drawn(), purpose=Purpose.EVIDENCE)
    problem(put(api, draft, new(evidence)), 422, "upload-wrong-purpose")
    for wrong in (
        {"alt": "x"},
        {"alt": "x", "upload": str(uploads[0].pk), "picture": "0" * 64},
        {"alt": "x", "picture": "../etc"},
        {"alt": "x", "upload": str(uploads[0].pk), "size": 5},
        "x",
    ):
        problem(put(api, draft, wrong), 422, "validation-failed")
    problem(put(api, draft, *[new(uploads[0])] * 2), 422, "validation-failed")
    problem(put(api, draft, *[{"picture": f"{n}" * 64, "alt": "x"} for n in range(9)]), 422, "validation-failed")
    assert Offer.objects.get(pk=draft.pk).screenshots == []


@pytest.mark.parametrize(
    "address",
    ["http://video.example/", "javascript:alert(1)", "https://", "//video.example/", "https://a b.example/", "ftp://x.example",
     "https://video.example/\"><script>", "data:text/html,x", "https://video.example/" + "x" * 300],
)  # fmt: skip
def test_a_video_is_an_https_address_or_nothing(address):
    assert "video_url" in offer_errors({"video_url": address})
    assert offer_errors({"video_url": VIDEO}) == offer_errors({"video_url": ""}) == {}


def test_a_version_freezes_them_and_its_page_shows_them(api, draft, uploads):
    first, second = said(put(api, draft, new(uploads[0], "A board & a half"), new(uploads[1])))
    change(api, draft, video_url=VIDEO)
    draft = Offer.objects.select_related("partner").get(pk=draft.pk)
    listing = approve(version=submit_offer(offer=draft, **NOW), **NOW)
    put(api, draft, kept(second))
    rest = Client().get(f"/api/v1/listings/{listing.slug}").json()
    assert ([shot["picture"] for shot in rest["screenshots"]], rest["video_url"]) == (
        [first["picture"], second["picture"]],
        VIDEO,
    )
    html = Client(headers={"accept-language": "en"}).get(f"/catalog/{listing.slug}/").content.decode()
    assert f'<img src="{first["url"]}" width="400" height="200" loading="lazy" alt="A board &amp; a half">' in html
    assert '<meta property="og:image:alt" content="A board &amp; a half">' in html
    assert f'<a href="{VIDEO}" rel="nofollow noopener noreferrer">Watch it on video.example</a>' in html
    assert not re.search(r"<(iframe|video|embed|object)\b", html)
    product = json.loads(re.search(r"ld\+json\">(.*?)</script>", html, re.DOTALL)[1])
    assert [address.rpartition("/pictures/")[2] for address in product["image"]] == [
        f"{shot['picture']}.png" for shot in (first, second)
    ]


def test_what_changed_is_told_over_rest_and_shown_on_the_desk(api, draft, uploads):
    first, second, _ = said(put(api, draft, *map(new, uploads)))
    draft = Offer.objects.select_related("partner").get(pk=draft.pk)
    approve(version=submit_offer(offer=draft, **NOW), **NOW)
    put(api, draft, kept(second, "Other words."))
    draft = Offer.objects.select_related("partner").get(pk=draft.pk)
    version = submit_offer(offer=draft, **NOW)
    told = api.get(f"listing-versions/{version.pk}").json()["changes"]
    assert [(one["about"], one["kind"]) for one in told] == [
        ("screenshots", "removed"),
        ("screenshots", "removed"),
        ("screenshots", "changed"),
    ]
    assert told[0]["before"]["picture"] == first["picture"]
    assert (told[2]["before"]["alt"], told[2]["after"]["alt"]) == ("A board.", "Other words.")
    staff = Client(headers={"accept-language": "en"})
    staff.force_login(make.reviewer(StaffRole.CATALOGUE))
    html = staff.get(f"/desk/listings/{version.pk}/").content.decode()
    assert html.count(f'src="{first["url"]}"') == 1
    assert "<ins>Other words.</ins>" in html
    assert (
        staff.post(
            f"/desk/listings/{version.pk}/", {"outcome": "request_changes", "finding-screenshots": "Show the product."}
        ).status_code
        == 302
    )
    assert ListingVersion.objects.get(pk=version.pk).findings == [
        {"about": "screenshots", "detail": "Show the product."}
    ]
