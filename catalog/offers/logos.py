"""Logos of offers."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from core.storage.models import Upload
from core.storage.pictures import keep_picture, picture_path


def logo_of(upload: Upload) -> dict[str, Any]:
    """Keep an upload as a logo and return what an offer says of it. Raises what `keep_picture` raises."""
    return asdict(keep_picture(upload=upload))


def logo_json(logo: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return a logo as the API shows it."""
    if not logo:
        return None
    return {"url": picture_path(logo["sha256"]), **{name: logo[name] for name in ("width", "height", "bytes")}}
