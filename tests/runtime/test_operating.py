"""The operator's guide names every variable the code reads."""

import re

from config.embedded.address import CHECKOUT

READS = re.compile(r"""(?:env\.\w+\(|environ(?:\.get\(|\[))\s*["']([A-Z][A-Z0-9_]+)["']""")
OF_MAKE = {"MAKELEVEL"}


def test_every_environment_variable_is_in_the_guide():
    guide = (CHECKOUT / "docs" / "operating.md").read_text()
    floors = ("config", "core", "partners", "catalog", "marketplace")
    sources = [path for floor in floors for path in (CHECKOUT / floor).rglob("*.py")]
    read = {name for path in sources for name in READS.findall(path.read_text())}
    assert len(read) > 20, "the search itself is broken"
    assert sorted(name for name in read - OF_MAKE if f"`{name}`" not in guide) == []
