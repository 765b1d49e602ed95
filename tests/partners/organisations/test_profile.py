import pytest

from core import clock
from core.actors import SYSTEM
from core.events.queries import history
from core.refusals import Invalid, PreconditionFailed
from partners.organisations.actions import change_partner
from partners.organisations.models import Partner
from partners.organisations.refusals import AlreadyPartner, NameTaken
from tests.factories.partners import confirmed, organisation, registered_partner

pytestmark = pytest.mark.django_db


def change(partner, **changes):
    return change_partner(partner=partner, version=partner.version, actor=SYSTEM, at=clock.now(), **changes)


def test_registering_leaves_a_fact_and_a_slug():
    partner = registered_partner("Atelier du Nord")
    assert partner.slug == "atelier-du-nord"
    (fact,) = history(f"partner:{partner.pk}")
    assert fact.type == "organisations.partner_registered"
    assert list(history(f"organisation:{partner.organisation_id}")) == [fact]


def test_an_organisation_has_one_profile():
    first = registered_partner()
    with pytest.raises(AlreadyPartner):
        registered_partner("Quite another name", organisation_=first.organisation)


@pytest.mark.parametrize("other", ["ATELIER NORD", "Atelier\u200b Nord", "Аtelier Nord"])
def test_a_name_that_looks_like_anothers_is_refused(other):
    registered_partner("Atelier Nord")
    with pytest.raises(NameTaken) as refused:
        registered_partner(other)
    assert "support" in refused.value.detail
    assert Partner.objects.count() == 1


def test_names_that_differ_only_in_signs_get_different_slugs():
    first, second, third = registered_partner("C Tools"), registered_partner("C++ Tools"), registered_partner("東京")
    assert len({first.slug, second.slug, third.slug}) == 3
    assert second.slug.startswith("c-tools-")
    assert third.slug.startswith("partner-")


def test_a_change_bumps_the_version_keeps_the_slug_and_tells_what_changed():
    partner = registered_partner("Atelier Nord")
    changed = change(partner, display_name="Atelier  Sud", vat_id="fr 83 404 833 048")
    assert (changed.display_name, changed.slug, changed.vat_id) == ("Atelier Sud", "atelier-nord", "FR83404833048")
    assert changed.version == partner.version + 1
    fact = history(f"partner:{partner.pk}").last()
    assert fact.data["changes"] == {
        "display_name": ["Atelier Nord", "Atelier Sud"],
        "vat_id": ["FR40303265045", "FR83404833048"],
    }


def test_another_name_frees_the_old_one():
    change(registered_partner("Atelier Nord"), display_name="Atelier Sud")
    assert registered_partner("Atelier Nord").slug.startswith("atelier-nord-")


def test_the_same_values_change_nothing():
    partner = registered_partner()
    assert change(partner, website=partner.website, vat_id="FR 40 303 265 045").version == partner.version
    assert history(f"partner:{partner.pk}").count() == 1


def test_another_contact_address_is_unconfirmed_and_in_no_fact():
    partner = confirmed(registered_partner())
    changed = change(partner, contact_email="jane.doe@atelier.example")
    assert changed.contact_confirmed_at is None
    assert "jane.doe" not in str(list(history(f"partner:{partner.pk}").values_list("data", flat=True)))


def test_a_lost_update_is_refused():
    partner = registered_partner()
    change(partner, website="https://one.example")
    with pytest.raises(PreconditionFailed):
        change(partner, website="https://two.example")


def test_a_taken_name_cannot_be_changed_to():
    registered_partner("Atelier Nord")
    with pytest.raises(NameTaken):
        change(registered_partner("Atelier Sud"), display_name="atelier nord")


@pytest.mark.parametrize("field", [{"display_name": "!!"}, {"vat_id": "FR?"}])
def test_values_that_cannot_be_are_named(field):
    with pytest.raises(Invalid) as refused:
        change(registered_partner(), **field)
    assert refused.value.extensions["errors"][0]["pointer"] == f"/{next(iter(field))}"


def test_an_organisation_with_a_profile_cannot_vanish():
    partner = registered_partner(organisation_=organisation())
    with pytest.raises(Exception, match="protected"):
        partner.organisation.delete()
