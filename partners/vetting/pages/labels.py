"""What pages call the states, kinds and capabilities, and how they colour them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = Promise | str

STATES: dict[str, tuple[Sentence, str]] = {
    "not_applicable": (_("Not asked of you"), ""),
    "missing": (_("To do"), "warn"),
    "submitted": (_("Being checked"), "info"),
    "in_check": (_("Being checked"), "info"),
    "needs_review": (_("With a reviewer"), "info"),
    "satisfied": (_("Met"), "ok"),
    "action_required": (_("To be mended"), "bad"),
    "expiring": (_("Expires soon"), "warn"),
    "lapsed": (_("Expired, in grace"), "bad"),
    "blocking": (_("Overdue"), "bad"),
    "reopened": (_("Asked again"), "warn"),
    "waived": (_("Waived"), "ok"),
    "under_appeal": (_("Under appeal"), "info"),
}

MARKETPLACE = _("The marketplace")

TURNS: dict[str, Sentence] = {
    "partner": _("It is your turn"),
    "platform": _("It is our turn"),
    "none": _("Nobody has to act"),
}

KINDS: dict[str, Sentence] = {
    "identity": _("Identity"),
    "legal": _("Legal"),
    "tax_payout": _("Tax and payout"),
    "security": _("Security"),
    "privacy": _("Privacy"),
    "reliability": _("Reliability"),
    "support": _("Support"),
    "catalogue_quality": _("Quality in the catalogue"),
    "integration": _("Integration"),
    "commercial": _("Commercial"),
}

CAPABILITIES: dict[str, Sentence] = {
    "list_public": _("Be listed publicly"),
    "sell": _("Sell"),
    "bundle": _("Be bundled"),
    "payout": _("Be paid out"),
    "new_sales": _("Sell to new customers"),
    "metering": _("Report usage"),
}

CAPABILITY_STATUSES: dict[str, tuple[Sentence, str]] = {
    "active": (_("open"), "ok"),
    "restricted": (_("restricted"), "warn"),
    "pending": (_("not yet"), ""),
    "off": (_("closed"), "bad"),
}

APPEAL_OUTCOMES: dict[str, Sentence] = {
    "upheld": _("It stands: the findings are right"),
    "overturned": _("It falls: the findings are wrong"),
    "rule_clarified": _("It falls: the rule could be read in the partner's way"),
}

FINDING_TYPES: dict[str, Sentence] = {
    "blocking": _("Stands in the way"),
    "advice": _("Advice, stands in nobody's way"),
}

SEVERITIES: dict[str, Sentence] = {
    "critical": _("critical"),
    "high": _("high"),
    "medium": _("medium"),
    "low": _("low"),
}

# Why a capability is as it is, by reason code; what is met needs no words.
REASONS: dict[str, Sentence] = {
    "not_granted": _("No requirement of this programme opens it."),
    "not_met": _("It waits for requirements that were never met."),
    "in_grace": _("Something has ended, and the grace runs."),
    "hidden": _("The grace is over: new customers do not see you, existing ones keep what they have."),
    "sales_stopped": _("The grace is long over: nothing more is sold; existing customers keep what they have."),
    "suspended": _("The grace is long over: everything rests but what customers have paid for."),
}

EVIDENCE: dict[str, Sentence] = {
    "file": _("File"),
    "url": _("Address on the web"),
    "declaration": _("Declaration"),
    "terms": _("Acceptance of terms"),
    "vat_id": _("VAT id of the profile"),
    "contact_email": _("Confirmation of the contact address"),
    "iban": _("IBAN"),
    "probe": _("Automatic probe"),
    "conformance_run": _("Conformance run"),
    "external_ref": _("Reference elsewhere"),
}

# What evidence holds, by the names under which it is kept.
VALUES: dict[str, Sentence] = {
    "filename": _("File name"),
    "content_type": _("Type"),
    "size": _("Size"),
    "confirmed": _("Confirmed"),
    "person": _("Person"),
    "role": _("Role"),
    "version": _("Version"),
    "vat_id": _("VAT id"),
    "country": _("Country"),
    "confirmed_at": _("Confirmed on"),
    "issued_on": _("Date of issue"),
    "expires_on": _("Last day on which it holds"),
    "register": _("Register"),
    "reference": _("Number in the register"),
    "iban": _("IBAN"),
    "url": _("Address"),
}

CHECK = _("Automatic check")

FACTS: dict[str, Sentence] = {
    "vetting.application_opened": _("The application was opened."),
    "vetting.evidence_submitted": _("Evidence was submitted."),
    "vetting.review_requested": _("A reviewer was asked to look at it."),
    "vetting.requirement_satisfied": _("The requirement was found to be met."),
    "vetting.requirement_refused": _("The evidence was refused, with findings."),
    "vetting.requirement_reopened": _("The offer was changed, so the requirement is asked again."),
    "vetting.partner_vetted": _("Every mandatory requirement is met."),
    "vetting.review_claimed": _("A reviewer has taken it."),
    "vetting.review_released": _("The reviewer has given it back."),
    "vetting.review_handed_over": _("It was handed to another reviewer."),
    "vetting.decision_delayed": _("The decision takes longer than we promise."),
    "vetting.appeal_raised": _("An appeal was raised."),
    "vetting.appeal_decided": _("The appeal was answered."),
    "vetting.appeal_withdrawn": _("Newer evidence took the place of the appeal."),
    "vetting.waiver_requested": _("A waiver was asked for."),
    "vetting.requirement_waived": _("The requirement was waived for a time."),
    "vetting.redacted_copy_attached": _("A redacted copy was added."),
    "vetting.waiver_ended": _("The waiver has ended."),
    "vetting.standing_lost": _("Not every mandatory requirement is met any more."),
    "vetting.capability_changed": _("What the partner may do has changed."),
    "vetting.standing_stepped": _("The partner has gone a step down or up."),
    "vetting.requirement_expiring": _("What met the requirement ends soon."),
    "vetting.requirement_lapsed": _("What met the requirement has ended; the grace runs."),
    "vetting.requirement_blocking": _("The grace has ended as well."),
    "vetting.requirement_asked": _("Something is asked newly or anew."),
    "vetting.tier_changed": _("The partner has reached another tier."),
    "vetting.requirement_not_asked": _("Something is not asked any more."),
}

# Those follow from something else: nobody in person did them.
BY_ITSELF = frozenset(
    f"vetting.{name}"
    for name in (
        "review_requested",
        "partner_vetted",
        "standing_lost",
        "capability_changed",
        "standing_stepped",
        "requirement_expiring",
        "requirement_lapsed",
        "requirement_blocking",
        "decision_delayed",
        "appeal_withdrawn",
    )
)
