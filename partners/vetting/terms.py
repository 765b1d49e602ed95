"""What a requirement and a piece of evidence say about time."""

from datetime import datetime

from partners.programmes.models import Requirement
from partners.vetting.models import Assessment
from partners.vetting.pieces import accepted_as, deciding
from partners.vetting.standing import Terms, Worth, ending
from partners.vetting.validity import counts_from_and_until

# Evidence that is a look at how things are, not a document: when it fails, an earlier look says nothing any more.
LIVE = ("vat_id", "contact_email", "iban", "probe", "conformance_run")

# Evidence that names something outside, at which a task looks.
LOOKED_AT = ("url", "probe")


def terms_of(requirement: Requirement) -> Terms:
    """Return the requirement's spans of time."""
    return Terms.read(valid_for=requirement.valid_for, grace=requirement.grace, due_in=requirement.due_in)


def worth_ending(assessment: Assessment, ends: datetime, *, at: datetime) -> Worth:
    """Return what is left of the assessment's answer, known at `at` to end at `ends` at the latest."""
    return ending(
        terms_of(assessment.requirement),
        satisfied_at=assessment.satisfied_at,
        good_until=assessment.good_until,
        ends=ends,
        at=at,
    )


def dates_of(assessment: Assessment) -> tuple[datetime | None, list[datetime]]:
    """Return when the evidence that decides was issued, if it says so, and when it ends: by its words or its age."""
    pieces = deciding(assessment).values()
    return counts_from_and_until(
        (piece.data, accepted_as(assessment.requirement, piece.name).get("max_age", "")) for piece in pieces
    )
