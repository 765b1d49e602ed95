"""An offer speaks further languages: who reads in one sees its texts, where there are none the first ones."""

import pytest
from django.test import Client

from catalog.listings.actions import approve, submit_offer
from catalog.offers.actions import change_offer
from catalog.search.actions import refresh
from core import clock
from core.actors import SYSTEM
from tests.factories.catalog import live_listing
from tests.partners.conftest import problem

FRENCH = {"fr": {"summary": "Des tableaux qui suivent la marée.", "description": "Pour les équipes calmes."}}
NOW = {"actor": SYSTEM, "at": clock.now()}


@pytest.fixture
def listing(partner):
    return live_listing(partner, name="Tide", summary="Boards that follow the tide.", description="For calm teams.")


def published(listing, translations):
    offer = listing.offer
    change_offer(offer=offer, version=offer.version, changes={"translations": translations}, **NOW)
    return approve(version=submit_offer(offer=offer, **NOW), **NOW)


def read(path, language):
    return Client(headers={"accept-language": language}).get(path)


def test_who_reads_french_sees_french_and_everybody_else_what_was_first_written(listing):
    published(listing, FRENCH)
    for language, summary in (
        ("fr", FRENCH["fr"]["summary"]),
        ("en", "Boards that follow the tide."),
        ("de", "Boards"),
    ):
        assert read(f"/api/v1/listings/{listing.slug}", language).json()["summary"].startswith(summary)
        assert summary in read(f"/catalog/{listing.slug}/", language).content.decode()


def test_a_text_that_is_not_translated_is_shown_as_it_was_first_written(listing):
    published(listing, {"fr": {"summary": "Des tableaux."}})
    said = read(f"/api/v1/listings/{listing.slug}", "fr").json()
    assert (said["summary"], said["description"]) == ("Des tableaux.", "For calm teams.")


def test_it_is_found_by_its_french_words_and_listed_with_them(listing):
    published(listing, FRENCH)
    refresh(listing_ids=[listing.pk], at=clock.now())
    found = read("/api/v1/listings?q=marée", "en").json()["results"]
    assert [(one["name"], one["summaries"]) for one in found] == [("Tide", {"fr": FRENCH["fr"]["summary"]})]
    assert FRENCH["fr"]["summary"] in read("/catalog/?q=marée", "fr").content.decode()
    assert "Boards that follow" in read("/catalog/?q=marée", "en").content.decode()


def test_what_changed_is_told_by_language(api, curator, listing):
    published(listing, FRENCH)
    offer = listing.offer
    offer.refresh_from_db()
    changes = {"translations": {"fr": {"summary": "Des tableaux."}}}
    change_offer(offer=offer, version=offer.version, changes=changes, **NOW)
    version = submit_offer(offer=offer, **NOW)
    told = api.get(f"listing-versions/{version.pk}").json()["changes"]
    assert [(change["about"], change["kind"]) for change in told] == [
        ("summary/fr", "changed"),
        ("description/fr", "removed"),
    ]
    page = curator.client.get(f"/desk/listings/{version.pk}/", headers={"accept-language": "en"}).content.decode()
    assert "Summary (fr)" in page


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        "fr",
        {"fr": "Bonjour"},
        {"de": {"summary": "Hallo"}},
        {"fr": {"name": "Marée"}},
        {"fr": {"summary": ""}},
        {"fr": {"summary": "x" * 301}},
        {"fr": {"summary": 7}},
        {"fr": {"description": "a\x00b"}},
    ],
)
def test_what_is_no_translation_is_refused(api, draft, wrong):
    document = problem(api.patch(f"offers/{draft.pk}", {"translations": wrong}, if_match=f'"{draft.version}"'), 422)
    assert {error["pointer"] for error in document["errors"]} == {"/translations"}


def test_the_editor_asks_for_french_beside_the_first_texts(api, draft):
    page = api.client.get(f"/partner/offers/{draft.pk}/").content.decode()
    assert 'name="summary_fr"' in page
    sent = {"name": draft.name, "summary": "s", "kind": "product", "categories": draft.categories}
    api.client.post(f"/partner/offers/{draft.pk}/", sent | {"summary_fr": "Des tableaux."})
    draft.refresh_from_db()
    assert draft.translations == {"fr": {"summary": "Des tableaux."}}
    api.client.post(f"/partner/offers/{draft.pk}/", sent)
    draft.refresh_from_db()
    assert draft.translations == {}


def test_an_export_says_that_it_leaves_translations_out(api, draft):
    api.patch(f"offers/{draft.pk}", {"translations": FRENCH}, if_match=f'"{draft.version}"')
    left_out = api.get(f"offers/{draft.pk}/tmf620").json()["leftOut"]
    assert [(each["pointer"], each["code"]) for each in left_out] == [("/description", "not-exported")]
