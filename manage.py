#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

from django.core.management import execute_from_command_line

from config.embedded import client
from config.embedded.failures import EmbeddedServerError

WITHOUT_DATABASE = {
    "check",
    "help",
    "version",
    "diffsettings",
    "makemessages",
    "compilemessages",
    "collectstatic",
    "spectacular",
}


def main() -> None:
    """Run one command, with the embedded database up when the command may ask it something."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if len(sys.argv) > 1 and sys.argv[1] not in WITHOUT_DATABASE:
        try:
            client.ensure()
        except EmbeddedServerError as problem:
            sys.exit(f"manage.py: {problem}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
