"""The only place that writes applications, assessments, evidence and findings."""

from partners.vetting.actions.adopting import adopt_rule_book
from partners.vetting.actions.appealing import appeal, decide_appeal
from partners.vetting.actions.applying import apply, enter
from partners.vetting.actions.claiming import claim, hand_over, release
from partners.vetting.actions.deciding import FindingInput, decide
from partners.vetting.actions.forgetting import forget_person
from partners.vetting.actions.notifying import notify, read_notice, read_notices
from partners.vetting.actions.probing import begin_look, give_up_look, judge_look, probe_again
from partners.vetting.actions.rechecking import recheck
from partners.vetting.actions.redacting import attach_redacted_copy
from partners.vetting.actions.subjects import review_subject
from partners.vetting.actions.submitting import Asked, submit_evidence, submit_for_several
from partners.vetting.actions.sweeping import look_again
from partners.vetting.actions.turns import note_delays
from partners.vetting.actions.waiving import approve_waiver, ask_for_waiver, end_waiver, expire_waivers

__all__ = [
    "Asked",
    "FindingInput",
    "adopt_rule_book",
    "appeal",
    "apply",
    "approve_waiver",
    "ask_for_waiver",
    "attach_redacted_copy",
    "begin_look",
    "claim",
    "decide",
    "decide_appeal",
    "end_waiver",
    "enter",
    "expire_waivers",
    "forget_person",
    "give_up_look",
    "hand_over",
    "judge_look",
    "look_again",
    "note_delays",
    "notify",
    "probe_again",
    "read_notice",
    "read_notices",
    "recheck",
    "release",
    "review_subject",
    "submit_evidence",
    "submit_for_several",
]
