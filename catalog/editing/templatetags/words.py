"""Names and choices that stand in schemas, in the reader's language."""

from django import template
from django.utils.translation import gettext

from catalog.pricing.labels import CHOICES

register = template.Library()


@register.filter
def in_words(name: str) -> str:
    """Return a name or choice of a schema as the reader's language has it; `catalog.pricing.labels` has them all."""
    return str(CHOICES.get(name) or gettext(name))
