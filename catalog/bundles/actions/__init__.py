"""Verbs of bundles: drafting, asking the partners, their answers, publishing, and the end of sales."""

from catalog.bundles.actions.answering import accept_agreement, decline_agreement, withdraw_consent
from catalog.bundles.actions.drafting import change_draft, draft_bundle, revise_bundle
from catalog.bundles.actions.ending import end_run_out, retire_bundle, withdraw_bundle
from catalog.bundles.actions.proposing import propose_version
from catalog.bundles.actions.publishing import publish_version
from catalog.bundles.actions.telling import read_agreement_notices, tell

__all__ = [
    "accept_agreement",
    "change_draft",
    "decline_agreement",
    "draft_bundle",
    "end_run_out",
    "propose_version",
    "publish_version",
    "read_agreement_notices",
    "retire_bundle",
    "revise_bundle",
    "tell",
    "withdraw_bundle",
    "withdraw_consent",
]
