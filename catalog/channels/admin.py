"""Staff's view of channels."""

from django.contrib import admin

from catalog.channels.models import Channel
from catalog.offers.admin import ROLES
from core.web.staff_admin import LookOnlyAdmin


@admin.register(Channel)
class ChannelAdmin(LookOnlyAdmin):
    """Channels; they are changed over REST and under /curation/channels/."""

    roles = ROLES
    list_display = ["code", "name", "is_open"]
    list_filter = ["is_open"]
    search_fields = ["code", "name"]
