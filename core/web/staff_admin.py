"""The base of what some staff roles see in their admin."""

from typing import ClassVar

from django.db.models import Model
from django.http import HttpRequest

from core.accounts.principals import principal_of
from core.accounts.staff_admin import NothingWrittenAdmin


class LookOnlyAdmin(NothingWrittenAdmin):
    """Shows rows to the staff roles in `roles`."""

    roles: ClassVar[tuple[str, ...]]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the person may look at anything of this kind."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether the person holds one of the roles."""
        return principal_of(request).has_any_staff_role(self.roles)
