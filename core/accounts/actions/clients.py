"""Programs that act for an organisation: OAuth 2.0 clients with client credentials."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from allauth.idp.oidc.models import Client, Token
from django.contrib.auth.hashers import make_password
from django.db import transaction

from core.accounts.events import ApiClientCreated, ApiClientRevoked, ApiClientSecretRotated
from core.accounts.granting import check_may_grant_scopes, locked_members, person_behind
from core.accounts.hashing import RandomSecretHasher
from core.accounts.models import ApiClient
from core.accounts.roles import SCOPES
from core.actors import Actor
from core.events.recording import record
from core.ids import uuid7
from core.refusals import Invalid, Refusal


class ClientRevoked(Refusal):
    """The program was revoked; it does not come back."""

    code = "client-revoked"
    title = "The API client was revoked"


def _new_secret() -> tuple[str, str]:
    """Draw a secret of 256 random bits; return it with what the database keeps."""
    secret = secrets.token_urlsafe(32)
    return secret, make_password(secret, hasher=RandomSecretHasher.algorithm)


@transaction.atomic
def create_api_client(
    *, organisation_id: UUID, name: str, scopes: Iterable[str], actor: Actor, at: datetime
) -> tuple[ApiClient, str]:
    """Create a program for the organisation; return it with its secret, which is shown this once only.

    Raises GrantTooWide for scopes that the person's own role does not hold, and Invalid for unknown ones.
    """
    wanted = sorted(set(scopes))
    if unknown := [scope for scope in wanted if scope not in SCOPES]:
        raise Invalid.field("scopes", f"Unknown: {', '.join(unknown)}. Known: {', '.join(SCOPES)}.")
    check_may_grant_scopes(actor, locked_members(organisation_id), wanted)
    secret, hashed = _new_secret()
    identifier = uuid7()
    client = Client(
        id=str(identifier),
        name=name,
        secret=hashed,
        type=Client.Type.CONFIDENTIAL,
        response_types="",
        created_at=at,
    )
    client.set_grant_types([Client.GrantType.CLIENT_CREDENTIALS])
    client.set_scopes(wanted)
    client.set_default_scopes(wanted)
    client.save()
    api_client = ApiClient.objects.create(
        id=identifier,
        organisation_id=organisation_id,
        client=client,
        name=name,
        scopes=wanted,
        created_by_id=person_behind(actor),
        created_at=at,
    )
    record(
        ApiClientCreated(api_client_id=api_client.pk, organisation_id=organisation_id, name=name, scopes=wanted),
        actor=actor,
        at=at,
    )
    return api_client, secret


def _locked(api_client: ApiClient) -> ApiClient:
    """Lock and return the row. Raises ClientRevoked."""
    row = ApiClient.objects.select_for_update(of=("self",)).select_related("client").get(pk=api_client.pk)
    if row.revoked_at is not None:
        raise ClientRevoked("A revoked program does not come back. Create a new one.")
    return row


@transaction.atomic
def rotate_api_client_secret(*, api_client: ApiClient, actor: Actor, at: datetime) -> tuple[ApiClient, str]:
    """Give the program a new secret, shown this once only; the old secret and every token end at once.

    Raises ClientRevoked, and GrantTooWide when the person's own role does not hold the program's scopes: a secret in
    hand is as good as the scopes themselves.
    """
    row = _locked(api_client)
    check_may_grant_scopes(actor, locked_members(row.organisation_id), row.scopes)
    secret, hashed = _new_secret()
    Client.objects.filter(pk=row.client_id).update(secret=hashed)
    Token.objects.filter(client_id=row.client_id).delete()
    record(ApiClientSecretRotated(api_client_id=row.pk, organisation_id=row.organisation_id), actor=actor, at=at)
    return row, secret


@transaction.atomic
def revoke_api_client(*, api_client: ApiClient, actor: Actor, at: datetime) -> ApiClient:
    """End the program: its secret and tokens stop working with the next request. Raises ClientRevoked."""
    row = _locked(api_client)
    client_id = row.client_id
    row.client = None
    row.revoked_at = at
    row.save(update_fields=["client", "revoked_at"])
    Client.objects.filter(pk=client_id).delete()
    record(ApiClientRevoked(api_client_id=row.pk, organisation_id=row.organisation_id), actor=actor, at=at)
    return row
