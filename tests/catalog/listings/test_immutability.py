"""What the database itself refuses, whoever asks."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from catalog.listings.models import Listing, ListingVersion
from tests.factories.catalog import FLAT, live_listing, submitted


def execute(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE listings_listingversion SET content = jsonb_set(content, '{plans,0,terms,amount}', '\"0.01\"')",
        "UPDATE listings_listingversion SET number = 7",
        "UPDATE listings_listingversion SET submitted_at = now()",
        "DELETE FROM listings_listingversion",
    ],
)
def test_what_was_submitted_stays_as_it_was(draft, statement):
    version = submitted(draft)
    with pytest.raises(DatabaseError, match=r"Cannot|read-only|delete|update"):
        execute(statement)
    assert ListingVersion.objects.get(pk=version.pk).content == version.content


@pytest.mark.parametrize("state", ["submitted", "live"])
def test_an_offer_has_one_waiting_and_one_live_version(draft, state):
    version = submitted(draft)
    ListingVersion.objects.filter(pk=version.pk).update(state=state)
    with pytest.raises(IntegrityError), transaction.atomic():
        ListingVersion.objects.create(
            offer=draft, number=2, state=state, content=version.content, submitted_at=version.submitted_at
        )


@pytest.mark.parametrize(
    "changes", [{"state": "withdrawn"}, {"current": None}, {"state": "gone"}, {"state": "retired"}]
)
def test_a_listing_shows_a_version_exactly_while_it_is_live(partner, changes):
    live_listing(partner, plans=[FLAT])
    with pytest.raises(IntegrityError), transaction.atomic():
        Listing.objects.update(**changes)


def test_a_scheduled_version_has_an_instant_and_waits_alone(draft):
    version = submitted(draft)
    rows = ListingVersion.objects.filter(pk=version.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="scheduled")
    rows.update(state="scheduled", goes_live_at=version.submitted_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        ListingVersion.objects.create(offer=draft, number=2, content=version.content, submitted_at=version.submitted_at)


def test_a_version_has_a_known_state(draft):
    submitted(draft)
    with pytest.raises(IntegrityError), transaction.atomic():
        ListingVersion.objects.update(state="approved")
