"""Several pieces of evidence for one requirement: which one something is, which have come, what is still needed."""

from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Any

from partners.programmes import alternatives
from partners.programmes.models import Requirement
from partners.programmes.wording import language, satisfied_by
from partners.vetting.models import Assessment, Evidence
from partners.vetting.refusals import EvidenceNotAccepted, PieceNotNamed
from partners.vetting.rounds import fingerprint


def piece_named(requirement: Requirement, kind: str, name: str = "") -> str:
    """Return which of the requirement's pieces this is: as named, or else the only one of the kind.

    Raises EvidenceNotAccepted where it takes none like this, PieceNotNamed where it takes several and none is named.
    """
    fitting = pieces_of_kind(requirement, kind)
    if name and name not in requirement.evidence:
        known = ", ".join(_names(requirement))
        raise EvidenceNotAccepted(
            f"{requirement.key} takes nothing that is called “{name}”. Its pieces are: {known}.",
            accepts=requirement.evidence,
        )
    if (name and name not in fitting) or not fitting:
        raise EvidenceNotAccepted(
            f"{requirement.key} does not take evidence of the kind “{kind}”{' as ' + name if name else ''}."
            f" {satisfied_by(requirement)}",
            accepts=requirement.evidence[name]["kind"] if name else requirement.accepts["kind"],
        )
    if not name and len(fitting) > 1:
        raise PieceNotNamed(
            f"{requirement.key} takes several pieces of this kind. Say in “name” which one this is:"
            f" {', '.join(fitting)}.",
            names=fitting,
        )
    return name or fitting[0]


def pieces_of_kind(requirement: Requirement, kind: str) -> list[str]:
    """Return the names of the pieces of a kind, in the order of the alternatives."""
    return [name for name in _names(requirement) if requirement.evidence[name]["kind"] == kind]


def accepted_as(requirement: Requirement, name: str) -> dict[str, Any]:
    """Return what the requirement says of a piece; of one that it does not know any more, what it says of its first."""
    found: dict[str, Any] = requirement.evidence.get(name) or requirement.accepts
    return found


def still_needed(requirement: Requirement, have: Collection[str]) -> tuple[str, ...]:
    """Return what is missing of the alternative, among those begun, of which least is; () when one is complete."""
    any_of = _any_of(requirement)
    begun = tuple(one for one in any_of if set(one) & set(have))
    return alternatives.nearest(begun or any_of, have)


def needed_labels(assessment: Assessment) -> list[str]:
    """Return what is still needed after some pieces have come, in the reader's language; nothing before the first."""
    if not assessment.in_hand:
        return []
    return [label(assessment.requirement, name) for name in still_needed(assessment.requirement, assessment.in_hand)]


def label(requirement: Requirement, name: str) -> str:
    """Return what a piece is called in the reader's language, within a sentence."""
    said: Mapping[str, str] = requirement.evidence[name].get("label", {})
    return said.get(language(), name)


def pieces_in_hand(assessment: Assessment) -> dict[str, Evidence]:
    """Return the newest of each piece that counts in this round, by name; one query where there can be several."""
    newest = assessment.evidence
    if len(assessment.requirement.evidence) == 1:
        return {next(iter(assessment.requirement.evidence)): newest} if newest is not None else {}
    rows = assessment.submissions.filter(name__in=assessment.in_hand, revision=assessment.requirement.revision)
    return {evidence.name: evidence for evidence in rows.order_by("round")}


def deciding(assessment: Assessment) -> dict[str, Evidence]:
    """Return the pieces that make the first alternative which is complete; all that came where none is."""
    pieces = pieces_in_hand(assessment)
    for one in _any_of(assessment.requirement):
        if set(one) <= pieces.keys():
            return {name: pieces[name] for name in one}
    newest = assessment.evidence
    return pieces or ({newest.name: newest} if newest is not None else {})


def shown_of(pieces: Collection[Evidence]) -> str:
    """Return the fingerprint of all that a reviewer has in hand; of one piece, its own."""
    prints = sorted(fingerprint(piece.kind, piece.sha256, piece.data) for piece in pieces)
    return prints[0] if len(prints) == 1 else sha256("".join(prints).encode()).hexdigest()


def _names(requirement: Requirement) -> list[str]:
    return list(dict.fromkeys(piece for one in requirement.any_of for piece in one))


def _any_of(requirement: Requirement) -> alternatives.AnyOf:
    return tuple(tuple(one) for one in requirement.any_of)
