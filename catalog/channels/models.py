"""Channels of the storefront."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language

from core.ids import uuid7

CODE = r"^[a-z0-9][a-z0-9-]{0,39}$"
ACCENT = r"^#[0-9a-f]{6}$"


class ChannelQuerySet(models.QuerySet["Channel"]):
    """The query language of channels."""

    def open(self) -> Self:
        """Channels that everybody may enter."""
        return self.filter(is_open=True)


class Channel(models.Model):
    """A storefront: whose name it bears, which shelves it shows (all, where none is named), and in which colour.

    Its code is in addresses and in price lists, so it never changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    tagline = models.CharField(max_length=200, blank=True)
    tagline_fr = models.CharField(max_length=200, blank=True)
    accent = models.CharField(max_length=7, blank=True, help_text="Such as #0b5d54; white text is on it")
    categories = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    is_open = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=models.Q(code__regex=CODE), name="channel_code_is_one"),
            models.CheckConstraint(
                condition=models.Q(accent="") | models.Q(accent__regex=ACCENT), name="channel_accent_is_a_colour"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Where its catalogue begins on this site."""
        return f"/c/{self.code}/"

    @property
    def shown_tagline(self) -> str:
        """The tagline in the language of the reader, English where there is none."""
        return (self.tagline_fr if (get_language() or "").startswith("fr") else "") or self.tagline
