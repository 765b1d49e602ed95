"""Sentences about how requirements stand, in the reader's language: findings of checks, next steps, summaries."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from partners.vetting.checks.words import FINDINGS

Sentence = Promise | str


def finding_words(code: str, values: dict[str, str]) -> tuple[str, str, str]:
    """Return what a check's finding says: observed, expected, fix. A code this version lacks is shown as it is."""
    words = FINDINGS.get(code)
    if words is None:
        return code, "", str(_("Ask support what this means."))
    observed, expected, fix = (gettext(said) % values for said in (words.observed, words.expected, words.fix))
    return observed, expected, fix


_FIRST_STEPS: dict[str, Sentence] = {
    "file": _("Upload the file and submit it as evidence."),
    "declaration": _("Read the statement and submit the declaration with full name and role."),
    "terms": _("Read the terms and submit their acceptance, naming the version."),
    "vat_id": _("Submit the VAT id, or enter it in the partner profile."),
    "contact_email": _("Ask for the confirmation mail and follow its link."),
    "url": _("Submit the address of the page."),
    "iban": _("Submit the IBAN."),
    "probe": _("Put it in place as the requirement says: the automatic check finds it."),
    "conformance_run": _("Run the conformance tests and submit their result."),
    "external_ref": _("Submit the reference."),
}


_NOTHING_TO_DO: dict[str, Sentence] = {
    "submitted": _("The automatic check is running. There is nothing for you to do."),
    "in_check": _("The automatic check is running. There is nothing for you to do."),
    "needs_review": _("A person of the marketplace looks at it. There is nothing for you to do until then."),
    "under_appeal": _("A second reviewer looks at your appeal. There is nothing for you to do until then."),
    "waived": _("It is waived for you for a time. There is nothing for you to do until then."),
}


def next_step(kind: str, state: str, fixes: list[str], needed: list[str]) -> str:
    """Return what happens next and who does it: every state has an answer.

    `fixes` are those of open findings, `needed` what is still to come beside the pieces that have come.
    """
    if needed:
        rest = str(_("Still needed: %(pieces)s.")) % {"pieces": "; ".join(needed)}
        return " ".join([*dict.fromkeys(fixes), rest])
    match state:
        case "missing" | "expiring" | "reopened" | "lapsed" | "blocking":
            return str(_FIRST_STEPS[kind])
        case "action_required":
            return " ".join(dict.fromkeys(fixes)) or str(_FIRST_STEPS[kind])
        case _:
            return str(_NOTHING_TO_DO.get(state, _("Done. There is nothing to do.")))


def summary(*, partner: int, platform: int, by: datetime | None = None) -> str:
    """Return the one sentence at the top of the board, from how many of what is needed first awaits whom.

    `by`: when the first of it ends, for somebody who sells already.
    """
    yours = ngettext("%(n)s thing to do before you may publish.", "%(n)s things to do before you may publish.", partner)
    if by is not None:
        yours = ngettext(
            "%(n)s thing to do, the first by %(day)s, to keep what is open to you.",
            "%(n)s things to do, the first by %(day)s, to keep what is open to you.",
            partner,
        ).replace("%(day)s", date_format(by, "j F Y"))
    ours = ngettext("%(n)s thing is with us.", "%(n)s things are with us.", platform)
    sentences = [text % {"n": n} for text, n in ((yours, partner), (ours, platform)) if n]
    return " ".join(sentences) or str(_("Everything required is met: you may publish."))


def not_met(*, partner: int, platform: int) -> str:
    """Return what has to happen before the missing requirements are met."""
    if not partner:
        return str(_("All of it is with us; you can go on as soon as we have decided."))
    return str(_("The board of your application says what to do next for each.")) + (
        " " + str(_("The rest is with us.")) if platform else ""
    )


def apply_first() -> str:
    """Return what a partner without an application does."""
    return str(_("Apply to the programme first; its board then says what to do for each."))


def capability_missing(capability: str, missing: list[str], what_to_do: str) -> str:
    """Return the sentence of a refusal for want of a capability: what, why, what to do."""
    named = "; ".join(missing) or str(_("no programme grants it at present"))
    sentence = _("“%(capability)s” is not open to this partner yet, because these are not met: %(named)s. %(todo)s")
    return str(sentence) % {"capability": capability, "named": named, "todo": what_to_do}


def subject_not_ready(named: str) -> str:
    """Return the sentence of a refusal because of the requirements of an offer: what, why, what to do."""
    sentence = _(
        "The version cannot go live, because the offer does not meet these requirements: %(named)s. Their findings say"
        " what to change; submit the offer again then."
    )
    return str(sentence) % {"named": named}
