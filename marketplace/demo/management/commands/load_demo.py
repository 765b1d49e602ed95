"""Load the demo marketplace."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import clock
from marketplace.demo import cast, loading

SIGN_INS = [
    (
        cast.PARTNER,
        "a partner: Tamarin Software sells; Petit Quai is still being vetted",
        "/partner/, and over REST GET applications, then …/requirements",
    ),
    (
        cast.CUSTOMER,
        "a customer: one subscription with three partners",
        "GET invoices, then POST subscriptions/preview",
    ),
    (cast.STAFF, "staff in every role", "/desk/ and /staff/, over REST GET vetting/queue and listing-versions"),
]


class Command(BaseCommand):
    help = "Load an invented marketplace with sign-ins whose password everybody knows; what is there already stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sign-ins", action="store_true", help="only print the sign-ins")

    def handle(self, *args: Any, sign_ins: bool, verbosity: int, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo has sign-ins whose password everybody knows, so it is not for production.")
        if not sign_ins:
            written = loading.load(at=clock.now(), say=self._say if verbosity else lambda step: None)
            self.stdout.write(
                f"The demo is loaded: {written} facts written." if written else "The demo was there already."
            )
        self._print_sign_ins()

    def _say(self, step: str) -> None:
        self.stdout.write(f"  {step}")

    def _print_sign_ins(self) -> None:
        self.stdout.write(f"Sign in at {settings.BASE_URL}/accounts/login/ (password “{cast.PASSWORD}”) as")
        for email, who, try_this in SIGN_INS:
            self.stdout.write(f"  {email:22} {who}. Try: {try_this}")
