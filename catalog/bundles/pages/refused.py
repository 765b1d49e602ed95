"""What pages say when an action refuses, in the reader's language and without the words of the API."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal

SENTENCES: dict[str, Promise] = {
    "bundle-slug-taken": _("There is a bundle at this address already, and it keeps it. Choose another one."),
    "bundle-version-in-work": _("There is a draft of this bundle already. Change that one."),
    "bundle-not-a-draft": _("Only a draft can be changed, and this version has been proposed in the meantime."),
    "bundle-part-not-for-sale": _(
        "Not every part is on sale as agreed: a plan was withdrawn, or costs something else now. Propose a version with"
        " what is on sale."
    ),
    "bundle-consent-missing": _("Not every partner has agreed to this version. Below you see who is missing."),
    "bundle-partners-not-ready": _(
        "A partner of this bundle may not be bundled at present, since it does not meet what is asked for that."
    ),
    "subject-not-ready": _("An offer in this bundle does not meet at present what is asked of it."),
    "bundle-simulation-fails": _("The bundle leads somewhere it must not. Look at the simulation."),
    "agreement-not-open": _("There is nothing to answer here any more. Here is how it stands now."),
    "illegal-move": _("Somebody else was faster. Here is how it stands now."),
    "precondition-failed": _("Somebody else has changed it in the meantime. Look at it again, then try once more."),
}


def sentences(refusal: Refusal) -> list[str]:
    """Return what a page says of a refusal: what is wrong with each value, or one sentence."""
    errors = refusal.extensions.get("errors") or []
    return [error["detail"] for error in errors] or [str(SENTENCES.get(refusal.code, refusal.detail))]
