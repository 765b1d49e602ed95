"""The four-eyes rule: nobody decides on their own."""

from core.accounts.models import Membership
from core.actors import Actor
from partners.vetting.models import Appeal, Application, Assessment
from partners.vetting.refusals import OwnOrganisation, SecondReviewerNeeded


def check_four_eyes(application: Application, assessment: Assessment, actor: Actor) -> None:
    """Raise OwnOrganisation for a reviewer who belongs to the partner or submitted the evidence."""
    if actor.id is None:
        return
    member = Membership.objects.filter(organisation_id=application.partner.organisation_id, user_id=actor.id).exists()
    submitted = assessment.evidence is not None and assessment.evidence.submitted_by_id == actor.id
    if member or submitted:
        raise OwnOrganisation(
            "You belong to this organisation, or submitted this evidence yourself. Leave the decision to another"
            " reviewer."
        )


def check_second_reviewer(assessment: Assessment, actor: Actor) -> None:
    """Raise SecondReviewerNeeded for the reviewer against whose refusal an appeal is open."""
    if (
        Appeal.objects.about(assessment)
        .open()
        .filter(first_reviewer__isnull=False, first_reviewer_id=actor.id)
        .exists()
    ):
        raise SecondReviewerNeeded("You refused this yourself. Leave the appeal to another reviewer.")
