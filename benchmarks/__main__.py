"""`make bench`: prints a line a figure. BENCH picks figures by pattern ("catalogue.*"), SCALE multiplies the data.

Add a bench: a function of the scale that yields figures, and its name in `BENCHES`.
"""

import fnmatch
import os
import sys
from collections.abc import Callable, Iterator

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

import django

from benchmarks.figures import Figure
from config.embedded import client

django.setup()
# After the settings, which name the folder of the benchmarks' own server.
client.ensure()

from benchmarks.catalogue import catalogue  # noqa: E402 - models are imported once Django is set up
from benchmarks.publishing import publishing  # noqa: E402
from benchmarks.vetting import vetting  # noqa: E402

BENCHES: dict[str, Callable[[float], Iterator[Figure]]] = {
    "catalogue": catalogue,
    "publishing": publishing,
    "vetting": vetting,
}


def main() -> int:
    """Run what is asked for. A figure that falls short is said, not failed: machines are noisy."""
    pattern, scale = os.environ.get("BENCH", "*"), float(os.environ.get("SCALE", "1"))
    for name, bench in BENCHES.items():
        if not (fnmatch.fnmatch(name, pattern) or pattern.startswith(f"{name}.")):
            continue
        for figure in bench(scale):
            if fnmatch.fnmatch(figure.name, pattern) or pattern == name:
                print(figure, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
