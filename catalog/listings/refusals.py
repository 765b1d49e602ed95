"""What goes against the rules of publishing."""

from core.refusals import Refusal


class OfferIncomplete(Refusal):
    """An offer needs at least one plan and one category before it can be shown to anybody."""

    code = "offer-incomplete"
    title = "The offer is not complete"


class AlreadySubmitted(Refusal):
    """An offer has at most one version waiting for a decision or for the instant at which it goes live."""

    code = "already-submitted"
    title = "A version of this offer is on its way"


class NothingChanged(Refusal):
    """The offer says what its live version says."""

    code = "nothing-changed"
    title = "Nothing has changed since the live version"
