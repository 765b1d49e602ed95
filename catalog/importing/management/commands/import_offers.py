"""`manage.py import_offers FILE`: real products as offers."""

import argparse
import gc
import os
import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.importing.draft import ATTRIBUTION
from catalog.importing.run import Report, import_file
from core.refusals import Refusal

SOME_REFUSED = 3
_EVERY_SECONDS = 2.0
_STEPS = ("new", "changed", "as before", "refused")


class Command(BaseCommand):
    help = (
        "Imports products from a file of JSON lines: one partner per publisher, and its offers through the same actions"
        " a partner uses. Running it again changes only what has changed in the file; a run that was killed is"
        " completed by the next. Exit code 0: all lines are imported; 3: some lines were refused, each is named with"
        " the reason, the rest is imported; 1: the import could not run."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="JSON lines, as in docs/howto/import-offers.md")
        parser.add_argument("--attribution", default=ATTRIBUTION, help="whom to name wherever the data is shown")

        parser.add_argument(
            "--workers",
            type=int,
            default=min(os.cpu_count() or 1, 4),
            help="processes that import (default: the cores)",
        )

    def handle(self, *args: Any, file: Path, attribution: str, workers: int, **options: Any) -> None:
        self._begun = self._told = time.monotonic()
        # What is loaded now stays: looking through it for garbage, over and over, took a quarter of the time.
        gc.freeze()
        try:
            with file.open("rb") as lines:
                report = import_file(lines, attribution=attribution, workers=workers, progress=self._progress)
        except OSError as problem:
            raise CommandError(f"{file} cannot be read: {problem.strerror}.") from problem
        except Refusal as refusal:
            raise CommandError(f"{refusal.title}. {refusal.detail}") from refusal
        self._tell(report)
        if report.refused:
            sys.exit(SOME_REFUSED)

    def _progress(self, what: str, done: int, of: int) -> None:
        now = time.monotonic()
        if now - self._told >= _EVERY_SECONDS or (of and done == of):
            self._told = now
            share = f" of {of:,}" if of else ""
            self.stdout.write(f"  {now - self._begun:5.1f} s  {what} {done:,}{share}")
            self.stdout.flush()

    def _tell(self, report: Report) -> None:
        for outcome in report.refused:
            self.stderr.write(f"line {outcome.number}: {outcome.reason}")
        counts = report.counts
        seconds = time.monotonic() - self._begun
        self.stdout.write(
            f"{sum(counts.values()):,} lines: {', '.join(f'{counts[step]:,} {step}' for step in _STEPS)}"
            f" ({report.blank} blank); {report.delivered:,} facts delivered; {seconds:.1f} s"
        )
        if not counts["new"] and not counts["changed"]:
            self.stdout.write("Nothing was changed.")
