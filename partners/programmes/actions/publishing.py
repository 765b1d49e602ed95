"""Publishing a programme as it is written in a file: announced, and in force where the rules allow."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from core.actors import Actor
from partners.programmes import specs
from partners.programmes.actions.announcing import announce_version, changes_from, draft_version, read_specs
from partners.programmes.actions.forcing import bring_into_force_due
from partners.programmes.models import Programme
from partners.programmes.reading import Misprint
from partners.programmes.refusals import ProgrammeUnreadable
from partners.programmes.tiers import plain, read_all
from partners.programmes.versions import Emergency

_CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}", re.ASCII)


@transaction.atomic
def publish_programme(
    *,
    code: str,
    name: Mapping[str, str],
    summary: Mapping[str, str],
    requirements: Sequence[Mapping[str, Any]],
    scope: str = "partner",
    by_operator: bool = False,
    tiers: Sequence[Mapping[str, Any]] = (),
    changelog: Mapping[str, str] | None = None,
    effective_at: datetime | None = None,
    emergency: Emergency | None = None,
    actor: Actor,
    at: datetime,
) -> Programme:
    """Announce a programme as it is written, and bring it into force where its notice allows that at once.

    Texts are by language, `tiers` queries over the requirements, the lowest first; `specs.Spec` says what a requirement
    has, `announce_version` when it may take effect. Nobody applies by itself to a programme `by_operator`. What is
    announced already changes nothing and leaves no fact, so it may be repeated; two at once come one after the other.
    Raises ProgrammeUnreadable, and what `announce_version` does.
    """
    wanted = read_specs(requirements)
    if not (set(name) == set(summary) == set(specs.LANGUAGES)):
        raise ProgrammeUnreadable(f"Give the name and the summary in each of: {', '.join(specs.LANGUAGES)}.")
    if not _CODE.fullmatch(code):
        raise ProgrammeUnreadable(f"The code is “{code}”. Give small letters, digits and hyphens, at most 40.")
    if scope not in specs.SCOPES:
        raise ProgrammeUnreadable(f"The scope is “{scope}”. Give one of: {', '.join(specs.SCOPES)}.")
    try:
        queries = [plain(tier) for tier in read_all(tiers, {spec.key for spec in wanted})]
    except Misprint as misprint:
        raise ProgrammeUnreadable(f"{misprint}. Correct it and publish again; nothing was changed.") from misprint
    texts = {
        "tiers": queries,
        "names": dict(name),
        "summaries": dict(summary),
        "by_operator": by_operator,
        "scope": scope,
    }
    Programme.objects.get_or_create(code=code, defaults={**texts, "created_at": at})
    programme = Programme.objects.select_for_update().get(code=code)
    Programme.objects.filter(pk=programme.pk).exclude(**texts).update(**texts)
    programme.refresh_from_db()
    if _says_something_else(programme, wanted):
        version = draft_version(programme=programme, requirements=requirements, changelog=changelog, actor=actor, at=at)
        announce_version(version=version, effective_at=effective_at, emergency=emergency, actor=actor, at=at)
    bring_into_force_due(programme=programme, actor=actor, at=at)
    return programme


def _says_something_else(programme: Programme, wanted: Sequence[specs.Spec]) -> bool:
    head = programme.versions.head()
    if head is None:
        return True
    return bool(changes_from(head, wanted)) or [r.key for r in head.in_order()] != [spec.key for spec in wanted]
