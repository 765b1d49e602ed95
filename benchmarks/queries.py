"""`make queries OFFERS=path`: imports real products into a scratch database, and asks what people ask.

The queries, with what must be among the first results, are written in tests/catalog/search/queries.toml. Says how many
passed and which failed; the exit code is 1 when any did.
"""

import os
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

import django

from config.embedded import client

django.setup()
client.ensure()

from django.core.management import call_command  # noqa: E402 - models are imported once Django is set up
from orjson import loads  # noqa: E402

from benchmarks import database  # noqa: E402
from catalog.search.asking import read  # noqa: E402
from catalog.search.models import Document  # noqa: E402
from catalog.search.queries import find  # noqa: E402

WRITTEN = database.ROOT / "tests" / "catalog" / "search" / "queries.toml"


@dataclass(frozen=True)
class Query:
    """What somebody types, and the names that must be among the `first` results."""

    text: str
    language: str
    first: int
    expected: list[str]


def written() -> list[Query]:
    return [Query(**each) for each in tomllib.loads(WRITTEN.read_text(encoding="utf-8"))["query"]]


def missing(query: Query, names: dict[str, str]) -> tuple[list[str], list[str]]:
    """Return the names that are not among the first results, and what is there instead."""
    found = find(read({"q": query.text, "page_size": str(query.first)}))
    shown = [names[row.listing_id] for row in found.rows]
    return [name for name in query.expected if name not in shown], shown


def ask() -> int:
    """Ask every query of the present database; return how many failed."""
    names = {str(pk): str(loads(card)["name"]) for pk, card in Document.objects.values_list("pk", "card")}
    failed = 0
    for query in written():
        without, shown = missing(query, names)
        if without:
            failed += 1
            print(f"{query.text!r} ({query.language}): not among the first {query.first}: {', '.join(without)}")
            print(f"    but: {', '.join(shown) or 'nothing'}")
    print(f"{len(written()) - failed} passed, {failed} failed")
    return failed


def main() -> int:
    path = Path(os.environ.get("OFFERS", ""))
    if not path.is_file():
        raise SystemExit("Name the file of products: make queries OFFERS=path/to/offers.jsonl")
    with database.fresh("queries_scratch"):
        call_command("createcachetable", verbosity=0)
        call_command("import_offers", path, verbosity=0, stdout=sys.stderr)
        return 1 if ask() else 0


if __name__ == "__main__":
    sys.exit(main())
