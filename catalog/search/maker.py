"""Which code builds a document: when it changes, documents built before may lack what pages expect of them."""

from hashlib import sha256
from pathlib import Path

_FILES = ("document.py", "pricing.py", "sources.py", "tree.py", "words.py")


def maker() -> str:
    """Return a hash of the code that builds documents."""
    return sha256(b"".join(Path(__file__).with_name(name).read_bytes() for name in _FILES)).hexdigest()
