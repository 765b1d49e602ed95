"""What goes against the rules of price lists."""

from core.refusals import Invalid, Refusal


class PriceOverlaps(Refusal):
    """On each day a plan has one price for a currency and channel, and one for a customer."""

    code = "price-overlaps"
    title = "Another price counts on some of these days"


class TooManyPrices(Refusal):
    """A plan has a bounded number of prices."""

    code = "too-many-prices"
    title = "A plan has no more prices than this"


class PlanIsPublic(Refusal):
    """Nobody needs an invitation to what everybody can order."""

    code = "plan-is-public"
    title = "The plan is public"


class CodeNotValid(Invalid):
    """The code is unknown, was used, or has expired: the answer is the same."""

    code = "code-not-valid"
    title = "This code opens nothing"
