"""The catalogue at 50,000 listings: pages against a view that does nothing, searches against their bare SQL."""

import json
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from benchmarks import database, load, server, workload
from benchmarks.figures import Figure
from catalog.search import editions
from catalog.search.recalled import recall

LISTINGS = 50_000
CLIENTS = 8
ROUNDS = 10
SLICE = 1.0
MOST_QUERIES = 4
FOLLOWING = 10
RARE = 8000

Statements = list[list[str]]


def catalogue(scale: float) -> Iterator[Figure]:
    """Measure; slices of what is compared take turns, for the machine is never equally quiet.

    A catalogue of a tenth of the size is measured in the same rounds, to see what growing costs.
    """
    number = max(int(LISTINGS * scale), 200)
    tenth, name = database.prepare(number // 10), database.prepare(number)
    folder = Path(settings.VAR_DIR)
    pages, searches = workload.lists(_following()), workload.searches()
    list_statements, most_for_lists = _statements(pages)
    search_statements, most_for_searches = _statements(searches)
    yield Figure("catalogue.listings", number)
    yield Figure("catalogue.most_queries", max(most_for_lists, most_for_searches), f"<={MOST_QUERIES}")
    with server.running(folder / "tenth", tenth) as small, server.running(folder, name) as port:
        for constant, address in (("page", "/catalog/"), ("rest", "/api/v1/listings")):
            (folder / constant).write_bytes(server.fetch(port, address))
        asked = _addresses(pages, searches)
        jobs = {key: {"port": port, "addresses": addresses} for key, addresses in asked.items()}
        jobs |= {f"{key}@tenth": {"port": small, "addresses": addresses} for key, addresses in asked.items()}
        jobs |= {
            "constant_page": {"port": port, "addresses": ["/bench/constant/page"]},
            "constant_rest": {"port": port, "addresses": ["/bench/constant/rest"]},
            "list_sql": {"database": _url(name), "statements": list_statements},
            "search_sql": {"database": _url(name), "statements": search_statements},
        }
        for job in jobs.values():
            load.run(**job, begin=0, clients=CLIENTS, seconds=0.5)
        rounds = [
            {key: load.run(**job, begin=n / ROUNDS, clients=CLIENTS, seconds=SLICE) for key, job in jobs.items()}
            for n in range(ROUNDS)
        ]
    yield from _figures(rounds)


def _addresses(pages: list[str], searches: list[str]) -> dict[str, list[str]]:
    rare_searches, faceted = workload.rare_searches(RARE), workload.rare_faceted(RARE)
    return {
        "page": [f"/catalog/?{asked}" for asked in pages],
        "rest": [f"/api/v1/listings?{asked}" for asked in pages],
        "rare_page": [f"/catalog/?{asked}" for asked in workload.rare(RARE)],
        "search_page": [f"/catalog/?{asked}" for asked in searches],
        "search_rest": [f"/api/v1/listings?{asked}" for asked in searches],
        "rare_search": [f"/catalog/?{asked}" for asked in rare_searches],
        "faceted_page": [f"/catalog/?{asked}" for asked in faceted],
        "facets_rest": [f"/api/v1/listings/facets?{asked}" for asked in faceted],
    }


def _figures(rounds: list[dict[str, load.Result]]) -> Iterator[Figure]:
    def ratio(one: str, other: str) -> float:
        return median(each[one].rate / each[other].rate for each in rounds)

    def merged(key: str) -> load.Result:
        latencies = sorted(latency for each in rounds for latency in each[key].latencies)
        return load.Result(median(each[key].rate for each in rounds), 0, latencies)

    yield Figure(
        "catalogue.failed_requests", sum(result.failures for each in rounds for result in each.values()), "<=0"
    )
    targets = dict.fromkeys(("search_page", "search_rest", "rare_search"), "<=50")
    # Pages and counts that nobody has asked for before, every second one narrowed down.
    targets |= dict.fromkeys(("faceted_page", "facets_rest"), "<=60")
    measured = [key for key in rounds[0] if not key.endswith(("_sql", "@tenth"))]
    for key in measured:
        result = merged(key)
        yield Figure(f"catalogue.{key}.per_second", result.rate)
        yield Figure(f"catalogue.{key}.p50_ms", result.percentile(0.5))
        yield Figure(f"catalogue.{key}.p99_ms", result.percentile(0.99), targets.get(key))
        if (tenth := f"{key}@tenth") in rounds[0]:
            growth = result.percentile(0.99) / merged(tenth).percentile(0.99)
            yield Figure(f"catalogue.{key}.p99_to_tenth", growth, "<=1.5")
    yield Figure("catalogue.page.to_constant", ratio("page", "constant_page"), ">=0.6")
    yield Figure("catalogue.rest.to_constant", ratio("rest", "constant_rest"), ">=0.6")
    yield Figure("catalogue.rare_page.to_constant", ratio("rare_page", "constant_page"))
    yield Figure("catalogue.search_page.to_constant", ratio("search_page", "constant_page"))
    yield Figure("catalogue.search_rest.to_constant", ratio("search_rest", "constant_rest"))
    yield Figure("catalogue.page.to_sql", ratio("page", "list_sql"))
    yield Figure("catalogue.rest.to_sql", ratio("rest", "list_sql"))
    yield Figure("catalogue.search_page.to_sql", ratio("search_page", "search_sql"))
    yield Figure("catalogue.search_rest.to_sql", ratio("search_rest", "search_sql"))


def _following() -> list[str]:
    """Return the cursors of the pages after the first."""
    client, cursors = Client(), [""]
    while len(cursors) <= FOLLOWING:
        answer = json.loads(client.get(f"/api/v1/listings?cursor={cursors[-1]}").content)
        if not answer["next_cursor"]:
            break
        cursors.append(answer["next_cursor"])
    return cursors[1:]


def _statements(asked: list[str]) -> tuple[Statements, int]:
    """Ask each page once with nothing kept; return the SQL of each, and how many statements the costliest took."""
    client, statements, most = Client(), [], 0
    # A process reads all listings once, to count them.
    recall([], editions.current().edition)
    with override_settings(CATALOGUE_KEPT_SECONDS=0):
        for parameters in asked:
            for address in (f"/catalog/?{parameters}", f"/api/v1/listings?{parameters}"):
                editions.begin([])
                with CaptureQueriesContext(connection) as captured:
                    answer = client.get(address)
                if answer.status_code != 200:
                    raise SystemExit(f"{address} answered {answer.status_code}")
                most = max(most, len(captured))
            found = [query["sql"] for query in captured if "search_edition" not in query["sql"]]
            statements.append(found)
    return statements, most


def _url(name: str) -> str:
    where = connection.settings_dict
    parts = {"dbname": name, "user": where["USER"], "password": where["PASSWORD"], "port": where["PORT"]}
    host = where["HOST"] or where["OPTIONS"].get("host", "")
    return " ".join(f"{key}={value}" for key, value in (parts | {"host": host}).items() if value)
