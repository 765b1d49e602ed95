"""`make test-production`: start what is installed, name what is not, and run the journeys against it.

`REQUIRE=all` turns a missing part into a failure, `TESTS=…` runs other tests than the journeys, arguments go to pytest.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from config.launch.steps import line
from tests.production import servers
from tests.production.processes import DidNotStartError, MissingError

PARTS = {
    "database": servers.postgres,
    "broker": servers.rabbitmq,
    "cache": servers.cache,
    "objects": servers.objects,
}
MAY_BE_MISSING = {"cache"}


def main() -> int:
    """Give pytest's exit code, or 1 when a part that must be there is not."""
    # Servers drop their rights and must still reach their folders, which checkouts and home folders may not allow.
    with tempfile.TemporaryDirectory(prefix="guichet-production-") as scratch, contextlib.ExitStack() as running:
        Path(scratch).chmod(0o755)
        environment, missing = dict(os.environ), []
        # The last one was set by importing Celery; the tests choose their own.
        for name in ("DATABASE_URL", "CELERY_BROKER_URL", "CACHE_URL", "DJANGO_SETTINGS_MODULE"):
            environment.pop(name, None)
        for name, part in PARTS.items():
            try:
                given = running.enter_context(part(Path(scratch) / name))
            except MissingError as problem:
                missing.append(name)
                line(name, f"SKIPPED: {problem}")
            except DidNotStartError as problem:
                line(name, f"FAILED: {problem}")
                return 1
            else:
                environment |= given
                line(name, next(iter(given.values())).rpartition("@")[2])
        if os.environ.get("REQUIRE") == "all" and set(missing) - MAY_BE_MISSING:
            line("result", f"FAILED: {', '.join(missing)} must be here")
            return 1
        if {"database", "broker", "objects"} <= set(missing):
            line("result", "FAILED: none of the parts is installed, so there is nothing to test")
            return 1
        selection = os.environ.get("TESTS", "journey and not browser")
        command = [sys.executable, "-m", "pytest", "-m", selection, *(sys.argv[1:] or ["tests"])]
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
