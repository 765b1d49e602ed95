from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "core.accounts"
    label = "accounts"
    verbose_name = "People and organisations"

    def ready(self) -> None:
        autodiscover_modules("personal")
        from core.accounts import factors  # noqa: F401, PLC0415 - connects to allauth's announcements


class StaffAdminConfig(AdminConfig):
    default_site = "core.accounts.staff_site.StaffSite"
