"""What this room announces."""

from dataclasses import dataclass
from uuid import UUID

from core.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class UploadStored(Event):
    """A file was checked and is kept from now on."""

    upload_id: UUID
    organisation_id: UUID
    purpose: str
    filename: str
    content_type: str
    size: int
    sha256: str
