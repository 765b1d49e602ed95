"""A whole file: what it leads to, twice, and with bad lines in it."""

import io

import pytest
from django.core.management import CommandError, call_command

from catalog.importing.models import ImportedLine
from catalog.importing.run import import_file
from catalog.listings.actions import submit_offer, withdraw_listing
from catalog.listings.models import Listing, ListingVersion
from catalog.offers.models import Category, Offer, Plan
from catalog.search.models import Document
from core import clock
from core.actors import SYSTEM, Actor
from core.events.models import Delivery, Fact
from core.events.queries import history
from partners.organisations.models import Partner
from partners.programmes.models import Programme
from partners.vetting.actions import apply
from partners.vetting.capabilities import capability_of
from partners.vetting.refusals import CapabilityMissing, ProgrammeNotOpen
from tests.catalog.importing.products import ALL, BOARD, CHART, LAMP, line, lines
from tests.factories.catalog import category
from tests.factories.catalog import offer as draft
from tests.factories.partners import registered_partner, starting_programme

pytestmark = pytest.mark.django_db
NOW = {"actor": SYSTEM, "at": clock.now()}


def run(data):
    return import_file(io.BytesIO(data), attribution="note", workers=1, progress=lambda *_: None)


def counts():
    return [kind.objects.count() for kind in (Fact, Partner, Offer, Plan, ListingVersion, Listing, Delivery, Category)]


def test_a_file_becomes_partners_and_live_listings_that_are_found():
    assert run(lines(*ALL)).counts == {"new": 3}
    assert set(Partner.objects.values_list("display_name", flat=True)) == {"Tidewater", "lamplight.example"}
    assert set(Listing.objects.live().values_list("slug", flat=True)) == {"tide-board", "tide-chart", "lamplight"}
    assert set(Category.objects.values_list("slug", flat=True)) == {"project-management", "charts-maps", "lighting"}
    assert Document.objects.count() == 3
    assert not Delivery.objects.exclude(state="done").exists()
    listing = Listing.objects.get(slug="tide-chart")
    assert listing.current.content["source_note"] == "note"
    assert [plan["code"] for plan in listing.current.content["plans"]] == ["solo", "team", "solo-yearly"]


def test_it_goes_through_the_actions_that_partners_and_staff_use():
    run(lines(BOARD))
    assert set(Fact.objects.values_list("type", flat=True)) >= {
        "accounts.organisation_founded",
        "organisations.partner_registered",
        "vetting.application_opened",
        "vetting.evidence_submitted",
        "vetting.requirement_satisfied",
        "vetting.partner_vetted",
        "offers.offer_drafted",
        "offers.plan_added",
        "listings.listing_submitted",
        "listings.listing_published",
    }
    assert {fact.actor_label for fact in history(f"offer:{Offer.objects.get().pk}")} == {"Import"}


def test_a_second_run_changes_nothing():
    run(lines(*ALL))
    before = counts()
    report = run(lines(*ALL))
    assert (report.counts, report.delivered, counts()) == ({"as before": 3}, 0, before)


def test_a_changed_line_makes_a_new_version_and_leaves_the_others_alone():
    run(lines(*ALL))
    anew = BOARD | {"stars": 30_000, "description": "Anew."}
    assert run(lines(anew, CHART, LAMP)).counts == {"changed": 1, "as before": 2}
    listing = Listing.objects.get(slug="tide-board")
    assert (listing.current.number, listing.current.content["summary"]) == (2, "Anew.")
    assert listing.current.content["plans"][0]["terms"] == {"amount": "59.00"}
    assert "Anew." in Document.objects.get(listing_id=listing.pk).card
    assert run(lines(anew)).counts == {"as before": 1}


def test_bad_lines_are_named_and_the_rest_is_imported():
    same_name = line(BOARD, slug="other")
    too_long = b'{"slug": "' + b"x" * 200_000 + b'"}'
    bad = [b"{", b"\xff", line(BOARD), line(CHART, tags=[]), same_name, too_long]
    report = run(b"\xef\xbb\xbf" + b"\n".join([line(BOARD), b"", *bad, line(LAMP)]))
    assert report.counts == {"new": 2, "refused": 6}
    assert report.blank == 1
    reasons = {outcome.number: outcome.reason for outcome in report.refused}
    assert list(reasons) == [3, 4, 5, 6, 7, 8]
    assert "line 1 already" in reasons[5]
    assert "“Tide Board”" in reasons[7]
    assert ImportedLine.objects.count() == Listing.objects.count() == 2


def test_a_publisher_of_whom_nothing_is_listed_leaves_no_partner():
    run(lines(BOARD))
    Offer.objects.update(name="Taken")
    assert run(lines(LAMP | {"tags": ["★"]})).counts == {"refused": 1}
    assert Partner.objects.count() == 1


def test_a_taken_name_gives_way_to_one_with_the_host():
    registered_partner("Tidewater")
    run(lines(BOARD))
    assert Partner.objects.filter(display_name="Tidewater (github.com)").exists()


def test_where_no_name_is_free_the_line_is_refused_and_nothing_is_left():
    registered_partner("Tidewater")
    registered_partner("Tidewater (github.com)")
    before = counts()[1:6]
    assert run(lines(BOARD)).counts == {"refused": 1}
    assert counts()[1:6] == before


def test_an_offer_does_not_change_hands():
    run(lines(BOARD))
    report = run(lines(BOARD | {"source_code_url": "https://github.com/Other/tide-board"}))
    assert "change hands" in report.refused[0].reason
    assert Partner.objects.count() == 1


def test_a_withdrawn_listing_stays_withdrawn():
    run(lines(BOARD))
    withdraw_listing(listing=Listing.objects.get(), **NOW)
    report = run(lines(BOARD | {"stars": 7}))
    assert "withdrawn" in report.refused[0].reason
    assert Listing.objects.get().state == "withdrawn"
    assert Offer.objects.get().versions.count() == 1


def test_existing_categories_keep_their_names():
    category("project-management", "Projects", "Projets")
    run(lines(BOARD))
    assert Category.objects.get().name == "Projects"


def test_the_programme_of_imports_is_nobodys_way_around_the_requirements():
    starting_programme()
    run(lines(BOARD))
    assert capability_of(Partner.objects.get(), "list_public", at=clock.now()).status == "active"
    partner = registered_partner()
    programme = Programme.objects.get(code="imported")
    with pytest.raises(ProgrammeNotOpen):
        apply(partner=partner, programme=programme, actor=Actor("user", partner.pk, "Ada"), at=clock.now())
    with pytest.raises(CapabilityMissing) as refusal:
        submit_offer(offer=draft(partner), **NOW)
    assert "IDN-001" in {missing["key"] for missing in refusal.value.extensions["missing"]}


def test_the_command_tells_what_became_of_each_line_and_ends_with_a_code(tmp_path, capsys):
    file = tmp_path / "products.jsonl"
    file.write_bytes(lines(BOARD) + b"{\n")
    with pytest.raises(SystemExit) as ended:
        call_command("import_offers", str(file), workers=1)
    said = capsys.readouterr()
    assert ended.value.code == 3
    assert "line 2: it is not JSON" in said.err
    assert "1 new, 0 changed, 0 as before, 1 refused" in said.out
    file.write_bytes(lines(BOARD))
    call_command("import_offers", str(file), workers=1)
    assert "Nothing was changed." in capsys.readouterr().out
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_offers", str(tmp_path / "nowhere"))
