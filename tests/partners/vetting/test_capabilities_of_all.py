"""Several capabilities of partners and subjects by one query: the same as asked for one by one."""

from datetime import timedelta

import pytest

from core import clock
from core.actors import SYSTEM
from partners.programmes import shipped
from partners.programmes.actions import publish_programme
from partners.vetting.actions import review_subject
from partners.vetting.models import Assessment
from partners.vetting.queries import capabilities_of, capabilities_of_all
from tests.factories.bundles import bundled_partner
from tests.factories.catalog import offer
from tests.factories.partners import application, registered_partner, vetted_partner

NAMES = ("list_public", "bundle", "sell")


@pytest.mark.django_db
def test_they_are_what_each_is_asked_alone_by_one_query(django_assert_num_queries):
    at = clock.now()
    partners = [vetted_partner(), vetted_partner(), bundled_partner(), application().partner, registered_partner()]
    ended = at - timedelta(days=60)
    Assessment.objects.filter(application__partner=partners[1], key="LEG-001").update(
        good_until=ended, grace_until=ended + timedelta(days=1)
    )
    held, free = offer(partners[0]), offer(partners[2])
    book = next(path for path in shipped.BOOKS if path.stem == "offer")
    publish_programme(**shipped.read_file(book), actor=SYSTEM, at=at)
    facts = {"data_classes": ["health"], "texts": {}, "listing_prices": [], "plan_prices": []}
    review_subject(
        partner=partners[0],
        programme_scope="offer",
        subject_id=held.pk,
        facts=facts,
        touched=[],
        actor=SYSTEM,
        at=at,
    )
    ids, offers = [one.pk for one in partners], [held.pk, free.pk]
    with django_assert_num_queries(1):
        found = capabilities_of_all(ids, offers, NAMES, at)
    for name in NAMES:
        assert found.partners[name] == capabilities_of(ids, name, at)
        assert found.subjects[name] == capabilities_of_all((), offers, (name,), at).subjects[name]
    assert {one.status for one in found.partners["list_public"].values()} > {"active"}
    assert any(held.pk in found.subjects[name] for name in NAMES)
    assert all(free.pk not in found.subjects[name] for name in NAMES)
