import pytest

from core import clock
from core.actors import SYSTEM
from core.events.models import Fact
from partners.organisations.actions import change_partner, confirm_contact, send_contact_confirmation
from partners.organisations.models import Partner
from partners.organisations.refusals import AlreadyPartner, ConfirmationInvalid, NameTaken
from partners.organisations.tokens import token_of
from tests.factories import partners as make
from tests.partners.races import both, while_locked

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_want_one_name_at_once_one_gets_it():
    one, other = make.organisation(), make.organisation()
    results = both(
        lambda: make.registered_partner("Atelier Nord", organisation_=one),
        lambda: make.registered_partner("ATELIER NORD", organisation_=other),
    )
    assert sorted(type(result).__name__ for result in results) == ["NameTaken", "Partner"]
    assert any(isinstance(result, NameTaken) for result in results)


def test_an_organisation_that_registers_twice_at_once_has_one_profile():
    organisation = make.organisation()
    results = both(
        lambda: make.registered_partner("Nord", organisation_=organisation),
        lambda: make.registered_partner("Sud", organisation_=organisation),
    )
    assert sorted(isinstance(result, AlreadyPartner) for result in results) == [False, True]
    assert Partner.objects.count() == 1


def test_a_token_used_twice_at_once_confirms_once():
    partner = make.registered_partner()
    token = token_of(send_contact_confirmation(partner=partner, actor=SYSTEM, at=clock.now()).pk)

    def confirm():
        return confirm_contact(token=token, actor=SYSTEM, at=clock.now())

    results = both(confirm, confirm)
    assert sorted(isinstance(result, ConfirmationInvalid) for result in results) == [False, True]
    assert Fact.objects.filter(type="organisations.contact_confirmed").count() == 1


def test_an_address_that_changes_while_it_is_confirmed_does_not_come_out_confirmed():
    partner = make.registered_partner()
    token = token_of(send_contact_confirmation(partner=partner, actor=SYSTEM, at=clock.now()).pk)

    def change():
        change_partner(
            partner=partner, version=partner.version, contact_email="x@other.example", actor=SYSTEM, at=clock.now()
        )

    with while_locked(change, lambda: confirm_contact(token=token, actor=SYSTEM, at=clock.now())) as late:
        assert isinstance(late.exception(), ConfirmationInvalid)
    partner.refresh_from_db()
    assert (partner.contact_email, partner.contact_confirmed_at) == ("x@other.example", None)
