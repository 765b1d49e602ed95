"""What the admins of all rooms have in common: staff look, nothing is written past the actions."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin


class NothingWrittenAdmin(ModelAdmin):
    """Nobody adds, changes or deletes here. That is what actions are for; they leave facts, the admin would not."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:  # noqa: ANN401
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody changes here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody deletes here."""
        return False


class ReadOnlyAdmin(NothingWrittenAdmin):
    """Shows rows to everybody on staff."""

    list_per_page = 50
    show_full_result_count = False
