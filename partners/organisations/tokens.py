"""The token in a confirmation mail: the confirmation's id under our signature.

Nothing secret is stored or put into a fact, and the mail can be written again after a crash with the same link.
"""

from uuid import UUID

from django.core.signing import BadSignature, Signer

_SALT = "partners.organisations.contact-confirmation"


def token_of(confirmation_id: UUID) -> str:
    """Return the token that stands for a confirmation."""
    return Signer(salt=_SALT, sep=".").sign(confirmation_id.hex)


def confirmation_id_of(token: str) -> UUID | None:
    """Return the confirmation that a token stands for; None when it is not one of ours."""
    try:
        return UUID(hex=Signer(salt=_SALT, sep=".").unsign(token))
    except (BadSignature, ValueError):
        return None
