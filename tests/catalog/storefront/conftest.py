import json
import re

import pytest
from django.core.cache import cache

from core import clock
from core.events.postman import deliver_due
from tests.factories.catalog import TEAM, category, live_listing


@pytest.fixture(autouse=True)
def _nothing_kept(settings):
    settings.CATALOGUE_KEPT_SECONDS = 0
    cache.clear()


def structured(html: str) -> dict:
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(block)


@pytest.fixture
def listings(partner):
    """Two listings of a partner, in boards and in tides."""
    made = [
        live_listing(partner, name=name, categories=[category(slug, slug.title()).slug], plans=[TEAM])
        for name, slug in (("Tide Board", "boards"), ("Ebb Clock", "tides"))
    ]
    deliver_due(at=clock.now())
    return made
