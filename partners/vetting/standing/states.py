"""The states of an assessment, the moves between them, and whose turn it is in each.

What an answer is worth is not in its state but in its dates (`marks`): an old answer stays good while a newer one is
looked at, and a state says what is happening now.
"""

from typing import Literal

Awaiting = Literal["partner", "platform", "none"]

# From anywhere: the facts of the partner decide whether it is asked at all, and a waiver takes its place.
_ALWAYS = ["not_applicable", "waived"]

MOVES: dict[str, list[str]] = {
    "not_applicable": ["missing", "satisfied", "waived"],
    "missing": ["submitted", *_ALWAYS],
    "submitted": ["in_check", "needs_review", "satisfied", "action_required", *_ALWAYS],
    "in_check": ["submitted", "needs_review", "satisfied", "action_required", *_ALWAYS],
    "needs_review": ["submitted", "satisfied", "action_required", *_ALWAYS],
    "satisfied": ["submitted", "expiring", "lapsed", "blocking", "reopened", *_ALWAYS],
    "action_required": ["submitted", "under_appeal", *_ALWAYS],
    "expiring": ["submitted", "lapsed", "blocking", "reopened", *_ALWAYS],
    "lapsed": ["submitted", "blocking", *_ALWAYS],
    "blocking": ["submitted", *_ALWAYS],
    "reopened": ["submitted", "lapsed", "blocking", *_ALWAYS],
    "waived": ["submitted", "missing", "lapsed", "blocking", "reopened", "waived", "not_applicable"],
    "under_appeal": ["submitted", "satisfied", "action_required", *_ALWAYS],
}

AWAITING: dict[str, Awaiting] = {
    "not_applicable": "none",
    "missing": "partner",
    "submitted": "platform",
    "in_check": "platform",
    "needs_review": "platform",
    "satisfied": "none",
    "action_required": "partner",
    "expiring": "partner",
    "lapsed": "partner",
    "blocking": "partner",
    "reopened": "partner",
    "waived": "none",
    "under_appeal": "platform",
}

# These are about evidence that came; the others can be reached without any.
WITH_EVIDENCE = (
    "submitted",
    "in_check",
    "needs_review",
    "satisfied",
    "action_required",
    "expiring",
    "under_appeal",
)

# In these a person on staff decides.
DECIDED_BY_PEOPLE = ("needs_review", "under_appeal")
