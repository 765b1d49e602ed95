"""Verbs of channels."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from catalog.channels.colours import ENOUGH, contrast_with_white
from catalog.channels.events import ChannelChanged, ChannelFounded
from catalog.channels.models import ACCENT, CODE, Channel
from catalog.offers.actions.categories import known_categories
from core.actors import Actor
from core.events.recording import record
from core.refusals import Invalid, PreconditionFailed, Refusal

EDITABLE = ("name", "tagline", "tagline_fr", "accent", "categories", "is_open")


class ChannelCodeTaken(Refusal):
    """Another channel has this code."""

    code = "channel-code-taken"
    title = "Another channel has this code"


@transaction.atomic
def found_channel(
    *,
    code: str,
    name: str,
    tagline: str = "",
    tagline_fr: str = "",
    accent: str = "",
    categories: Sequence[str] = (),
    is_open: bool = False,
    actor: Actor,
    at: datetime,
) -> Channel:
    """Found a storefront; without categories it shows every shelf. Raises Invalid and ChannelCodeTaken."""
    if not re.fullmatch(CODE, code, re.ASCII):
        raise Invalid.field("code", "Use 1 to 40 lower-case letters, digits and hyphens, such as “north”.")
    values = {
        "name": name,
        "tagline": tagline,
        "tagline_fr": tagline_fr,
        "accent": accent,
        "categories": list(categories),
        "is_open": is_open,
    }
    _check(values)
    try:
        with transaction.atomic():
            channel = Channel.objects.create(code=code, created_at=at, **values)
    except IntegrityError as error:
        raise ChannelCodeTaken(f"There is a channel “{code}” already. Change that one, or use another code.") from error
    record(ChannelFounded(channel_id=channel.pk, code=code), actor=actor, at=at)
    return channel


@transaction.atomic
def change_channel(
    *, channel: Channel, version: int, changes: Mapping[str, Any], actor: Actor, at: datetime
) -> Channel:
    """Change any of `EDITABLE`; `version` is compared and set. Raises Invalid and PreconditionFailed."""
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise ValueError(f"a channel's {sorted(unknown)} cannot be changed here")
    _check(changes)
    changed = {field: value for field, value in changes.items() if getattr(channel, field) != value}
    if not changed:
        return channel
    written = Channel.objects.filter(pk=channel.pk, version=version).update(version=F("version") + 1, **changed)
    if not written:
        raise PreconditionFailed(
            "Load the channel again, look at what has changed, and send your change with the new ETag."
        )
    record(ChannelChanged(channel_id=channel.pk, code=channel.code, fields=sorted(changed)), actor=actor, at=at)
    return Channel.objects.get(pk=channel.pk)


def _check(values: Mapping[str, Any]) -> None:
    """Raise Invalid unless words can be read on the colour and each category exists."""
    accent, slugs = values.get("accent"), values.get("categories")
    if accent and not re.fullmatch(ACCENT, accent, re.ASCII):
        raise Invalid.field("accent", "Send a colour as six digits, such as #0b5d54, or an empty string.")
    if accent and contrast_with_white(accent) < ENOUGH:
        raise Invalid.field("accent", "White text cannot be read on this colour. Send a darker one.")
    if slugs:
        unknown = sorted(set(slugs) - known_categories(slugs))
        if unknown:
            shown = ", ".join(f"“{slug[:60]}”" for slug in unknown)
            raise Invalid.field("categories", f"There is no category {shown}; GET /api/v1/categories lists them all.")
