"""Screenshots of offers: kept as logos are, each with words for those who do not see it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from catalog.offers.logos import logo_json
from core.storage.models import Upload
from core.storage.pictures import keep_picture


def screenshot_of(upload: Upload, *, alt: str) -> dict[str, Any]:
    """Keep an upload as a screenshot and return what an offer says of it. Raises what `keep_picture` raises."""
    return asdict(keep_picture(upload=upload)) | {"alt": alt}


def screenshot_json(shot: Mapping[str, Any]) -> dict[str, Any]:
    """Return a screenshot as the API shows it; `picture` names it in a later change of the offer."""
    return {"picture": shot["sha256"], **(logo_json(shot) or {}), "alt": shot["alt"]}
