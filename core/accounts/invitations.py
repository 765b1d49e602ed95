"""The token of an invitation: derived, so that it is kept nowhere but in the e-mail."""

import hashlib
from datetime import timedelta
from uuid import UUID

from django.utils.crypto import salted_hmac

LIFETIME = timedelta(days=7)


def token_of(invitation_id: UUID) -> str:
    """Return the token of an invitation: an HMAC of its identifier under the site's secret key.

    So the handler that sends the e-mail can make it again after a crash, and who reads the database cannot.
    """
    return salted_hmac("accounts.invitation", str(invitation_id), algorithm="sha256").hexdigest()


def hash_of(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
