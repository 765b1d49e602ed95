"""Staff's view of programmes and requirements: reading only, since what is published is final."""

from django.contrib import admin

from core.accounts.roles import StaffRole
from core.web.staff_admin import LookOnlyAdmin
from partners.programmes.models import Programme, Requirement, RuleBookVersion


@admin.register(Programme)
class ProgrammeAdmin(LookOnlyAdmin):
    roles = tuple(StaffRole)
    list_display = ["code", "name", "created_at"]


@admin.register(Requirement)
class RequirementAdmin(LookOnlyAdmin):
    roles = tuple(StaffRole)
    list_display = ["key", "revision", "title", "programme", "level", "decided_by", "published_at", "retired_at"]
    list_filter = ["programme", "level", "decided_by"]
    list_select_related = ["programme"]
    search_fields = ["key"]
    ordering = ["programme", "position", "-revision"]


@admin.register(RuleBookVersion)
class RuleBookVersionAdmin(LookOnlyAdmin):
    roles = tuple(StaffRole)
    list_display = ["programme", "number", "state", "announced_at", "effective_at", "emergency_approver"]
    list_filter = ["programme", "state"]
    list_select_related = ["programme"]
    ordering = ["programme", "-major", "-minor", "-patch"]
