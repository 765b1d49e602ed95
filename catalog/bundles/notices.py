"""The words of notices about agreements: one place, for the e-mail and for what is shown in the product."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from catalog.bundles.wording import ON_BREAK
from partners.vetting.notices import Words

if TYPE_CHECKING:
    from catalog.bundles.models import AgreementNotice

WORDS: dict[str, Words] = {
    "asked": Words(
        _("You are asked to be part of “%(bundle)s”"),
        _(
            "The marketplace would like to sell “%(bundle)s” (version %(number)s) with what you offer in it. Read what"
            " you would agree to, and answer. It goes on sale only once every partner has agreed to exactly that."
        ),
    ),
    "agreed": Words(
        _("All have agreed to “%(bundle)s”"),
        _(
            "Every partner has agreed to version %(number)s of “%(bundle)s”, so the marketplace can put it on sale."
            " There is nothing to do."
        ),
    ),
    "live": Words(
        _("“%(bundle)s” is on sale"),
        _("Version %(number)s of “%(bundle)s” is on sale now, as you have agreed to. There is nothing to do."),
    ),
    "declined": Words(
        _("%(who)s does not agree to “%(bundle)s”"),
        _(
            "%(who)s has declined version %(number)s of “%(bundle)s”, so it does not go on sale as it is. There is"
            " nothing to do: should the marketplace propose another version that differs for you, you are asked anew."
        ),
    ),
    "withdrawn": Words(
        _("%(who)s does not agree to “%(bundle)s” any more"),
        _(
            "%(who)s has withdrawn its consent to version %(number)s of “%(bundle)s”, so it does not go on sale as it"
            " is. There is nothing to do: should the marketplace propose another version that differs for you, you are"
            " asked anew."
        ),
    ),
    "notice_begun": Words(
        _("“%(bundle)s” is sold until %(sales_end_at)s"),
        _(
            "%(who)s has withdrawn its consent to “%(bundle)s”. New customers can have it until %(sales_end_at)s,"
            " unless a version without %(who)s takes its place before. Who has it keeps it; serve these customers as"
            " agreed."
        ),
    ),
    "ended": Words(
        _("“%(bundle)s” is not sold any more"),
        _(
            "Version %(number)s of “%(bundle)s”, with what you offer in it, is not sold to new customers any more. Who"
            " has it keeps it; serve these customers as agreed. If one of them cancels a part that holds it together,"
            " then as agreed %(on_break)s."
        ),
    ),
}


def notice_words(notice: "AgreementNotice") -> tuple[str, str]:
    """Return the subject and the text of a notice in the reader's language."""
    words, version = WORDS[notice.kind], notice.agreement.version
    ends = notice.sales_end_at
    values = {
        "bundle": version.shown_name,
        "number": version.number,
        "who": notice.because_of.partner.display_name if notice.because_of else "",
        "sales_end_at": _day(ends) if ends else "",
        "on_break": ON_BREAK[version.on_break],
    }
    return str(words.subject) % values, str(words.text) % values


def _day(at: datetime) -> str:
    return date_format(at, "j F Y")
