"""Telling the room of offers which channels show a category, so that it is not retired under them."""

from catalog.channels.models import Channel
from catalog.offers.standing import tells_what_stands


@tells_what_stands
def channels_with(slug: str) -> dict[str, int]:
    """Return how many channels show the category; one query."""
    return {"channels": Channel.objects.filter(categories__contains=[slug]).count()}
