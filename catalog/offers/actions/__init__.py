"""Verbs of offers: drafting and changing them, their plans, and the categories there are."""

from catalog.offers.actions.categories import publish_categories
from catalog.offers.actions.drafts import change_offer, draft_offer
from catalog.offers.actions.plans import add_plan, add_plans, change_plan, freeze_plans, remove_plan

__all__ = [
    "add_plan",
    "add_plans",
    "change_offer",
    "change_plan",
    "draft_offer",
    "freeze_plans",
    "publish_categories",
    "remove_plan",
]
