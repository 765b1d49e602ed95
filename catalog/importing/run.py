"""A whole file: read, grouped by publisher, imported, delivered, and told about."""

from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from django.db import connection, transaction

from catalog.importing.actions import Outcome, prepare
from catalog.importing.draft import draft_of
from catalog.importing.lines import LONGEST_LINE, BadLine, read_line
from catalog.importing.models import ImportedLine
from catalog.importing.processes import IMPORT, Batch, alone, import_batches
from catalog.importing.publishers import publisher_of
from core import clock
from core.events.postman import deliver_due
from core.events.recording import delivered_by_caller


@dataclass
class Report:
    """What became of the lines of a file, and how many facts were delivered."""

    outcomes: list[Outcome] = field(default_factory=list)
    blank: int = 0
    delivered: int = 0

    @property
    def counts(self) -> Counter[str]:
        """How many lines became what."""
        return Counter(outcome.became for outcome in self.outcomes)

    @property
    def refused(self) -> list[Outcome]:
        """The lines that were not imported, in their order."""
        return sorted((o for o in self.outcomes if o.became == "refused"), key=lambda o: o.number)


Progress = Callable[[str, int, int], None]


def import_file(file: BinaryIO, *, attribution: str, workers: int, progress: Progress) -> Report:
    """Import a file of products with `workers` processes; `progress(what, done, of)` is called after each step.

    Each publisher is one transaction, so a run that is killed leaves whole publishers behind, and the next run does
    the rest. What follows from the facts (such as the search index) is delivered before it returns. Raises
    AlreadyRunning.
    """
    report = Report()
    batches = _batches(file, attribution, report)
    with alone():
        due = _changed(batches, report)
        if due:
            _import(due, attribution, report, progress, workers=workers)
        with delivered_by_caller():
            report.delivered = deliver_due(at=clock.now(), after_each=lambda done: progress("delivered", done, 0))
    return report


def _import(due: list[Batch], attribution: str, report: Report, progress: Progress, *, workers: int) -> None:
    drafts = [draft for batch in due for draft in batch.drafts]
    tags = {tag for draft in drafts for tag in draft.tags}
    ground = prepare(attribution=attribution, tags=tags, actor=IMPORT, at=clock.now())
    for outcomes in import_batches(due, ground, workers=workers):
        report.outcomes += outcomes
        progress("imported", report.counts.total() - report.counts["as before"], len(drafts))


def _batches(file: BinaryIO, attribution: str, report: Report) -> list[Batch]:
    """Read the file and group its products by publisher, in the order of first mention; bad lines are reported."""
    batches: dict[str, Batch] = {}
    lines: dict[str, int] = {}
    for number, line in _lines(file):
        try:
            product = read_line(line)
            if product is None:
                report.blank += 1
                continue
            _refuse_repeated(product.slug, lines)
            publisher = publisher_of(product)
            draft = draft_of(number, product, attribution)
        except BadLine as bad:
            report.outcomes.append(Outcome(number, "refused", str(bad)))
            continue
        lines[product.slug] = number
        batches.setdefault(publisher.key, Batch(publisher)).drafts.append(draft)
    return list(batches.values())


def _refuse_repeated(slug: str, lines: dict[str, int]) -> None:
    if slug in lines:
        raise BadLine(f"the slug “{slug}” was on line {lines[slug]} already")


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield each line with its number; of one that is too long only the beginning is kept."""
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        last = line
        while len(last) > LONGEST_LINE and not last.endswith(b"\n"):
            last = file.readline(LONGEST_LINE + 1)
        yield number, line.removeprefix(BOM_UTF8) if number == 1 else line


def _changed(batches: list[Batch], report: Report) -> list[Batch]:
    """Return the batches in which some line is new or says something else than when it was imported."""
    with transaction.atomic(), connection.cursor() as cursor:
        # A run that was killed can leave a commit that the database is still carrying out: wait for it.
        cursor.execute("LOCK TABLE importing_importedline IN SHARE MODE")
        digests = dict(ImportedLine.objects.values_list("slug", "digest"))
    due = []
    for batch in batches:
        if all(digests.get(draft.slug) == draft.digest for draft in batch.drafts):
            report.outcomes += [Outcome(draft.number, "as before") for draft in batch.drafts]
        else:
            due.append(batch)
    return due
