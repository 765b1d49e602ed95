"""What stands beside the list: counts that are right, whatever else is chosen, and links that find as many."""

import random
import re
from decimal import Decimal
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.search import actions
from catalog.search.api.facets import FacetsSerializer
from catalog.search.document import Label, Price, build
from core.periods import Interval
from tests.catalog.search.sources import source
from tests.factories.catalog import category

pytestmark = pytest.mark.django_db

CATEGORIES = [
    Label("wikis", "Wikis"), Label("games", "Games"), Label("games-tools", "Games - Tools"), Label("dns", "DNS"),
    Label("mail-web", "Messages - Email - Webmail"), Label("mail-lists", "Messages - Email - Lists"),
    Label("irc", "Messages - IRC"),
]  # fmt: skip
PARTNERS = [Label(f"p{n}", f"Partner {n}") for n in range(30)]
INTEGRATIONS, PLACES, BADGES = ["rest-api", "scim", "webhooks"], ["FR", "DE", "US", "eu"], ["secure", "well-supported"]
WORDS = ["docker", "server", "php", "calendar", "web"]
AMOUNTS = ["0", "4.99", "5", "9.99", "10", "35", "75", "199.99", "200", "900"]
EDGES = [500, 1000, 2000, 5000, 10000, 20000]

# The same questions asked in another way: of what each card says, one count for each value.
TRUTH = {
    "categories": """
        SELECT prefix, count(*) FROM (
            SELECT DISTINCT listing_id, array_to_string(parts[:n], ' - ') AS prefix
            FROM search_document, jsonb_array_elements(card::jsonb -> 'categories') AS category,
                LATERAL (SELECT string_to_array(category ->> 'name', ' - ') AS parts) AS split,
                LATERAL generate_series(1, cardinality(parts)) AS n
            WHERE {conditions}
        ) AS each GROUP BY prefix
    """,
    "partners": """
        SELECT card::jsonb #>> '{{partner,slug}}', count(*) FROM search_document WHERE {conditions}
        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20
    """,
    "schemes": "SELECT scheme, count(*) FROM search_document, unnest(schemes) AS scheme WHERE {conditions} GROUP BY 1",
    "integrations": "SELECT x, count(*) FROM search_document, unnest(integrations) AS x WHERE {conditions} GROUP BY x",
    "data_locations": "SELECT x, count(*) FROM search_document, unnest(places) AS x WHERE {conditions} GROUP BY x",
    "badges": """
        SELECT badge, count(*) FROM search_document, jsonb_array_elements_text(card::jsonb -> 'badges') AS badge
        WHERE {conditions} GROUP BY 1
    """,
    "prices": """
        SELECT card::jsonb #>> '{{from_price,currency}}' || ' ' || (
            SELECT count(*) FROM unnest(ARRAY[5, 10, 20, 50, 100, 200]) AS edge
            WHERE edge <= (card::jsonb #>> '{{from_price,amount}}')::numeric
        ), count(*) FROM search_document WHERE {conditions} AND card::jsonb ->> 'from_price' IS NOT NULL GROUP BY 1
    """,
}
CONDITIONS = {
    "q": "words @@ to_tsquery('simple', %s)",
    "category": "EXISTS (SELECT FROM jsonb_array_elements(card::jsonb -> 'categories') AS c WHERE c ->> 'name' ~ %s)",
    "partner": "card::jsonb #>> '{{partner,slug}}' = %s",
    "scheme": "%s = ANY(schemes)",
    "integration": "%s = ANY(integrations)",
    "data_location": "%s = ANY(places)",
    "badge": "card::jsonb -> 'badges' ? %s",
    "price": "card::jsonb #>> '{{from_price,currency}}' = %s"
    " AND (card::jsonb #>> '{{from_price,amount}}')::numeric BETWEEN %s AND %s",
}
OWN = {
    "categories": "category", "partners": "partner", "schemes": "scheme", "prices": "price",
    "integrations": "integration", "data_locations": "data_location", "badges": "badge",
}  # fmt: skip
CODED = ("schemes", "integrations", "data_locations", "badges")
# A heading by its slug: the names that begin with it.
NAMED = {"messages": "Messages", "messages-email": "Messages - Email"} | {c.slug: c.name for c in CATEGORIES}
SLUGS = {name: slug for slug, name in NAMED.items()}


