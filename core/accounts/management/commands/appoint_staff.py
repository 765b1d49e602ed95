"""Put a person on the marketplace's staff."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.accounts.actions import appoint_staff
from core.accounts.models import User
from core.accounts.roles import StaffRole
from core.actors import SYSTEM


class Command(BaseCommand):
    help = "Give a person these staff roles in place of the earlier ones; none takes them off the staff."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="of an account that exists")
        parser.add_argument("roles", nargs="*", choices=[role.value for role in StaffRole], metavar="role")

    def handle(self, *args: Any, email: str, roles: list[str], **options: Any) -> None:
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"Nobody has an account with the address {email}. They sign up first.")
        appoint_staff(user=user, roles=[StaffRole(role) for role in roles], actor=SYSTEM, at=clock.now())
        self.stdout.write(
            f"{user} is on staff as {', '.join(user.staff_roles)}." if roles else f"{user} is not on staff."
        )
