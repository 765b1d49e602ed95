"""Drafting a version of a rule book, announcing it, and taking an announcement back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from core.actors import Actor
from core.events.recording import record
from partners.programmes import changelog as changelogs
from partners.programmes import specs, versions
from partners.programmes.diff import Change, Revision, diff, keys
from partners.programmes.events import RuleBookAnnounced, RuleBookWithdrawn
from partners.programmes.models import VERSION_MOVES, Programme, Requirement, RuleBookEntry, RuleBookVersion
from partners.programmes.refusals import NothingChanged, NoticeTooShort, NotTheNewest, ProgrammeUnreadable
from partners.programmes.versions import Emergency


def read_specs(requirements: Sequence[Mapping[str, Any]]) -> list[specs.Spec]:
    """Read the requirements. Raises ProgrammeUnreadable."""
    try:
        return specs.read_all(requirements)
    except specs.Misprint as misprint:
        raise ProgrammeUnreadable(f"{misprint}. Correct it and publish again; nothing was changed.") from misprint


@transaction.atomic
def draft_version(
    *,
    programme: Programme,
    requirements: Sequence[Mapping[str, Any]],
    changelog: Mapping[str, str] | None = None,
    actor: Actor,
    at: datetime,
) -> RuleBookVersion:
    """Keep a version as a draft, which nobody but staff sees. Raises ProgrammeUnreadable.

    Without a changelog it gets one at its announcement, written from what changes.
    """
    wanted = read_specs(requirements)
    if changelog and not all(changelog.get(language) for language in specs.LANGUAGES):
        raise ProgrammeUnreadable(f"Give the changelog in each of: {', '.join(specs.LANGUAGES)}.")
    content = {"requirements": [spec.plain() for spec in wanted]}
    return RuleBookVersion.objects.create(
        programme=programme, content=content, changelog=dict(changelog or {}), created_at=at
    )


@transaction.atomic
def announce_version(
    *,
    version: RuleBookVersion,
    effective_at: datetime | None = None,
    emergency: Emergency | None = None,
    actor: Actor,
    at: datetime,
) -> RuleBookVersion:
    """Announce a draft: it gets its number and its hash, and takes effect at `effective_at`, or as early as it may.

    It builds on the newest version announced, and takes effect no earlier than that one. What makes a mandatory
    requirement stricter or new is announced 90 days ahead, or 14 in a security emergency, for which somebody answers by
    name. The first version of a rule book takes effect at once. Raises NoticeTooShort, NothingChanged, IllegalMove.
    """
    programme = Programme.objects.select_for_update().get(pk=version.programme_id)
    rows_to_move = RuleBookVersion.objects.filter(pk=version.pk)
    version = rows_to_move.get()
    if version.state != "draft":
        VERSION_MOVES.apply(rows_to_move, to="announced")
    wanted = specs.read_all(version.content["requirements"])
    head = programme.versions.head()
    changes = changes_from(head, wanted)
    if head and not changes and [r.key for r in head.in_order()] == [spec.key for spec in wanted]:
        raise NothingChanged(f"It says what version {head.number} says. Change a requirement, or drop the draft.")
    soonest = versions.earliest(changes, emergency=emergency is not None, first=head is None, at=at)
    effective_at = effective_at or max(soonest, head.effective_at if head and head.effective_at else soonest)
    _refuse_short_notice(head, changes, soonest, effective_at)
    rows = _revisions(programme, head, wanted, at=at)
    number = _number(programme, head, changes)
    content = {
        "programme": programme.code,
        "scope": programme.scope,
        "number": str(number),
        "requirements": [{"revision": row.revision, **row.spec.plain()} for row in rows],
    }
    VERSION_MOVES.apply(
        rows_to_move,
        to="announced",
        number=str(number),
        major=number.major,
        minor=number.minor,
        patch=number.patch,
        content=content,
        sha256=versions.fingerprint(content),
        changelog=version.changelog or changelogs.written(changes, first=head is None),
        announced_at=at,
        effective_at=effective_at,
        emergency_approver=emergency.approver if emergency else "",
        emergency_reason=emergency.reason if emergency else "",
    )
    RuleBookEntry.objects.bulk_create(
        RuleBookEntry(version=version, requirement=row, position=position) for position, row in enumerate(rows)
    )
    record(
        RuleBookAnnounced(
            programme_id=programme.pk,
            rule_book_version_id=version.pk,
            code=programme.code,
            number=str(number),
            announced_at=at,
            effective_at=effective_at,
            emergency=emergency is not None,
            **changed(diff(head.contents if head else [], [row.contents for row in rows])),
        ),
        actor=actor,
        at=at,
    )
    return RuleBookVersion.objects.get(pk=version.pk)


@transaction.atomic
def withdraw_announcement(*, version: RuleBookVersion, reason: str, actor: Actor, at: datetime) -> RuleBookVersion:
    """Take back a version that is not in force yet; its number stays taken. Raises NotTheNewest, IllegalMove."""
    programme = Programme.objects.select_for_update().get(pk=version.programme_id)
    VERSION_MOVES.apply(RuleBookVersion.objects.filter(pk=version.pk), to="withdrawn", withdrawn_at=at)
    head = programme.versions.head()
    if head and version.semver < head.semver:
        raise NotTheNewest(f"Version {head.number} builds on {version.number}. Withdraw {head.number} first.")
    kept = RuleBookEntry.objects.filter(version__programme=programme, version__state__in=("announced", "in_force"))
    programme.requirements.filter(in_force_at=None, retired_at=None).exclude(pk__in=kept.values("requirement")).update(
        retired_at=at
    )
    record(
        RuleBookWithdrawn(
            programme_id=programme.pk,
            rule_book_version_id=version.pk,
            code=programme.code,
            number=version.number,
            reason=reason,
        ),
        actor=actor,
        at=at,
    )
    return RuleBookVersion.objects.get(pk=version.pk)


def changes_from(head: RuleBookVersion | None, wanted: Sequence[specs.Spec]) -> list[Change]:
    """Return what changes from the newest version to these contents; all of it is new in the first."""
    old = head.contents if head else []
    numbers = {revision.spec.key: revision.number for revision in old}
    return diff(old, [Revision(spec=spec, number=numbers.get(spec.key, 0)) for spec in wanted])


def changed(changes: Sequence[Change]) -> dict[str, list[str]]:
    """Return the changes as facts name them."""
    return {
        "new": keys(changes, "new"),
        "stricter": keys(changes, "stricter"),
        "eased": keys(changes, "eased"),
        "reworded": keys(changes, "reworded"),
        "gone": keys(changes, "gone"),
    }


def _number(programme: Programme, head: RuleBookVersion | None, changes: Sequence[Change]) -> versions.Number:
    """Return the number that the changes make, past those of versions that were withdrawn: a number names one thing."""
    number = head.semver.after(changes) if head else versions.FIRST
    taken = set(programme.versions.public().values_list("number", flat=True))
    while str(number) in taken:
        number = number.after(changes)
    return number


def _refuse_short_notice(
    head: RuleBookVersion | None, changes: Sequence[Change], soonest: datetime, effective_at: datetime
) -> None:
    if effective_at < soonest:
        wanting = ", ".join(change.key for change in changes if change.demands_notice)
        raise NoticeTooShort(
            f"{wanting or 'This version'} cannot take effect before {soonest:%Y-%m-%d %H:%M} UTC: what asks more of"
            f" somebody is announced {versions.NOTICE.days} days ahead, or {versions.EMERGENCY_NOTICE.days} in a"
            " security emergency with a named approver. Announce it for that day.",
            earliest=soonest.isoformat(),
        )
    if head and head.effective_at and effective_at < head.effective_at:
        raise NoticeTooShort(
            f"It builds on version {head.number}, which takes effect on {head.effective_at:%Y-%m-%d %H:%M} UTC."
            " Announce it for that day or later, or withdraw that announcement first.",
            earliest=head.effective_at.isoformat(),
        )


def _revisions(
    programme: Programme, head: RuleBookVersion | None, wanted: Sequence[specs.Spec], *, at: datetime
) -> list[Requirement]:
    """Return the revision of each content: the one of the newest version where it says the same, else the next one."""
    base = head.in_order() if head else programme.requirements.current()
    known = {row.key: row for row in base}
    latest = dict(programme.requirements.values_list("key").annotate(Max("revision")))
    rows, new = [], []
    for position, spec in enumerate(wanted):
        row = known.get(spec.key)
        if row is None or row.spec.plain() != spec.plain():
            content = spec.plain()
            content["check_code"] = content.pop("check")
            row = Requirement(
                programme=programme,
                revision=latest.get(spec.key, 0) + 1,
                position=position,
                published_at=at,
                **content,
            )
            new.append(row)
        rows.append(row)
    Requirement.objects.bulk_create(new)
    return rows
