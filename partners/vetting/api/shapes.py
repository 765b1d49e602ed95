"""How this room's things look in the API, in the reader's language."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.accounts.principals import Principal
from partners.programmes.api.shapes import requirement_url, satisfied_by_json
from partners.programmes.models import Programme
from partners.programmes.specs import CAPABILITIES
from partners.vetting import wording
from partners.vetting.clocks import GOAL, LIMIT, hours
from partners.vetting.future import coming, rule_book_json, versions_of
from partners.vetting.models import Application, Assessment, Claim, Evidence, Finding
from partners.vetting.pieces import needed_labels, still_needed
from partners.vetting.standing import Capability, Due, capability, due_of, needed_first
from partners.vetting.waiting import Place, places


def application_json(application: Application) -> dict[str, Any]:
    """Return an application as the API shows it."""
    return {
        "id": application.pk,
        "partner": application.partner_id,
        "partner_name": application.partner.display_name,
        "subject": subject_json(application),
        "programme": application.programme.code,
        "state": application.state,
        "opened_at": application.opened_at,
        "vetted_at": application.vetted_at,
        "requirements": f"/api/v1/applications/{application.pk}/requirements",
    }


def subject_json(application: Application) -> dict[str, Any] | None:
    """Return what the application is about; None: the partner itself."""
    return {"id": application.subject_id, "name": application.subject_name} if application.subject_id else None


def board_json(application: Application, assessments: Sequence[Assessment], *, at: datetime) -> dict[str, Any]:
    """Return the board: what is due, why, and who must act."""
    waiting, (in_force, announced) = places(assessments, at=at), versions_of(application)
    marks = [assessment.mark for assessment in assessments]
    turns = [mark.awaiting for mark in needed_first(marks)]
    awaiting = {"partner": turns.count("partner"), "platform": turns.count("platform")}
    dues = [due(one, at=at) for one in assessments if one.requirement.is_mandatory and one.awaiting == "partner"]
    first = min((one for one in dues if one.deadline), key=lambda one: one.deadline, default=None)  # type: ignore[arg-type, return-value]
    by = first.deadline if first else None
    found = [capability(name, marks, at) for name in CAPABILITIES]
    return {
        "application": application.pk,
        "partner": application.partner_id,
        "subject": subject_json(application),
        "programme": application.programme.code,
        "state": application.state,
        "rule_book": rule_book_json(application, in_force),
        "summary": {
            "next_deadline": by,
            "next_deadline_status": first.status if first else None,
            "awaiting": awaiting,
            "message": wording.summary(**awaiting, by=by),
        },
        "capabilities": {one.name: one.status for one in found},
        "standing": {one.name: capability_json(one) for one in found},
        "entries": [entry_json(one, application.programme, waiting.get(one.pk), at=at) for one in assessments],
        "future": coming(application, assessments, in_force, announced),
    }


def capability_json(found: Capability) -> dict[str, Any]:
    """Return what may be done, why, since when, what comes next and what is to be mended."""
    return {
        "status": found.status,
        "reason": found.reason,
        "since": found.since,
        "next": found.next and {"at": found.next.at, "status": found.next.status, "reason": found.next.reason},
        "missing": [mark.key for mark in found.missing],
    }


def due(assessment: Assessment, *, at: datetime) -> Due:
    """Return how an assessment that came through `queries.entries` presses."""
    mend_by = [one.mend_by for one in assessment.findings.all() if one.type == "blocking" and one.mend_by]
    open_ones = mend_by if assessment.state == "action_required" else []
    return due_of(assessment.mark, due_at=assessment.due_at, mend_by=min(open_ones, default=None), at=at)


def entry_json(assessment: Assessment, programme: Programme, place: Place | None, *, at: datetime) -> dict[str, Any]:
    """Return one entry of the board: an assessment that came through `queries.entries`, and its place in the queue."""
    requirement, evidence = assessment.requirement, assessment.evidence
    findings = [finding_json(finding, assessment) for finding in assessment.findings.all()]
    return {
        "key": requirement.key,
        "revision": requirement.revision,
        "title": requirement.title,
        "kind": requirement.kind,
        "level": requirement.level,
        "status": assessment.state,
        "since": assessment.since,
        "awaiting_action_from": assessment.awaiting,
        "next_step": wording.next_step(
            requirement.accepts["kind"],
            assessment.state,
            [finding["fix"] for finding in findings if finding["type"] == "blocking"],
            needed_labels(assessment) if assessment.awaiting == "partner" else [],
        ),
        **_due_json(due(assessment, at=at)),
        "blocks": requirement.blocks if requirement.is_mandatory else [],
        "satisfied_by": satisfied_by_json(requirement),
        "in_hand": assessment.in_hand,
        "still_needed": still_needed(requirement, assessment.in_hand) if assessment.awaiting == "partner" else [],
        "evidence": evidence
        and {
            "id": evidence.pk,
            "kind": evidence.kind,
            "round": evidence.round,
            "submitted_at": evidence.submitted_at,
        },
        "findings": findings,
        "queue": place and place_json(place),
        "links": _links(assessment, programme),
    }


def _due_json(found: Due) -> dict[str, Any]:
    return {
        "due_status": found.status,
        "deadline": found.deadline,
        "grace_until": found.grace_until,
        "requested_because": list(found.because),
        "impact": [{"capability": one.capability, "status": one.status, "from": one.at} for one in found.impact],
    }


def finding_json(finding: Finding, assessment: Assessment) -> dict[str, Any]:
    """Return a finding; a check's sentences are put together in the reader's language."""
    said = (
        wording.finding_words(finding.code, finding.values)
        if finding.source == "check"
        else (finding.observed, finding.expected, finding.fix)
    )
    return {
        "id": finding.pk,
        "code": finding.code,
        "type": finding.type,
        "severity": finding.severity,
        "key": assessment.requirement.key,
        "revision": assessment.requirement.revision,
        **dict(zip(("observed", "expected", "fix"), said, strict=True)),
        "evidence": finding.evidence_id,
        "where": finding.where,
        "how_to_reproduce": finding.how_to_reproduce,
        "late": finding.late,
        "mend_by": finding.mend_by,
        "found_by": finding.source,
        "found_at": finding.found_at,
    }


def evidence_json(evidence: Evidence) -> dict[str, Any]:
    """Return evidence as it was submitted."""
    requirement = evidence.assessment.requirement
    return {
        "id": evidence.pk,
        "application": evidence.assessment.application_id,
        "key": requirement.key,
        "revision": evidence.revision,
        "name": evidence.name,
        "round": evidence.round,
        "kind": evidence.kind,
        "sha256": evidence.sha256 or None,
        "data": evidence.data,
        "submitted_at": evidence.submitted_at,
        "submitted_by": evidence.submitted_by_label,
        "download": f"/api/v1/evidence/{evidence.pk}/download" if evidence.kind == "file" else None,
    }


def place_json(place: Place) -> dict[str, Any]:
    """Return where something stands in the queue and how long that takes, in business hours."""
    return {
        "position": place.position,
        "clock": place.clock,
        "elapsed_business_hours": place.elapsed,
        "goal_business_hours": hours(GOAL),
        "limit_business_hours": hours(LIMIT),
        "due_at": place.due_at,
        "decided_last_90d": place.pace.decided,
        "p50_last_90d": place.pace.p50,
        "p90_last_90d": place.pace.p90,
    }


def claim_json(claim: Claim, principal: Principal) -> dict[str, Any]:
    """Return who has taken something, as reviewers see it."""
    return {
        "reviewer": claim.reviewer_id,
        "name": str(claim.reviewer),
        "yours": claim.reviewer_id == principal.actor.id,
        "until": claim.until,
        "note": claim.note,
    }


def queue_json(assessment: Assessment, place: Place, principal: Principal) -> dict[str, Any]:
    """Return an entry of the reviewers' queue, as one reviewer sees it."""
    application, requirement = assessment.application, assessment.requirement
    return {
        "application": application.pk,
        "partner": application.partner_id,
        "partner_name": application.partner.display_name,
        "subject": subject_json(application),
        "programme": application.programme.code,
        "key": requirement.key,
        "revision": requirement.revision,
        "title": requirement.title,
        "round": assessment.round,
        "evidence": assessment.evidence_id,
        "waiting_since": place.since,
        "queue": place_json(place),
        "claim": place.claim and claim_json(place.claim, principal),
        "links": _links(assessment, application.programme)
        | {
            "evidence": f"/api/v1/evidence/{assessment.evidence_id}",
            "claim": f"{_address(assessment)}/claim",
            "hand_over": f"{_address(assessment)}/hand-over",
            "decision": f"{_address(assessment)}/decision",
        },
    }


def _address(assessment: Assessment) -> str:
    return f"/api/v1/applications/{assessment.application_id}/requirements/{assessment.requirement.key}"


def _links(assessment: Assessment, programme: Programme) -> dict[str, str]:
    """Return where the requirement is published and, while the partner may act, where it acts."""
    links = {"requirement": requirement_url(programme.code, assessment.requirement)}
    if assessment.state in ("satisfied", "not_applicable"):
        return links
    if assessment.requirement.accepts["kind"] == "contact_email":
        partner_id = assessment.application.partner_id
        return links | {"submit": f"/api/v1/partners/{partner_id}/contact-confirmation"}
    if assessment.state in ("action_required", "under_appeal"):
        links["appeals"] = f"{_address(assessment)}/appeals"
    return links | {"submit": f"{_address(assessment)}/evidence"}
