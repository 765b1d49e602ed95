"""Founding an organisation by a page: the same action, the same rules as over REST."""

import pytest

from core.accounts.models import Membership, Organisation
from core.events.models import Fact

PAGE = "/account/organisations/new/"


@pytest.fixture
def signed_in(client, ada):
    client.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_founder_becomes_owner_and_a_fact_is_left(signed_in, ada):
    answer = signed_in.post(PAGE, {"name": "Atelier du Sud", "country": "fr"}, follow=True)
    assert "Atelier du Sud is founded, and you are its owner." in answer.content.decode()
    membership = Membership.objects.select_related("organisation").get(user=ada)
    assert (membership.role, membership.organisation.country) == ("owner", "FR")
    [fact] = Fact.objects.filter(type="accounts.organisation_founded")
    assert (fact.actor_id, fact.subject) == (ada.pk, f"organisation:{membership.organisation_id}")


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("name", "", "This field is required"),
        ("name", "x" * 151, "at most 150 characters"),
        ("name", "two\nlines", "one line"),
        ("country", "", "This field is required"),
        ("country", "F1", "two capital letters"),
        ("country", "ﬀ", "two capital letters"),
        ("country", "FRA", "at most 2 characters"),
    ],
)
def test_what_rest_refuses_is_refused_here_and_said_at_the_field(signed_in, field, value, complaint):
    answer = signed_in.post(PAGE, {"name": "Atelier", "country": "FR"} | {field: value})
    assert answer.status_code == 200
    assert complaint in answer.content.decode()
    assert not Organisation.objects.exists()


def test_one_signs_in_first(client, db):
    assert client.get(PAGE)["Location"].startswith("/accounts/login/")
