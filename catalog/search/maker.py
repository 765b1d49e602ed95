"""Which code builds a document: when it changes, documents built before may lack what pages expect of them."""

from hashlib import sha256
from pathlib import Path

_HERE = Path(__file__).parent
_FILES = (
    *(_HERE / name for name in ("document.py", "pricing.py", "sources.py", "words.py")),
    *(_HERE.parent / "offers" / name for name in ("tree.py", "registers.py", "places.toml")),
)


def maker() -> str:
    """Return a hash of the code that builds documents."""
    return sha256(b"".join(path.read_bytes() for path in _FILES)).hexdigest()
