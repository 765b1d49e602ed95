"""Sentences about reviews, in the reader's language: one place for mails, pages and refusals."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal
from marketplace.reviews.rules import Why
from partners.vetting.pages.refused import sentence

Sentence = Promise | str


@dataclass(frozen=True, slots=True)
class Message:
    """A subject and a text; `%(name)s` stands for a value."""

    subject: Sentence
    text: Sentence


# What author and partner are told, both in the same words; the pages of the review say them too.
MESSAGES: Mapping[str, Message] = {
    "review_written": Message(
        _("%(organisation)s has reviewed %(offer)s"),
        _("%(organisation)s gives %(offer)s %(stars)s of 5 stars: “%(title)s”. You may answer once, in public."),
    ),
    "reply_written": Message(
        _("%(partner)s has answered the review of %(offer)s"),
        _("%(partner)s has answered the review “%(title)s” of %(organisation)s about %(offer)s, in public."),
    ),
    "review_hidden": Message(
        _("The review “%(title)s” of %(offer)s is hidden"),
        _(
            "We have hidden the review “%(title)s” of %(organisation)s about %(offer)s. Everybody reads the reason in"
            " its place: “%(reason)s” Its stars do not count meanwhile. Its author may change it, and we look again."
        ),
    ),
    "review_restored": Message(
        _("The review “%(title)s” of %(offer)s can be read again"),
        _("The review “%(title)s” of %(organisation)s about %(offer)s can be read again. The reason: “%(reason)s”"),
    ),
    "reply_hidden": Message(
        _("The reply to the review “%(title)s” of %(offer)s is hidden"),
        _(
            "We have hidden the reply of %(partner)s to the review “%(title)s” of %(organisation)s about %(offer)s."
            " Everybody reads the reason in its place: “%(reason)s” The partner may change it, and we look again."
        ),
    ),
    "reply_restored": Message(
        _("The reply to the review “%(title)s” of %(offer)s can be read again"),
        _(
            "The reply of %(partner)s to the review “%(title)s” of %(organisation)s about %(offer)s can be read again."
            " The reason: “%(reason)s”"
        ),
    ),
}


def message(kind: str, values: Mapping[str, object]) -> tuple[str, str]:
    """Return the subject and the text of a message in the reader's language."""
    said = MESSAGES[kind]
    return str(said.subject) % values, str(said.text) % values


_WHY_NOT: Mapping[Why, Sentence] = {
    Why.OWN_OFFER: _(
        "%(organisation)s sells “%(offer)s” itself, and nobody reviews what it sells. Answer the reviews of your"
        " customers instead."
    ),
    Why.COMMON_MEMBER: _(
        "%(organisation)s and the partner that sells “%(offer)s” have a member in common, so it cannot review it. If"
        " that is not so any more, remove that member first."
    ),
    Why.NEVER_HELD: _(
        "%(organisation)s has never held “%(offer)s”, and only customers review. Subscribe to one of its plans first."
    ),
}


def may_not_review(why: Why, offer: str, organisation: str) -> str:
    """Return the sentence of a refusal: what, why, what to do."""
    return str(_WHY_NOT[why]) % {"offer": offer, "organisation": organisation}


REASONS: Mapping[str, Sentence] = {
    "spam": _("Advertising, or nothing about the offer"),
    "insult": _("Insulting or hateful"),
    "personal_data": _("Tells personal things of somebody"),
    "untrue": _("Untrue"),
    "conflict_of_interest": _("Written by somebody who has an interest in it"),
    "other": _("Something else"),
}

_REFUSED: Mapping[str, Sentence] = {
    "already-reviewed": _("Somebody of your organisation has just reviewed it. Load the page again to change that."),
    "already-replied": _("Somebody of your organisation has just answered it. Load the page again to change that."),
    "already-reported": _("Your report waits for our staff already. There is nothing more to do."),
    "nothing-to-moderate": _("There is nothing to decide about any more: somebody else has looked at it."),
    "concerned": _("You belong to the customer or to the partner. Somebody else on staff decides about this."),
    "illegal-move": _("Somebody else was faster. Here is how it stands now."),
}


def refused(refusal: Refusal) -> str:
    """Return what a page says of a refusal, in the reader's language."""
    return str(_REFUSED[refusal.code]) if refusal.code in _REFUSED else sentence(refusal)
