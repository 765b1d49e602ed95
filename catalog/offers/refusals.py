"""What goes against the rules of offers and plans."""

from collections.abc import Mapping, Sequence

from catalog.pricing.terms import TermError
from core.refusals import Invalid, Refusal


class OfferNameTaken(Refusal):
    """A partner's offers have different names, upper and lower case being the same."""

    code = "offer-name-taken"
    title = "You have an offer of this name already"


class PlanCodeTaken(Refusal):
    """The codes of an offer's plans differ, those of retired plans included."""

    code = "plan-code-taken"
    title = "The offer has a plan with this code already"


class TooManyPlans(Refusal):
    """An offer has at most 20 plans that are not retired."""

    code = "too-many-plans"
    title = "The offer has as many plans as an offer may have"


class PlanIsRetired(Refusal):
    """A retired plan stays as it was, for those who hold it."""

    code = "plan-retired"
    title = "The plan is retired"


class CategorySlugTaken(Refusal):
    """Slugs of categories differ."""

    code = "category-slug-taken"
    title = "There is a category of this slug already"


class CategoryBelowItself(Refusal):
    """A category lies neither under itself nor under what lies under it."""

    code = "category-below-itself"
    title = "A category cannot lie under what lies under it"


class CategoryInUse(Refusal):
    """A category is retired once nothing stands on it; `standing` says how many of what do."""

    code = "category-in-use"
    title = "Something stands on the category"


def refuse_fields(sentences: Mapping[str, str], more: Sequence[TermError] = ()) -> None:
    """Raise Invalid with one error for each field, and for each of `more`, unless there is none."""
    if sentences or more:
        raise Invalid(
            "Some values cannot be accepted; “errors” names each one and what to do.",
            errors=[
                *({"pointer": f"/{name}", "code": "invalid", "detail": said} for name, said in sentences.items()),
                *(one.said() for one in more),
            ],
        )
