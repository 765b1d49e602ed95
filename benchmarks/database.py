"""The measured database: made once for the code and the number of listings, then kept for later runs."""

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from benchmarks.listings import offers, sources
from catalog.offers.models import Category
from catalog.search import actions, editions
from catalog.search.document import build
from catalog.search.models import Document

ROOT = Path(__file__).resolve().parent.parent


def prepare(number: int) -> str:
    """Make sure there is a database with so many listings, use it, and return its name."""
    name = f"bench_{_fingerprint()}_{number}"
    existing = [row for (row,) in _sql("SELECT datname FROM pg_database")]
    for other in existing:
        if re.fullmatch(r"bench_[0-9a-f]{12}_\d+(_new)?", other) and (_fingerprint() not in other or "new" in other):
            _sql(f'DROP DATABASE "{other}" WITH (FORCE)')
    if name not in existing:
        _sql(f'CREATE DATABASE "{name}_new"')
        _use(f"{name}_new")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        _fill(number)
        _use("")
        _sql(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    _use(name)
    return name


@contextmanager
def fresh(name: str) -> Iterator[None]:
    """Use an empty database of that name in the block, and drop it afterwards."""
    before = connection.settings_dict["NAME"]
    _use("")
    _sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _sql(f'CREATE DATABASE "{name}"')
    try:
        _use(name)
        call_command("migrate", verbosity=0, interactive=False)
        yield
    finally:
        _use("")
        _sql(f'DROP DATABASE "{name}" WITH (FORCE)')
        _use(before)


def _fill(number: int) -> None:
    made = iter(sources(number))
    done = 0
    labels: dict[str, str] = {}
    while batch := list(islice(made, 2000)):
        labels.update((label.slug, label.name) for source in batch for label in source.categories)
        entries = [build(source) for source in batch]
        Document.objects.bulk_create(
            [Document(**{name: getattr(e, name) for name in actions.COLUMNS}) for e in entries]
        )
        done += len(batch)
        print(f"making {done} of {number} listings", end="\r", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    Category.objects.bulk_create(Category(slug=slug[:60], name=name[:80]) for slug, name in sorted(labels.items()))
    actions.recount_words()
    editions.begin()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@cache
def _fingerprint() -> str:
    """What the rows are made by, and of: when it changes, so do they."""
    room = ROOT / "catalog" / "search"
    makers = [room / f"{name}.py" for name in ("actions", "document", "models", "words")]
    makers += [ROOT / "catalog" / "offers" / name for name in ("tree.py", "registers.py", "places.toml")]
    files = [*makers, *sorted((room / "migrations").glob("*.py")), Path(__file__).with_name("listings.py")]
    made_of = json.dumps(offers()).encode()
    return hashlib.sha256(b"".join([made_of, *(path.read_bytes() for path in files)])).hexdigest()[:12]


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


def _sql(statement: str) -> list[tuple]:
    with connection._nodb_cursor() as cursor:  # noqa: SLF001 - the one way to a server without naming a database
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []
