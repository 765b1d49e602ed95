"""Verbs of listings: submitting a version, deciding about it, and taking things back."""

from catalog.listings.actions.decisions import approve, request_changes, submit_and_approve
from catalog.listings.actions.rating import keep_rating
from catalog.listings.actions.retiring import retire, return_to_sale
from catalog.listings.actions.scheduling import go_live, schedule
from catalog.listings.actions.submission import submit_offer
from catalog.listings.actions.withdrawal import withdraw_listing, withdraw_submission

__all__ = [
    "approve",
    "go_live",
    "keep_rating",
    "request_changes",
    "retire",
    "return_to_sale",
    "schedule",
    "submit_and_approve",
    "submit_offer",
    "withdraw_listing",
    "withdraw_submission",
]