@pytest.fixture
def generated():
    """A catalogue of 400 listings in all colours, with an edition of its own."""
    dice = random.Random(5)
    for each in CATEGORIES:
        category(each.slug, each.name)
    made = []
    for n in range(400):
        currency = dice.choice(["EUR", "EUR", "USD"])
        plans = [
            Price(currency, Decimal(dice.choice(AMOUNTS)), dice.choice(list(Interval)), scheme)
            for scheme in dice.sample(["flat", "per_seat"], dice.choice([0, 1, 1, 2]))
        ]
        made.append(
            source(
                f"Thing {n}",
                summary=" ".join(dice.sample(WORDS, 2)),
                categories=dice.sample(CATEGORIES, dice.choice([1, 1, 2, 3])),
                partner=PARTNERS[min(dice.randrange(60), dice.randrange(60)) % 30],
                prices=plans,
                integrations=dice.sample(INTEGRATIONS, dice.choice([0, 1, 2])),
                data_locations=dice.sample(PLACES, dice.choice([0, 1, 1, 2])),
                badges=dice.sample(BADGES, dice.choice([0, 0, 1, 2])),
            )
        )
    actions.put(entries=[build(one) for one in made])


def given_by_chance(dice: random.Random) -> dict[str, str]:
    low, high = dice.choice([("5.00", "9.99"), ("0", "4.99"), ("200", "999999999"), ("7", "80")])
    some = {
        "q": {"q": dice.choice(WORDS) + " "},
        "category": {"category": dice.choice(list(NAMED))},
        "partner": {"partner": dice.choice(PARTNERS).slug},
        "scheme": {"scheme": dice.choice(["flat", "per_seat"])},
        "integration": {"integration": dice.choice(INTEGRATIONS)},
        "data_location": {"data_location": dice.choice(PLACES)},
        "badge": {"badge": dice.choice(BADGES)},
        "price": {"currency": dice.choice(["EUR", "USD"]), "price_min": low, "price_max": high},
    }
    chosen = dice.sample(sorted(some), dice.choice([0, 1, 1, 2, 2, 3, 5]))
    return {name: value for kind in chosen for name, value in some[kind].items()}


def truth(facet: str, given: dict[str, str]) -> dict[str, int]:
    values = {
        "q": [given.get("q", "").strip()],
        "category": [f"^{re.escape(NAMED.get(given.get('category', ''), ''))}($| - )"],
        "partner": [given.get("partner")],
        "scheme": [given.get("scheme")],
        "integration": [given.get("integration")],
        "data_location": [given.get("data_location")],
        "badge": [given.get("badge")],
        "price": [given.get("currency"), given.get("price_min"), given.get("price_max")],
    }
    kinds = [kind for kind in CONDITIONS if (kind if kind != "price" else "currency") in given and kind != OWN[facet]]
    statement = TRUTH[facet].format(
        conditions=" AND ".join(CONDITIONS[k].replace("{{", "{").replace("}}", "}") for k in kinds) or "true"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for kind in kinds for value in values[kind]])
        return dict(cursor.fetchall())


