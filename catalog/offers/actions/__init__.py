"""Verbs of offers: drafting and changing them, their plans, and the categories there are."""

from catalog.offers.actions.categories import add_category, change_category, publish_categories, retire_category
from catalog.offers.actions.drafts import change_offer, draft_offer
from catalog.offers.actions.plans import add_plan, add_plans, change_plan, freeze_plans, remove_plan

__all__ = [
    "add_category",
    "add_plan",
    "add_plans",
    "change_category",
    "change_offer",
    "change_plan",
    "draft_offer",
    "freeze_plans",
    "publish_categories",
    "remove_plan",
    "retire_category",
]
