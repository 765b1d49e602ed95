"""The words of notices: one place, for the e-mail and for what is shown in the product, in the reader's language."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.vetting.models import Notice

Sentence = Promise | str


@dataclass(frozen=True, slots=True)
class Words:
    """A subject and a text; `%(name)s` stands for a value of the notice."""

    subject: Sentence
    text: Sentence


NOTICES: dict[str, Words] = {
    "expiring": Words(
        _("%(key)s counts until %(good_until)s"),
        _(
            "What you showed for “%(title)s” counts until %(good_until)s. Submit what renews it on your board. While it"
            " is looked at, nothing is taken from you before that day and the grace after it."
        ),
    ),
    "in_grace": Words(
        _("Something you need has ended"),
        _(
            "These have ended or do not hold any more: %(keys)s. Everything stays open to you until %(next_at)s. From"
            " then on new customers do not see you. Your board says what to do."
        ),
    ),
    "hidden": Words(
        _("New customers do not see you any more"),
        _(
            "The grace for %(keys)s is over, so new customers neither find you nor can order. What customers have"
            " bought runs on. From %(next_at)s on nothing more is sold. Mend it on your board, and all comes back at"
            " once; if you think that we are wrong, appeal there."
        ),
    ),
    "sales_stopped": Words(
        _("Nothing more of yours is sold"),
        _(
            "%(keys)s is still open, so nothing more is sold. What customers have bought runs on. From %(next_at)s on"
            " payouts rest as well. Mend it on your board, and all comes back at once; if you think that we are wrong,"
            " appeal there."
        ),
    ),
    "suspended": Words(
        _("Everything rests but what customers have paid for"),
        _(
            "%(keys)s is still open, so payouts rest as well. What customers have paid for runs on. Mend it on your"
            " board, and all comes back at once; if you think that we are wrong, appeal there."
        ),
    ),
    "restored": Words(
        _("Everything is open to you again"),
        _("All that had ended is met again. There is nothing to do."),
    ),
    "asked": Words(
        _("%(key)s is asked of you, due on %(due_at)s"),
        _(
            "“%(title)s” is asked newly or anew. You have time until %(due_at)s; until then everything stays as it is."
            " Your board says what to do."
        ),
    ),
    "refused": Words(
        _("%(key)s is to be mended"),
        _("What you showed for “%(title)s” does not meet it yet. Your board says what was found and what mends it."),
    ),
    "vetted": Words(
        _("You meet all that is needed first"),
        _("Everything that is needed first is met. Your board says what is open to you."),
    ),
}


def notice_words(notice: Notice) -> tuple[str, str]:
    """Return the subject and the text of a notice in the reader's language."""
    words = NOTICES[notice.kind]
    values = {name: _shown(name, value) for name, value in notice.values.items()}
    if notice.requirement is not None:
        values |= {"key": notice.requirement.key, "title": notice.requirement.title}
    return str(words.subject) % values, str(words.text) % values


def _shown(name: str, value: object) -> str:
    if name.endswith(("_at", "_until")):
        return date_format(datetime.fromisoformat(str(value)), "j F Y") if value else gettext("an undecided day")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
