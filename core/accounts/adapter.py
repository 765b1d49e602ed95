"""What allauth does our way: every change of an account leaves a fact, and links lead to the public address."""

import base64
import hashlib
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import get_language

from core import clock
from core.accounts.events import EmailAddressConfirmed, PasswordChanged, PersonSignedUp
from core.accounts.models import User
from core.events.recording import record


class AccountAdapter(DefaultAccountAdapter):
    """The glue between allauth's flows (pages and headless alike) and this house."""

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:  # noqa: FBT001, FBT002
        """Store a new person with the name and language asked for at sign-up."""
        user.name = form.cleaned_data.get("name", "")
        user.language = form.cleaned_data.get("language") or get_language() or settings.LANGUAGE_CODE
        super().save_user(request, user, form, commit=commit)
        if commit:
            record(PersonSignedUp(user_id=user.pk), actor=user.actor, at=clock.now())
        return user

    @transaction.atomic
    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:  # noqa: ANN401
        """Mark an address as confirmed."""
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed:
            user = email_address.user
            record(EmailAddressConfirmed(user_id=user.pk), actor=user.actor, at=clock.now())
        return confirmed

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        """Store another password."""
        super().set_password(user, password)
        record(PasswordChanged(user_id=user.pk), actor=user.actor, at=clock.now())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send an e-mail that names the marketplace by its public address, whatever Host header was sent."""
        site = SimpleNamespace(name="Guichet", domain=urlsplit(settings.BASE_URL).netloc)
        super().send_mail(template_prefix, email, {"current_site": site, **context})


class FactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of second factors encrypted, so that the database alone does not give them away."""

    def encrypt(self, text: str) -> str:
        """Encrypt under the site's secret key."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt, also what was encrypted under an earlier secret key (`SECRET_KEY_FALLBACKS`)."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(b"second factors" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