def facets(client, given: dict[str, str]) -> dict:
    answer = client.get(f"/api/v1/listings/facets?{urlencode(given)}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def number_listed(client, given: dict[str, str]) -> int:
    number, cursor = 0, ""
    while cursor is not None:
        answer = client.get(f"/api/v1/listings?{urlencode(given | {'page_size': 100, 'cursor': cursor})}").json()
        number, cursor = number + len(answer["results"]), answer["next_cursor"]
    return number


def counts(found: list[dict], *names: str) -> dict[str, int]:
    return {" ".join(str(one[name]) for name in names): one["count"] for one in found if one["count"]}


@pytest.mark.parametrize("seed", range(25))
def test_every_count_is_what_sql_says_of_the_cards(client, generated, seed):
    given = given_by_chance(random.Random(seed))
    found = facets(client, given)
    assert found["total"] == number_listed(client, given)
    assert counts(found["categories"], "slug") == {
        SLUGS[name]: number for name, number in truth("categories", given).items()
    }
    for facet in CODED:
        assert counts(found[facet], "code") == truth(facet, given)
    partners = counts([one for one in found["partners"] if not one["selected"]], "slug")
    assert partners == {slug: n for slug, n in truth("partners", given).items() if slug != given.get("partner")}
    ranges = {
        f"{one['currency']} {sum(Decimal(edge) / 100 <= Decimal(one['price_min'] or 0) for edge in EDGES)}": one[
            "count"
        ]
        for one in found["prices"]
    }
    assert ranges == truth("prices", given)


@pytest.mark.parametrize("seed", range(25, 31))
def test_choosing_finds_as_many_as_was_said(client, generated, seed):
    given = given_by_chance(random.Random(seed))
    found = facets(client, given)
    for one in random.Random(seed).sample(found["categories"], min(4, len(found["categories"]))):
        assert number_listed(client, given | {"category": one["slug"]}) == one["count"]
    for one in found["partners"][:3]:
        assert number_listed(client, given | {"partner": one["slug"]}) == one["count"]
    for facet in CODED:
        for one in found[facet]:
            assert number_listed(client, given | {OWN[facet]: one["code"]}) == one["count"]
    for one in found["prices"]:
        chosen = {name: one[name] for name in ("currency", "price_min", "price_max")}
        assert number_listed(client, given | chosen) == one["count"]


def test_the_answer_is_what_openapi_says(client, generated):
    answer = facets(client, {"category": "mail-web", "partner": "p3"})
    serializer = FacetsSerializer(data=answer)
    assert serializer.is_valid(), serializer.errors
    assert [one["slug"] for one in answer["categories"] if one["selected"]] == ["mail-web"]
    assert [(one["slug"], one["parent"]) for one in answer["categories"] if one["slug"].startswith(("mes", "irc"))] == [
        ("messages", None), ("messages-email", "messages"), ("irc", "messages"),
    ]  # fmt: skip


def test_a_chosen_partner_is_named_even_when_it_is_not_among_the_most(client, generated):
    last = min(PARTNERS, key=lambda partner: truth("partners", {}).get(partner.slug, 0))
    (chosen,) = [one for one in facets(client, {"partner": last.slug})["partners"] if one["selected"]]
    assert (chosen["slug"], chosen["name"]) == (last.slug, last.name)


@pytest.mark.parametrize("parameters", ["?order=name", "?cursor=x", "?page_size=3", "?scheme=barter", "?colour=red"])
def test_what_does_not_belong_to_the_counts_is_named(client, parameters):
    answer = client.get(f"/api/v1/listings/facets{parameters}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/" + parameters[1:].split("=")[0]


def test_the_page_shows_the_same_counts_and_links_to_them(client, generated):
    given = {"q": "docker ", "category": "messages"}
    html = client.get(f"/catalog/?{urlencode(given)}").content.decode()
    shown = {
        unescape(name): (unescape(address), int(number))
        for address, name, number in re.findall(
            r'<a href="([^"]+)"[^>]*><span>([^<]+?) ?(?:<span.*?)?</span> <span class="count">(\d+)',
            html,
        )
    }
    found = facets(client, given)
    assert shown["Email"][1] == counts(found["categories"], "slug")["messages-email"]
    assert shown["Wikis"][1] == counts(found["categories"], "slug")["wikis"]
    assert f"{found['total']} listings" in html
    for address, number in shown.values():
        page = client.get(address).content.decode()
        assert re.search(r'role="status">([\d,]+) listing', page)[1] == str(number) or "aria-current" in html
    assert shown["Messages"][0] == "/catalog/?q=docker+"


def test_everything_chosen_can_be_taken_away(client, generated):
    html = client.get("/catalog/?category=irc&partner=p1&scheme=flat&price_min=5&price_max=9.99&interval=month").content
    chips = re.findall(r'class="tag" href="([^"]+)" aria-current="true">([^<]+)&nbsp;', html.decode())
    assert [unescape(name) for _, name in chips] == [
        "Messages - IRC", "Partner 1", "Fixed amount", "€5.00 to €9.99", "Billed monthly",
    ]  # fmt: skip
    assert "price_min" not in chips[3][0]
    assert "category=irc" in chips[3][0]


def statements(client, query: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/api/v1/listings/facets?{query}")
    return [each["sql"] for each in asked if "search_document" in each["sql"] or "search_change" in each["sql"]]


def test_what_a_process_knows_is_counted_without_the_database(client, generated):
    facets(client, {"q": "docker "})
    assert statements(client, "category=wikis&scheme=flat&price_min=5") == []
    assert statements(client, "q=docker+&partner=p1&rating=4") == []
    assert statements(client, "q=calendar+&category=wikis") == []
    actions.put(entries=[build(source("Another"))])
    assert len(statements(client, "q=server+&category=wikis")) == 1


def test_counts_are_those_of_the_present_edition(client, generated):
    before = facets(client, {})["total"]
    actions.put(entries=[build(source("Another"))])
    assert facets(client, {})["total"] == before + 1
