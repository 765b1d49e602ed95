"""Lines of invented products, in the form that the import reads."""

import json

BOARD = {
    "slug": "tide-board",
    "name": "Tide Board",
    "description": "Kanban boards that follow the tide of your work.",
    "website_url": "https://tideboard.example",
    "source_code_url": "https://github.com/Tidewater/tide-board",
    "licenses": ["MIT"],
    "platforms": ["Docker"],
    "tags": ["Project Management"],
    "stars": 1500,
    "updated_at": "2026-08-01",
    "archived": False,
    "demo_url": None,
    "release": "v2.1",
}
CHART = BOARD | {"slug": "tide-chart", "name": "Tide Chart", "tags": ["Charts & Maps", "Project Management"]}
LAMP = BOARD | {
    "slug": "lamplight",
    "name": "Lamplight",
    "website_url": "https://www.lamplight.example/shop/",
    "source_code_url": "https://www.lamplight.example/shop/",
    "licenses": ["⊘ Proprietary"],
    "tags": ["Lighting"],
    "stars": None,
    "updated_at": None,
}
ALL = [BOARD, CHART, LAMP]


def line(product=BOARD, **changes):
    return json.dumps(product | changes).encode()


def lines(*products):
    return b"".join(line(product) + b"\n" for product in products)


def many(number):
    """As many products, each of a publisher of its own."""
    return [
        BOARD | {"slug": f"p{n}", "name": f"P {n}", "source_code_url": f"https://github.com/owner{n}/p"}
        for n in range(number)
    ]
