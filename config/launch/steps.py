"""What the launcher tells the person who started it: short lines, each with what it took."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

WIDTH = 14


def line(name: str, text: str) -> None:
    """Print one line under a name."""
    print(f"  {name:<{WIDTH}} {text}", flush=True)


@contextmanager
def step(name: str, doing: str) -> Iterator[Callable[[str], None]]:
    """Show what is being done, then what came of it and how long it took; the body says the outcome.

    Where output is not a terminal the line appears once, when it is done.
    """
    outcome = ["done"]
    begun = time.monotonic()
    if sys.stdout.isatty():
        print(f"  {name:<{WIDTH}} {doing} ...", end="", flush=True)
    yield lambda text: outcome.__setitem__(0, text)
    taken = f"{time.monotonic() - begun:.1f} s"
    if sys.stdout.isatty():
        print("\r\033[K", end="")
    line(name, f"{outcome[0]:<52} {taken:>7}")
