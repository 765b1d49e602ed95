"""Templates with gaps: rendered once for each language, then filled by joining text.

A template engine takes longer over twenty cards than the search itself. What is fixed in a card, or around a list, is
therefore kept ready; only the gaps are filled, each value escaped.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from typing import Any, Self

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

_GAP = re.compile(r"\[\[(\w+)\]\]")


class Gap(str):
    """What stands in a template for a value to come."""

    __slots__ = ()

    def __new__(cls, name: str) -> Self:
        """Return the gap called `name`."""
        return super().__new__(cls, f"[[{name}]]")


class Skeleton:
    """One template in one language, cut at its gaps."""

    def __init__(self, template: str, language: str, context: Mapping[str, Any]) -> None:
        with override(language):
            text = get_template(template).render(dict(context))
        self._first, *fixed = _GAP.split(text)[::2]
        self._gaps = list(zip(_GAP.findall(text), fixed, strict=True))

    def fill(self, values: Mapping[str, str]) -> SafeString:
        """Return the text with each gap filled; a value that is not marked safe is escaped."""
        parts = [self._first]
        for name, following in self._gaps:
            value = values[name]
            parts += (value if isinstance(value, SafeString) else escape(value), following)
        return joined(parts)


@cache
def skeleton(template: str, language: str, *gaps: str) -> Skeleton:
    """Return the template with gaps for these names, made once."""
    return Skeleton(template, language, {name: Gap(name) for name in gaps})


def fill(template: str, language: str, **values: str) -> SafeString:
    """Return one of this room's templates with its gaps filled."""
    return skeleton(f"search/{template}.html", language, *values).fill(values)


def joined(parts: Iterable[str]) -> SafeString:
    """Return pieces of markup, each escaped already, as one."""
    return mark_safe("".join(parts))  # noqa: S308 - what callers pass was escaped by `fill` or stands in a template
