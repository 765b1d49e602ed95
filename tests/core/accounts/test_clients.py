"""Programs: a token for client credentials, bound to one organisation, its scopes and this API."""

from datetime import timedelta

import pytest
from allauth.idp.oidc.models import Client, Token
from django.utils import timezone

from core import clock
from core.accounts import actions
from core.accounts.granting import GrantTooWide
from core.accounts.models import ApiClient
from core.accounts.oauth import API
from core.actors import SYSTEM
from core.events.models import Fact
from core.refusals import Invalid


def assert_challenged(answer):
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="guichet", error="invalid_token"'
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "authentication-required"


@pytest.fixture
def token(new_client, ask_token):
    api_client, secret = new_client("offers:read", "organisation:read")
    return ask_token(api_client.pk, secret).json()["access_token"]


def test_a_program_is_who_it_says(api, token, organisation):
    me = api(token=token).call("get", "me").json()
    assert (me["kind"], me["name"], me["email"]) == ("client", "Importer", None)
    [own] = me["organisations"]
    assert own["id"] == str(organisation.pk)
    assert (own["role"], own["permissions"]) == (None, ["offers:read", "organisation:read"])


def test_it_sees_its_organisation_and_no_other(api, token, organisation, bo):
    other = actions.found_organisation(name="Other", country="DE", owner=bo, actor=SYSTEM, at=clock.now())
    program = api(token=token)
    assert program.call("get", f"organisations/{organisation.pk}").status_code == 200
    assert program.call("get", f"organisations/{other.pk}").status_code == 404
    listed = program.call("get", "organisations").json()["results"]
    assert [row["id"] for row in listed] == [str(organisation.pk)]


def test_a_scope_it_lacks_is_named(api, token, organisation):
    refused = api(token=token).call("get", f"organisations/{organisation.pk}/members")
    assert refused.status_code == 403
    assert (refused.json()["code"], refused.json()["scope"]) == ("insufficient-scope", "members:read")


def test_it_cannot_do_what_only_people_do(api, token):
    refused = api(token=token).call("post", "organisations", {"name": "Mine", "country": "FR"})
    assert (refused.status_code, refused.json()["code"]) == (403, "person-needed")


def test_a_token_may_hold_less_than_the_client(api, new_client, ask_token):
    api_client, secret = new_client("offers:read", "organisation:read")
    narrow = ask_token(api_client.pk, secret, scope="organisation:read").json()["access_token"]
    [own] = api(token=narrow).call("get", "me").json()["organisations"]
    assert own["permissions"] == ["organisation:read"]


def test_a_token_never_holds_more_than_the_client(new_client, ask_token):
    api_client, secret = new_client("offers:read")
    refused = ask_token(api_client.pk, secret, scope="offers:read offers:write")
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_scope")
    assert not Token.objects.exists()


def test_a_scope_taken_from_the_client_is_gone_from_its_tokens(api, token):
    ApiClient.objects.update(scopes=["organisation:read"])
    [own] = api(token=token).call("get", "me").json()["organisations"]
    assert own["permissions"] == ["organisation:read"]


def test_an_unknown_token_is_challenged(api, db):
    for value in ("nonsense", "", "é", "a" * 5000, "a\x7fb"):
        assert_challenged(api(token=value).call("get", "me"))


def test_nobody_is_challenged_without_an_error(api, db):
    answer = api().call("get", "me")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="guichet"')


def test_an_expired_token_is_challenged(api, token):
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert_challenged(api(token=token).call("get", "me"))


def test_a_refresh_or_initial_token_is_no_access_token(api, token):
    for kind in (Token.Type.REFRESH_TOKEN, Token.Type.INITIAL_ACCESS_TOKEN):
        Token.objects.update(type=kind)
        assert_challenged(api(token=token).call("get", "me"))


@pytest.mark.parametrize("resources", [[], ["https://elsewhere.example/"], [API, "https://elsewhere.example/"]])
def test_a_token_for_another_audience_or_for_none_is_challenged(api, token, resources):
    row = Token.objects.get()
    assert row.get_resources() == [API]
    row.set_resources(resources)
    row.save()
    assert_challenged(api(token=token).call("get", "me"))


def test_no_token_is_made_for_another_audience(new_client, ask_token):
    api_client, secret = new_client()
    refused = ask_token(api_client.pk, secret, resource="https://elsewhere.example/")
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_target")
    assert ask_token(api_client.pk, secret, resource=API).status_code == 200


def test_a_person_s_oidc_client_is_no_way_in(api, token):
    """A token of an OAuth client that belongs to no organisation opens nothing."""
    loose = Client.objects.create(id="loose", name="Loose", secret="x")
    Token.objects.update(client=loose)
    assert_challenged(api(token=token).call("get", "me"))


