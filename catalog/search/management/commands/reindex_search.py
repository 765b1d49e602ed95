"""Build the search table anew."""

from argparse import ArgumentParser
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand

from catalog.listings.models import Listing
from catalog.search.actions import note_maker, recount_words, refresh
from catalog.search.maker import maker
from catalog.search.models import Document, Edition
from core import clock

AT_ONCE = 500


class Command(BaseCommand):
    help = "Build the search table and the counts of words anew from the live listings. Searches go on meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-outdated", action="store_true", help="only if another version of the code built it")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["if_outdated"] and Edition.objects.filter(made_by=maker()).exists():
            return
        listing_ids = {*Listing.objects.live().values_list("pk", flat=True)}
        listing_ids |= {*Document.objects.values_list("pk", flat=True)}
        left, done, shown = iter(sorted(listing_ids)), 0, 0
        while some := list(islice(left, AT_ONCE)):
            shown += refresh(listing_ids=some, at=clock.now())
            done += len(some)
            self.stdout.write(f"{done} of {len(listing_ids)} listings read")
        recount_words()
        note_maker(maker=maker())
        if listing_ids or not options["if_outdated"]:
            self.stdout.write(self.style.SUCCESS(f"{shown} live listings can be found"))
