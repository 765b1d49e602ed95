"""The facts of adding a second factor and giving it up.

allauth tells of these by Django signals only; nothing else in the house listens to signals.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.db import transaction
from django.dispatch import receiver

from core import clock
from core.accounts.events import SecondFactorAdded, SecondFactorRemoved
from core.accounts.models import User
from core.events.recording import record


@receiver(authenticator_added)
@transaction.atomic
def _added(user: User, authenticator: Authenticator, **_kwargs: Any) -> None:  # noqa: ANN401
    record(SecondFactorAdded(user_id=user.pk, factor=authenticator.type), actor=user.actor, at=clock.now())


@receiver(authenticator_removed)
@transaction.atomic
def _removed(user: User, authenticator: Authenticator, **_kwargs: Any) -> None:  # noqa: ANN401
    record(SecondFactorRemoved(user_id=user.pk, factor=authenticator.type), actor=user.actor, at=clock.now())
