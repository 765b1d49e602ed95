"""How rule books look in the API, in the reader's language."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from partners.programmes import sentences, telling
from partners.programmes.asking import Asked
from partners.programmes.diff import Change
from partners.programmes.facts import Fact
from partners.programmes.models import Programme, Requirement, RuleBookVersion
from partners.programmes.wording import asked, language, satisfied_by

ROOT = "/api/v1/rule-books"


def rule_book_json(programme: Programme) -> dict[str, Any]:
    """Return a rule book, which came through `with_versions`."""
    public = programme.standing
    announced = sorted((v for v in public if v.state == "announced"), key=lambda version: version.semver)
    return {
        "id": programme.pk,
        "code": programme.code,
        "scope": programme.scope,
        "name": programme.name,
        "summary": programme.summary,
        "by_operator": programme.by_operator,
        "in_force": next((version_line(programme, v) for v in public if v.state == "in_force"), None),
        "announced": [version_line(programme, version) for version in announced],
        "requirements": f"{ROOT}/{programme.code}/requirements",
        "versions": f"{ROOT}/{programme.code}/versions",
    }


def version_line(programme: Programme, version: RuleBookVersion) -> dict[str, Any]:
    """Return a version in a list."""
    return {
        "id": version.pk,
        "number": version.number,
        "state": version.state,
        "announced_at": version.announced_at,
        "effective_at": version.effective_at,
        "changelog": version.changes,
        "sha256": version.sha256,
        "url": f"{ROOT}/{programme.code}/versions/{version.number}",
    }


def version_json(version: RuleBookVersion) -> dict[str, Any]:
    """Return a version as it was announced: nothing here changes, so its state is not here."""
    emergency = {"approver": version.emergency_approver, "reason": version.emergency_reason}
    return {
        "number": version.number,
        "announced_at": version.announced_at,
        "effective_at": version.effective_at,
        "changelog": version.changelog,
        "emergency": emergency if version.emergency_approver else None,
        "sha256": version.sha256,
        "content": version.content,
    }


def satisfied_by_json(requirement: Requirement) -> dict[str, Any]:
    """Return what satisfies a requirement, as a sentence and as data."""
    return {
        "sentence": satisfied_by(requirement),
        "any_of": [[_piece(name, requirement.evidence[name]) for name in one] for one in requirement.any_of],
    }


def requirement_url(programme_code: str, requirement: Requirement) -> str:
    """Return the address of this revision."""
    return f"{ROOT}/{programme_code}/requirements/{requirement.key}?revision={requirement.revision}"


def requirement_json(requirement: Requirement, programme: Programme) -> dict[str, Any]:
    """Return a requirement revision."""
    said, spec = requirement.said, requirement.spec
    return {
        "rule_book": programme.code,
        "key": requirement.key,
        "revision": requirement.revision,
        "in_force": requirement.is_in_force,
        "kind": requirement.kind,
        "level": requirement.level,
        "badge": requirement.badge or None,
        "title": said["title"],
        "text": said["text"],
        "why": said["why"],
        "statement": said["statement"] or None,
        "good_example": said["good"],
        "bad_example": said["bad"],
        "calibration": said["calibration"],
        "sentence": asked(requirement),
        "applies_if": {
            "sentence": sentences.asked(spec.applies_if, language()),
            "condition": requirement.applies_if,
        },
        "satisfied_by": satisfied_by_json(requirement),
        "decided_by": requirement.decided_by,
        "blocks": requirement.blocks,
        "due_in": requirement.due_in,
        "grace": requirement.grace,
        "valid_for": requirement.valid_for or None,
        "max_age": requirement.max_age or None,
        "touches": requirement.touches,
        "published_at": requirement.published_at,
        "retired_at": requirement.retired_at,
        "url": requirement_url(programme.code, requirement),
        "page": reverse("requirement_page", args=[requirement.key]),
    }


def change_json(change: Change) -> dict[str, Any]:
    """Return how one requirement differs between two versions."""
    revision = change.after or change.before
    return {
        "key": change.key,
        "change": change.how,
        "demands_notice": change.demands_notice,
        "title": revision.spec.words[language()].title if revision else "",
        "before": change.before and change.before.number,
        "after": change.after and change.after.number,
        "fields": [
            {
                "field": field.field,
                "language": field.language or None,
                "direction": field.direction,
                "part": told.part,
                "before": told.before,
                "after": told.after,
            }
            for field in change.fields
            for told in [telling.tell(field, language())]
        ],
    }


def question_json(fact: Fact, answered: bool) -> dict[str, Any]:  # noqa: FBT001 - a value of the answer
    """Return a question that decides whether a requirement is asked."""
    choices = {value: words[language()] for value, words in (fact.choices or {}).items()} or None
    return {"fact": fact.name, "question": fact.question[language()], "choices": choices, "answered": answered}


def asked_json(found: Asked, rows: Sequence[Requirement], programme: Programme) -> dict[str, Any]:
    """Return whether one requirement is asked."""
    requirement, verdict = rows[found.position], found.verdict
    spec = requirement.spec
    return {
        "key": requirement.key,
        "revision": requirement.revision,
        "level": requirement.level,
        "title": requirement.title,
        "applies": {True: "yes", False: "no", None: "depends"}[verdict.holds],
        "depends_on": list(verdict.open),
        "why": sentences.why(spec.applies_if, verdict.holds, language()),
        "satisfied_by": sentences.satisfied_by(spec.any_of, spec.evidence, language()),
        "url": requirement_url(programme.code, requirement),
    }


def _piece(name: str, accepts: dict[str, Any]) -> dict[str, Any]:
    told = {key: value for key, value in accepts.items() if key != "label"}
    return {"name": name, "title": accepts.get("label", {}).get(language()), **told}
