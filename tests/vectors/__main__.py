"""`make vectors BILLING_VECTORS=path KINDS=a,b`: run a file of vectors; exit code 1 when one fails."""

import os
import sys
from pathlib import Path

from tests.vectors.running import run

OWN = Path(__file__).with_name("own.json")


def main() -> int:
    """Run the file and print what came out."""
    path = Path(os.environ.get("BILLING_VECTORS") or OWN)
    if not path.is_file():
        sys.stderr.write(f"There is no file {path}. Set BILLING_VECTORS to a file of vectors.\n")
        return 2
    kinds = [kind.strip() for kind in os.environ.get("KINDS", "").split(",") if kind.strip()]
    outcome = run(path, kinds)
    for failure in outcome.failed:
        print(f"failed  {failure}")
    if outcome.left_out:
        left = ", ".join(f"{kind} {count}" for kind, count in sorted(outcome.left_out.items()))
        print(f"left out, because they do not concern prices: {left}")
    print(f"{outcome.passed} passed, {len(outcome.failed)} failed")
    return 1 if outcome.failed else 0


if __name__ == "__main__":
    sys.exit(main())
