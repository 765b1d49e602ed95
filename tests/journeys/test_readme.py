"""Every command of the README works as it stands there."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
TO_PASTE = [block for block in BLOCKS if not block.startswith("make ")]
# Run by a test of its own (tests/runtime), since it never ends by itself.
ENDLESS = {"run"}


@pytest.mark.journey
def test_the_calls_can_be_pasted_one_after_the_other(live_stack):
    live_stack.manage("load_demo")
    script = "set -euo pipefail\n" + "\n".join(TO_PASTE)
    assert "G=http://localhost:8000\n" in script
    script = script.replace("G=http://localhost:8000", f"G={live_stack.base_url}")
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    requirements, _, rest = done.stdout.partition('"slug": "signet"')
    assert "IDN-001" in requirements
    for partner in ("Tamarin Software", "Cobalt Harbour", "Lindqvist & Daughters"):
        assert partner in rest
    assert '"gross"' in rest or '"total"' in rest
    assert re.search(r'"number": "INV-\d{4}-\d+"', rest)
    assert '"awaiting"' in rest
    (invoices,) = live_stack.sql("SELECT count(*) FROM billing_invoice WHERE line_count = 3")[0]
    assert invoices >= 2, "one is the demo's, one is the README's"


def make_commands() -> set[str]:
    return {target for block in BLOCKS for target in re.findall(r"^make ([a-z-]+)", block, re.MULTILINE)}


def test_every_make_command_is_run_by_continuous_integration():
    run_by_ci = set(re.findall(r"make ([a-z-]+)", (ROOT / ".ci/run").read_text()))
    assert make_commands() - ENDLESS <= run_by_ci
    assert set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)) >= make_commands()


def test_every_link_leads_somewhere():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
