"""Publish a programme from a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.actors import SYSTEM
from core.refusals import Refusal
from partners.programmes import shipped, specs
from partners.programmes.actions import publish_programme
from partners.programmes.models import Requirement
from partners.programmes.versions import Emergency


class Command(BaseCommand):
    help = (
        "Announce a programme as a file says it, and bring it into force where its notice allows; equal content changes"
        " nothing. In a security emergency, --approver and --reason shorten the notice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, default=shipped.STARTING, help="a TOML file; the shipped one if left out"
        )
        parser.add_argument("--approver", default="", help="the full name of who approves a security emergency")
        parser.add_argument("--reason", default="", help="what the emergency is")

    def handle(self, *args: Any, file: Path, approver: str, reason: str, **options: Any) -> None:
        if bool(approver) != bool(reason):
            raise CommandError("A security emergency has both --approver and --reason. Give both, or neither.")
        emergency = Emergency(approver=approver, reason=reason) if approver else None
        before = set(Requirement.objects.current().values_list("pk", flat=True))
        try:
            data = shipped.read_file(file)
            programme = publish_programme(**data, emergency=emergency, actor=SYSTEM, at=clock.now())
        except (OSError, specs.Misprint, Refusal) as error:
            raise CommandError(str(error)) from error
        now = list(programme.requirements.current().in_order())
        new = [requirement for requirement in now if requirement.pk not in before]
        for requirement in new:
            self.stdout.write(f"{requirement.key} revision {requirement.revision}: {requirement.title}")
        number = programme.versions.get(state="in_force").number
        self.stdout.write(f"{programme.code} {number}: {len(now)} requirements in force, {len(new)} of them new.")
        for version in programme.versions.filter(state="announced").order_by("effective_at"):
            self.stdout.write(
                f"{programme.code} {version.number} is announced and takes effect on {version.effective_at:%Y-%m-%d}."
                f" {version.changelog['en']}"
            )
