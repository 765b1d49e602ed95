"""What pages say when an action refuses, in the reader's language and without the words of the API."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal

SENTENCES: dict[str, Promise] = {
    "already-applied": _("The application was opened already. Here it is."),
    "programme-not-open": _("Into this programme the operator enters those whom it answers for. Choose another one."),
    "requirement-already-satisfied": _("This requirement is met already. Nothing is awaited from you."),
    "evidence-not-accepted": _("This requirement takes other evidence. Look at what satisfies it and send that."),
    "upload-not-ready": _("The file did not arrive completely. Send it again."),
    "evidence-replaced": _(
        "Newer evidence has arrived while you were looking, and nothing was decided. It is shown now: look at it, and"
        " decide on that. What you had typed is still below."
    ),
    "not-awaiting-decision": _(
        "Nothing was decided: no decision is due here any more, since somebody else has decided or the evidence is"
        " being checked again. What you had typed is still below."
    ),
    "finding-too-late": _(
        "Nothing was decided: the evidence has not changed since a reviewer looked at it, and one of your findings is"
        " new. Leave it out or make it advice; if it is critical or high, admit that an earlier round should have found"
        " it. What you had typed is still below."
    ),
    "requirement-not-asked": _("This does not apply to you as things are. Nothing is awaited from you."),
    "nothing-to-appeal": _("There is no refusal to appeal against any more. Here is how it stands now."),
    "too-many-appeals": _(
        "There were three appeals about this evidence, and each was answered. Submit other evidence; about that you may"
        " appeal again."
    ),
    "appeal-not-open": _("It was answered already, or newer evidence took the place of what it was about."),
    "second-reviewer-needed": _("You refused this yourself, so another reviewer answers the appeal."),
    "no-document": _("This evidence has no file, so there is nothing to redact."),
    "not-redacted": _(
        "This file was shown as a document itself, or is a copy already. Choose the copy in which what need not go"
        " round is blackened."
    ),
    "waiver-pending": _("A waiver of this requirement is asked for already. Approve or decline that one first."),
    "waiver-not-open": _("It was approved or declined already, or has ended. Here is how it stands now."),
    "second-approver-needed": _("You asked for this waiver yourself. Somebody else approves it."),
    "claimed-by-another": _(
        "Nothing was decided: another reviewer has taken it. Ask for it to be handed over, or take something else from"
        " the queue. What you had typed is still below."
    ),
    "not-claimed": _("You have not taken this, or no longer. Below you see who has it."),
    "cannot-take-over": _("This person may not decide on it. Nothing has changed; it is still yours."),
    "own-organisation": _(
        "You belong to this organisation, or submitted this evidence yourself. Another reviewer decides."
    ),
    "type-differs": _("The file is not what its name says, or is not safe to open. Save it anew in its own type."),
    "file-kind-not-accepted": _("Files of this type are not taken here. Choose one of the types that are named."),
    "file-empty": _("The file is empty. Choose one that has content."),
    "file-too-large": _("The file is too large. Make it smaller, or send it in parts."),
    "size-differs": _("The file did not arrive completely. Send it again."),
    "too-many-open-uploads": _("Too many uploads of your organisation wait for their file. Try again in an hour."),
    "storage-unavailable": _("The file storage does not answer. Nothing was lost; try again in a minute."),
    "precondition-failed": _("Somebody else has changed it in the meantime. Look at it again, then try once more."),
}


def sentence(refusal: Refusal) -> str:
    """Return what a page says of a refusal; one without words here speaks for itself."""
    return str(SENTENCES.get(refusal.code, refusal.detail))
