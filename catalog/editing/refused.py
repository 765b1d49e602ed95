"""What the editor says when a price cannot be used or an action refuses, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal
from partners.vetting.pages.refused import sentence as otherwise

SENTENCES: dict[str, Promise] = {
    "offer-name-taken": _("You have an offer of this name already. Change that one, or choose another name."),
    "plan-code-taken": _("A plan of this offer, perhaps one that is not sold any more, has this code already."),
    "plan-retired": _("This plan is not sold any more and stays as it was. Add another one instead."),
    "too-many-plans": _("An offer has at most 20 plans. Remove one first."),
    "offer-incomplete": _("Customers could not find or buy it: it needs at least one plan and one category."),
    "already-submitted": _("A version waits for a decision. Wait for it, or take it back first."),
    "nothing-changed": _("It says what is on sale already. Change something first."),
    "capability-missing": _("Not all that is required for selling is met yet. The board says what is due."),
}
# What is wrong with one value, by the codes of the checks of prices.
WRONG: dict[str, Promise] = {
    "required": _("Fill this in."),
    "not-a-price": _("Write a price such as 12.50, without a sign and a currency."),
    "not-a-quantity": _("Write a number above zero, such as 1000."),
    "not-a-percentage": _("Write a number from 0 to 100, such as 2.9."),
    "not-a-number": _("Write a whole number from 1 on."),
    "not-a-word": _("Use small letters, digits, points and hyphens, such as “eu-west”."),
    "not-a-field": _("Use small letters, digits and “_”, such as “gigabytes”."),
    "out-of-range": _("This number is too small or too large here."),
    "too-few": _("At least one row is needed."),
    "too-many": _("These are more rows than one price can have."),
    "unknown-value": _("Choose one of those that are offered."),
    "not-rising": _("Each tier ends above the one before it."),
    "open-end": _("The last tier has no end, and only the last one: leave its “up to” empty."),
    "wrong-number": _("One value is needed for each dimension, separated by commas."),
    "duplicate": _("This combination has a price already."),
    "unknown-currency": _("Use the code of a currency, such as EUR."),
    "unknown-interval": _("Choose a month or a year."),
    "unknown-aggregation": _("Choose how the quantity is measured."),
    "not-for-interval": _("This is for prices per year only."),
    "not-measured": _("Usage is billed as it is measured, so this has no meaning here."),
}


def sentence(refusal: Refusal) -> str:
    """Return what a page says of a refusal."""
    return str(SENTENCES.get(refusal.code) or otherwise(refusal))


def wrong(code: str, detail: str) -> str:
    """Return what a page says of one value; what has no words here speaks for itself."""
    return str(WRONG.get(code, detail))
