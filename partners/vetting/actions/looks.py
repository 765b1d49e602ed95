"""Asking for a look at what is outside: the row is the task, and the fact rings for a worker."""

from datetime import datetime, timedelta
from typing import Any

from core.actors import Actor
from core.events.recording import record
from partners.vetting.events import ProbeRequested
from partners.vetting.models import Probe

# A worker has this long for one look, whose own deadlines add up to less; then another may begin it.
LEASE = timedelta(minutes=2)


def ask_for_look(about: dict[str, Any], *, failures: int = 0, actor: Actor, at: datetime) -> None:
    """Let a task look at what the newest evidence is about. For actions that hold the application's lock."""
    probe = Probe.objects.create(
        evidence_id=about["evidence_id"], asked_at=at, leased_until=at + LEASE, failures=failures
    )
    record(ProbeRequested(**about, probe_id=probe.pk), actor=actor, at=at)
