"""The files that a person brought."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.accounts.models import User
from core.accounts.personal import tells_personal_data
from core.storage.models import Upload


@tells_personal_data("uploads")
def uploads_of(user: User) -> Iterable[Mapping[str, Any]]:
    """Return the files that the person asked to bring, without what is in them: that is their organisation's."""
    brought = Upload.objects.filter(uploaded_by=user).order_by("pk")
    return brought.values("id", "organisation_id", "filename", "content_type", "size", "state", "created_at")
