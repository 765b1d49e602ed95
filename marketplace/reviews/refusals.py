"""What goes against the rules of reviews."""

from core.refusals import Refusal


class MayNotReview(Refusal):
    """Only an organisation that holds or held an offer reviews it, and never one that is bound to its seller."""

    code = "may-not-review"
    title = "This organisation cannot review this offer"


class AlreadyReviewed(Refusal):
    """An organisation has one review of an offer."""

    code = "already-reviewed"
    title = "The organisation has reviewed this offer already"


class AlreadyReplied(Refusal):
    """A partner has one reply to a review."""

    code = "already-replied"
    title = "The review has a reply already"


class AlreadyReported(Refusal):
    """A person has one open report about the same words."""

    code = "already-reported"
    title = "You have reported this already"


class NothingToModerate(Refusal):
    """There is no reply to decide about, or no open report to dismiss."""

    code = "nothing-to-moderate"
    title = "There is nothing to decide about"


class Concerned(Refusal):
    """Who belongs to the customer or the partner does not decide about their words."""

    code = "concerned"
    title = "You belong to one of the two sides"
