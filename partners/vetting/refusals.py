"""What the rules of vetting forbid."""

from core.refusals import Refusal


class AlreadyApplied(Refusal):
    """The partner has an application to this programme."""

    code = "already-applied"
    title = "The partner has applied to this programme already"


class ProgrammeNotOpen(Refusal):
    """Partners do not apply to this programme themselves."""

    code = "programme-not-open"
    title = "Only the operator enters partners into this programme"


class EvidenceNotAccepted(Refusal):
    """The evidence is not of the kind that the requirement takes."""

    code = "evidence-not-accepted"
    title = "The requirement does not take this evidence"
    status = 422


class PieceNotNamed(Refusal):
    """The requirement takes several pieces of this kind, and it was not said which one this is."""

    code = "evidence-not-named"
    title = "Say which piece of evidence this is"
    status = 422


class NotShared(Refusal):
    """Evidence of this kind is given to one requirement only."""

    code = "evidence-not-shared"
    title = "This evidence is given to one requirement only"
    status = 422


class RuleBookUnknown(Refusal):
    """A run was made against a rule book that was never published."""

    code = "rule-book-unknown"
    title = "There is no published rule book with this hash"
    status = 422


class NoDocument(Refusal):
    """Only files have redacted copies."""

    code = "no-document"
    title = "There is no document"


class NotRedacted(Refusal):
    """A redacted copy is another file than any that is shown as evidence."""

    code = "not-redacted"
    title = "This is no redacted copy"


class UploadNotReady(Refusal):
    """The upload that is named as evidence was not completed."""

    code = "upload-not-ready"
    title = "The upload is not completed"


class AlreadySatisfied(Refusal):
    """The requirement is satisfied, so nothing is awaited."""

    code = "requirement-already-satisfied"
    title = "The requirement is satisfied already"


class NotAsked(Refusal):
    """The requirement does not apply, as the facts about the partner are."""

    code = "requirement-not-asked"
    title = "The requirement does not apply"


class EvidenceReplaced(Refusal):
    """Newer evidence has arrived than the one a decision was made on."""

    code = "evidence-replaced"
    title = "Newer evidence has arrived"


class RequirementChanged(Refusal):
    """A decision was made by another revision than the one in force for the application."""

    code = "requirement-changed"
    title = "The requirement has changed in the meantime"


class NotAwaitingDecision(Refusal):
    """No decision of a reviewer is due."""

    code = "not-awaiting-decision"
    title = "This requirement is not waiting for a decision"


class FindingTooLate(Refusal):
    """An earlier round had the same evidence in hand and did not find this."""

    code = "finding-too-late"
    title = "This round looks only at what is open and at what has changed"


class ClaimedByAnother(Refusal):
    """Another reviewer has taken it."""

    code = "claimed-by-another"
    title = "Another reviewer has taken this"


class NotClaimed(Refusal):
    """One gives back or hands over only what one has taken."""

    code = "not-claimed"
    title = "You have not taken this"


class CannotTakeOver(Refusal):
    """A review is handed only to somebody who may decide."""

    code = "cannot-take-over"
    title = "This person cannot take it over"


class NothingToAppeal(Refusal):
    """There is no refusal that stands."""

    code = "nothing-to-appeal"
    title = "There is no refusal to appeal against"


class TooManyAppeals(Refusal):
    """The same evidence was appealed about as often as it may be."""

    code = "too-many-appeals"
    title = "This evidence was appealed about often enough"


class AppealNotOpen(Refusal):
    """The appeal has ended."""

    code = "appeal-not-open"
    title = "The appeal is not open any more"


class SecondReviewerNeeded(Refusal):
    """Who refused does not answer the appeal against it."""

    code = "second-reviewer-needed"
    title = "Another reviewer answers this appeal"


class Waived(Refusal):
    """A waived requirement takes no evidence, so that nothing can be found wrong with it."""

    code = "requirement-waived"
    title = "The requirement is waived"


class WaiverPending(Refusal):
    """One waiver of a requirement is asked for at a time."""

    code = "waiver-pending"
    title = "A waiver is asked for already"


class WaiverNotOpen(Refusal):
    """The waiver was answered or has ended."""

    code = "waiver-not-open"
    title = "The waiver is not open any more"


class SecondApproverNeeded(Refusal):
    """Who asks for a waiver does not approve it."""

    code = "second-approver-needed"
    title = "Another person approves this waiver"


class OwnOrganisation(Refusal):
    """Reviewers do not decide on organisations they belong to, nor on evidence they submitted."""

    code = "own-organisation"
    title = "Nobody decides on their own organisation"


class CapabilityMissing(Refusal):
    """The partner does not meet the requirements of what it wants to do."""

    code = "capability-missing"
    title = "Requirements are not met yet"


class SubjectNotReady(Refusal):
    """What a partner offers does not meet the requirements that it is held to."""

    code = "requirements-not-met"
    title = "The offer does not meet its requirements"
