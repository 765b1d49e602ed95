"""Several processes, one run at a time, and a run that is killed."""

import io
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection

from catalog.importing.models import ImportedLine
from catalog.importing.processes import AlreadyRunning, alone
from catalog.importing.run import import_file
from catalog.listings.models import Listing
from catalog.offers.models import Offer
from catalog.search.models import Document
from partners.organisations.models import Partner
from tests.catalog.importing.products import BOARD, lines, many

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]


def run(data, workers=1):
    return import_file(io.BytesIO(data), attribution="note", workers=workers, progress=lambda *_: None)


def run_as_soon_as_possible(data):
    """Run once the last process of the dead run has died, and its right to import is the database's again."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            return run(data)
        except AlreadyRunning:
            time.sleep(0.1)
    raise AssertionError("the dead run still holds the right to import")


def test_several_processes_share_the_work():
    assert run(lines(*many(40)), workers=2).counts == {"new": 40}
    assert Partner.objects.count() == Document.objects.count() == 40


def test_only_one_import_runs_at_a_time():
    with alone(), pytest.raises(AlreadyRunning):
        run(lines(BOARD))
    assert run(lines(BOARD)).counts == {"new": 1}


def test_a_run_that_is_killed_is_completed_by_the_next(tmp_path):
    products = lines(*many(120))
    file = tmp_path / "products.jsonl"
    file.write_bytes(products)
    place = connection.settings_dict
    command = [sys.executable, "manage.py", "import_offers", str(file), "--workers", "2", "--attribution", "note"]
    host = place["HOST"] or place["OPTIONS"]["host"]
    url = f"postgresql://{place['USER']}@/{place['NAME']}?host={host}"
    running = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"DATABASE_URL": url}, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        until = time.monotonic() + 60
        while ImportedLine.objects.count() < 5 and running.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        # Its children are stopped first, so that they are sure to be still there when the next run begins.
        os.killpg(running.pid, signal.SIGSTOP)
        running.kill()
        running.wait()
        with pytest.raises(AlreadyRunning), alone():
            pass
        os.killpg(running.pid, signal.SIGCONT)
        report = run_as_soon_as_possible(products)
    finally:
        running.kill()
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
    done, left = report.counts["as before"], report.counts["new"]
    assert done >= 5
    assert left > 0, "it was not killed in the middle"
    assert done + left == 120
    kinds = (ImportedLine, Listing, Offer, Partner, Document)
    assert [kind.objects.count() for kind in kinds] == [120] * len(kinds)