@pytest.mark.parametrize(
    "grant", ["authorization_code", "refresh_token", "password", "", "urn:ietf:params:oauth:grant-type:device_code"]
)
def test_no_other_grant(new_client, ask_token, grant):
    api_client, secret = new_client()
    refused = ask_token(api_client.pk, secret, grant_type=grant)
    assert (refused.status_code, refused.json()["error"]) == (400, "unsupported_grant_type")


@pytest.mark.parametrize(
    "path", ["/identity/o/authorize", "/identity/o/device", "/identity/o/api/device/code", "/identity/o/api/clients"]
)
def test_the_rest_of_the_identity_provider_has_no_address(client, db, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("secret", ["wrong", "", "\x00", "é"])
def test_a_wrong_secret_gets_nothing(new_client, ask_token, secret):
    api_client, _ = new_client()
    assert ask_token(api_client.pk, secret).status_code == 401


@pytest.mark.parametrize("client_id", ["", "nobody", "\x00", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_client_gets_nothing(db, ask_token, client_id):
    answer = ask_token(client_id, "secret")
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_the_secret_is_kept_only_as_a_hash(new_client):
    api_client, secret = new_client()
    stored = Client.objects.get(pk=api_client.client_id).secret
    assert stored.startswith("random_sha256$")
    assert secret not in stored
    assert secret not in str(list(Fact.objects.values()))


def test_rotation_ends_the_old_secret_and_its_tokens(api, new_client, ask_token, ada):
    api_client, old = new_client("organisation:read")
    token = ask_token(api_client.pk, old).json()["access_token"]
    _, new = actions.rotate_api_client_secret(api_client=api_client, actor=ada.actor, at=clock.now())
    assert_challenged(api(token=token).call("get", "me"))
    assert ask_token(api_client.pk, old).status_code == 401
    assert ask_token(api_client.pk, new).status_code == 200


def test_revocation_takes_effect_on_the_next_request(api, new_client, ask_token, ada):
    api_client, secret = new_client("organisation:read")
    program = api(token=ask_token(api_client.pk, secret).json()["access_token"])
    assert program.call("get", "me").status_code == 200
    actions.revoke_api_client(api_client=api_client, actor=ada.actor, at=clock.now())
    assert_challenged(program.call("get", "me"))
    assert ask_token(api_client.pk, secret).status_code == 401
    assert [f.type for f in Fact.objects.about(f"api_client:{api_client.pk}")] == [
        "accounts.api_client_created",
        "accounts.api_client_revoked",
    ]


def test_nobody_grants_a_program_more_than_they_hold(organisation, join, bo):
    join(bo, "developer")
    with pytest.raises(GrantTooWide) as refusal:
        actions.create_api_client(
            organisation_id=organisation.pk,
            name="Wide",
            scopes=["offers:write", "subscriptions:write"],
            actor=bo.actor,
            at=clock.now(),
        )
    assert refusal.value.extensions["scopes"] == ["subscriptions:write"]
    assert not ApiClient.objects.exists()


def test_nobody_takes_over_a_wider_program_by_its_secret(new_client, join, bo):
    join(bo, "developer")
    api_client, _ = new_client("subscriptions:write")
    with pytest.raises(GrantTooWide):
        actions.rotate_api_client_secret(api_client=api_client, actor=bo.actor, at=clock.now())


def test_no_scope_lets_a_program_manage_people(organisation, ada):
    with pytest.raises(Invalid):
        actions.create_api_client(
            organisation_id=organisation.pk, name="x", scopes=["members:write"], actor=ada.actor, at=clock.now()
        )


def test_by_api(api, organisation, ada, ask_token):
    address = f"organisations/{organisation.pk}/api-clients"
    made = api(ada).call("post", address, {"name": "Import", "scopes": ["organisation:read"]})
    assert made.status_code == 201
    answer = made.json()
    assert ask_token(answer["id"], answer["secret"]).status_code == 200
    listed = api(ada).call("get", address).json()["results"]
    assert [row["id"] for row in listed] == [answer["id"]]
    assert "secret" not in listed[0]
    one = f"{address}/{answer['id']}"
    rotated = api(ada).call("post", f"{one}/secret")
    assert rotated.json()["secret"] != answer["secret"]
    assert api(ada).call("delete", one).status_code == 204
    assert api(ada).call("delete", one).json()["code"] == "client-revoked"


def test_who_may_see_programs(api, organisation, bo, join):
    address = f"organisations/{organisation.pk}/api-clients"
    assert api(bo).call("get", address).status_code == 404
    join(bo, "viewer")
    assert api(bo).call("get", address).status_code == 403


def test_the_server_describes_itself_under_its_public_address(client, db, settings):
    described = client.get("/.well-known/oauth-authorization-server", headers={"Host": "evil.example"}).json()
    assert described["issuer"] == settings.BASE_URL
    assert described["token_endpoint"] == f"{settings.BASE_URL}/oauth/token"
    assert described["grant_types_supported"] == ["client_credentials"]
