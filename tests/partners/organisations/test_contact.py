import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from core import clock
from core.actors import SYSTEM
from core.events.postman import deliver_due
from core.events.queries import history
from partners.organisations.actions import change_partner, confirm_contact, send_contact_confirmation
from partners.organisations.refusals import AlreadyConfirmed, ConfirmationInvalid, MailJustSent
from partners.organisations.tokens import token_of
from tests.factories.partners import confirmed, registered_partner

pytestmark = pytest.mark.django_db


def ask(partner, *, at=None, language="en"):
    return send_contact_confirmation(partner=partner, language=language, actor=SYSTEM, at=at or clock.now())


def confirm(token, *, at=None):
    return confirm_contact(token=token, actor=SYSTEM, at=at or clock.now())


def test_the_mail_comes_after_the_action_and_its_link_confirms(settings):
    partner = registered_partner("Atelier Nord")
    ask(partner)
    assert mail.outbox == []
    deliver_due(at=clock.now())
    (message,) = mail.outbox
    assert message.to == [partner.contact_email]
    assert "Atelier Nord" in message.subject
    link = re.search(rf"{settings.BASE_URL}(/contact-confirmations/\S+/)", message.body)
    shown = Client().get(link[1])
    assert shown.status_code == 200
    partner.refresh_from_db()
    assert partner.contact_confirmed_at is None, "looking at the page confirms nothing"
    assert Client().post(link[1]).status_code == 200
    partner.refresh_from_db()
    assert partner.contact_is_confirmed
    assert Client().get(link[1]).status_code == 404
    assert Client().post(link[1]).status_code == 409


def test_confirming_leaves_a_fact_and_a_new_version():
    partner = registered_partner()
    after = confirm(token_of(ask(partner).pk))
    assert after.version == partner.version + 1
    assert [fact.type.split(".")[1] for fact in history(f"partner:{partner.pk}")] == [
        "partner_registered",
        "contact_confirmation_requested",
        "contact_confirmed",
    ]


def test_no_fact_and_no_row_holds_the_token():
    partner = registered_partner()
    token = token_of(ask(partner).pk)
    signature = token.split(".")[1]
    assert signature not in str(list(history(f"partner:{partner.pk}").values()))
    assert signature not in str(list(partner.contact_confirmations.values()))


def test_a_token_works_once():
    token = token_of(ask(registered_partner()).pk)
    confirm(token)
    with pytest.raises(ConfirmationInvalid, match="once"):
        confirm(token)


def test_a_token_expires_after_three_days():
    at = clock.now()
    token = token_of(ask(registered_partner(), at=at).pk)
    with pytest.raises(ConfirmationInvalid, match="expired"):
        confirm(token, at=at + timedelta(days=3))


def test_a_token_does_not_confirm_an_address_it_was_not_sent_to():
    partner = registered_partner()
    token = token_of(ask(partner).pk)
    change_partner(
        partner=partner, version=partner.version, contact_email="x@elsewhere.example", actor=SYSTEM, at=clock.now()
    )
    with pytest.raises(ConfirmationInvalid, match="another contact address"):
        confirm(token)
    deliver_due(at=clock.now())
    assert mail.outbox == [], "a mail that has become pointless is not sent"


@pytest.mark.parametrize("forged", ["", ".", "x", "0" * 32, "0" * 32 + ".bad", "\0", "é.ü"])
def test_a_forged_token_is_refused(forged):
    with pytest.raises(ConfirmationInvalid):
        confirm(forged)


def test_a_signature_of_another_confirmation_is_refused():
    first, second = ask(registered_partner()), ask(registered_partner())
    with pytest.raises(ConfirmationInvalid):
        confirm(f"{first.pk.hex}.{token_of(second.pk).split('.')[1]}")


def test_mails_are_not_sent_on_top_of_each_other():
    partner, at = registered_partner(), clock.now()
    ask(partner, at=at)
    with pytest.raises(MailJustSent):
        ask(partner, at=at + timedelta(seconds=59))
    ask(partner, at=at + timedelta(seconds=60))


def test_a_confirmed_address_is_not_asked_again():
    with pytest.raises(AlreadyConfirmed):
        ask(confirmed(registered_partner()))


def test_the_page_keeps_its_token_out_of_referers():
    token = token_of(ask(registered_partner()).pk)
    assert Client().get(f"/contact-confirmations/{token}/")["Referrer-Policy"] == "no-referrer"
