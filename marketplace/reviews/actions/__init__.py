"""Verbs of reviews: writing, answering, reporting, and what staff decide."""

from marketplace.reviews.actions.moderating import dismiss_reports, hide, restore
from marketplace.reviews.actions.replying import change_reply, write_reply
from marketplace.reviews.actions.reporting import report
from marketplace.reviews.actions.writing import EDITABLE, change_review, withdraw_review, write_review

__all__ = [
    "EDITABLE",
    "change_reply",
    "change_review",
    "dismiss_reports",
    "hide",
    "report",
    "restore",
    "withdraw_review",
    "write_reply",
    "write_review",
]
