"""As many listings as asked for, made from real products: their words, with names and partners multiplied.

The n-th listing is always the same one, so a database made once serves later runs.
"""

import json
import os
import random
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count, islice
from pathlib import Path
from uuid import UUID

from catalog.offers.registers import INTEGRATIONS
from catalog.search.document import Label, Price, Source
from core.periods import Interval

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "marketplace" / "demo" / "demo.toml"
DEFAULT = ROOT.parent / "shared" / "data" / "offers.jsonl"
START = datetime(2026, 1, 1, tzinfo=UTC)
_SYLLABLES = """
ba be bi bo cra da de dol fa fi gal go ha jo ka kel la lin lo ma mer mi na no or pa pel qua ra ri ron sa sel so ta tor
va vel wi zan
""".split()  # noqa: SIM905


def offers() -> list[dict[str, object]]:
    """Read the products: from $OFFERS, else from beside the checkout, else the demo's."""
    path = Path(os.environ.get("OFFERS", DEFAULT))
    if path.exists():
        return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
    return list(_of_the_demo())


def _of_the_demo() -> Iterator[dict[str, object]]:
    demo = tomllib.loads(DEMO.read_text(encoding="utf-8"))
    names = {category["slug"]: category["name"] for category in demo["categories"]}
    for partner in demo["partners"]:
        for offer in partner["offers"]:
            yield {
                "name": offer["name"],
                "description": f"{offer['summary']}. {offer['description']}",
                "website_url": f"https://demo.example/{slug(partner['name'])}/",
                "tags": [names[category] for category in offer["categories"]],
                "platforms": [],
                "licenses": [],
            }


def sources(number: int) -> Iterator[Source]:
    """Yield `number` listings."""
    return islice(_endless(), number)


def _endless() -> Iterator[Source]:
    products = offers()
    for n in count():
        yield _source(products[n % len(products)], n, n // len(products))


def _source(product: dict, n: int, copy: int) -> Source:
    dice = random.Random(n)
    made = "".join(dice.choices(_SYLLABLES, k=3)).capitalize()
    name = product["name"] if not copy else f"{product['name']} {made}"
    owner = re.sub(r"^https?://[^/]+/|/.*$", "", str(product.get("source_code_url") or product["website_url"]))
    partner = slug(f"{owner or 'someone'}-{copy % 7}")
    day = START + timedelta(seconds=(n * 7_919_317) % (300 * 86_400))
    return Source(
        listing_id=UUID(int=dice.getrandbits(128), version=4),
        offer_id=UUID(int=random.Random(f"offer {n}").getrandbits(128), version=4),
        slug=slug(f"{name}-{n}"),
        name=name,
        summary=str(product["description"])[:200],
        description=f"{product['description']} {' '.join(product['platforms'])} {' '.join(product['licenses'])} {made}",
        partner_id=UUID(int=random.Random(partner).getrandbits(128), version=4),
        partner=Label(partner, f"{owner} {copy % 7}" if copy % 7 else str(owner)),
        categories=[Label(slug(tag), tag) for tag in product["tags"]],
        prices=[
            Price("EUR", price := Decimal(3) + Decimal(dice.randrange(100)) / 2, Interval.MONTH),
            Price("EUR", price * 10, Interval.YEAR, "per_seat" if n % 3 else "flat"),
        ],
        published_at=day,
        tags=[slug(platform) for platform in product["platforms"]],
        integrations=dice.sample(sorted(INTEGRATIONS), dice.randrange(4)),
        data_locations=dice.sample(["DE", "FR", "NL", "US"], dice.randrange(3)),
    )


def slug(text: str) -> str:
    """Return `text` as it may stand in an address."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "x"
