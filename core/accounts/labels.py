"""Roles as people read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.accounts.roles import Role

ROLE_LABELS: dict[Role, str | Promise] = {
    Role.OWNER: _("owner"),
    Role.ADMIN: _("administrator"),
    Role.BILLING: _("billing"),
    Role.DEVELOPER: _("developer"),
    Role.SUPPORT: _("support"),
    Role.VIEWER: _("viewer"),
}
