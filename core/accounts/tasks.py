"""Celery's entries: what is forgotten in time."""

from datetime import timedelta

from allauth.idp.oidc.models import Token
from celery import shared_task
from django.contrib.sessions.models import Session
from django.db.models import Q

from core import clock
from core.accounts.models import Invitation

KEPT = timedelta(days=30)


@shared_task(name="core.accounts.tasks.forget_expired")
def forget_expired() -> None:
    """Delete expired tokens and sessions, and invitations that have been settled or dead for 30 days."""
    now = clock.now()
    Token.objects.expired().delete()
    Session.objects.filter(expire_date__lt=now).delete()
    Invitation.objects.filter(Q(answered_at__lt=now - KEPT) | Q(expires_at__lt=now - KEPT)).delete()
