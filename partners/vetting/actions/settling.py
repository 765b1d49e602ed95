"""What follows for an application from how its requirements stand now: its state, and what is announced."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from core.actors import Actor
from core.events.facts import Event
from core.events.recording import record_all
from partners.programmes.tiers import reached, read_all
from partners.vetting import events
from partners.vetting.models import APPLICATION_MOVES, Application
from partners.vetting.standing import Stage, Standing, standing_of


def settle(application: Application, *, actor: Actor, at: datetime) -> None:
    """Bring the application's state in line with its assessments, and announce what has become different.

    For actions that hold the application's lock. It is vetted exactly while every requirement that is needed first is
    met or in grace.
    """
    marks = [assessment.mark for assessment in application.assessments.select_related("requirement")]
    standing = standing_of(marks, at)
    now = columns(application, standing, at=at)
    if updates := changes(application, now):
        # By compare-and-set, like every move of a state.
        rows = Application.objects.filter(pk=application.pk, state=application.state)
        if "state" in updates:
            APPLICATION_MOVES.apply(rows, to=updates.pop("state"), **updates)
        else:
            rows.update(**updates)
    record_all(announcements(application, standing, tier=now["tier"]), actor=actor, at=at)
    remember(application, now)


def changes(application: Application, now: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the columns that are different now."""
    return {name: value for name, value in now.items() if getattr(application, name) != value}


def remember(application: Application, now: Mapping[str, Any]) -> None:
    """Bring the application in hand in line with what was written."""
    for name, value in now.items():
        setattr(application, name, value)


def columns(application: Application, standing: Standing, *, at: datetime) -> dict[str, Any]:
    """Return what the application's columns are with this standing."""
    return {
        "state": "vetted" if standing.complete else "in_progress",
        "vetted_at": (application.vetted_at or at) if standing.complete else None,
        "tier": _tier(application, standing),
        "step": int(standing.step),
        "capabilities": {name: status for name, (status, _reason) in standing.capabilities.items()},
    }


def _tier(application: Application, standing: Standing) -> str:
    data = application.programme.tiers
    tier = reached(read_all(data), standing.met) if data else None
    return tier.code if tier else ""


def announcements(application: Application, standing: Standing, *, tier: str) -> Sequence[Event]:
    """Return the facts that tell what has become different since the last ones."""
    about = {"application_id": application.pk, "partner_id": application.partner_id}
    found: list[Event] = []
    if standing.step != application.step:
        before, after = Stage(application.step).code, standing.step.code
        found.append(events.StandingStepped(**about, before=before, after=after))
    for name in sorted(application.capabilities.keys() | standing.capabilities.keys()):
        before = application.capabilities.get(name, "pending")
        status, reason = standing.capabilities.get(name, ("pending", "not_granted"))
        if before != status:
            found.append(
                events.CapabilityChanged(
                    **about,
                    subject_id=application.subject_id,
                    capability=name,
                    before=before,
                    after=status,
                    reason=reason,
                )
            )
    if tier != application.tier:
        found.append(events.TierChanged(**about, before=application.tier, after=tier))
    if standing.complete and application.state != "vetted":
        found.append(events.PartnerVetted(**about, programme_id=application.programme_id))
    if not standing.complete and application.state == "vetted":
        found.append(
            events.StandingLost(**about, programme_id=application.programme_id, missing=list(standing.missing))
        )
    return found
