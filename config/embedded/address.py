"""Where the embedded server lives and how it is reached: paths and addresses only, nothing is touched."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

CHECKOUT = Path(__file__).resolve().parent.parent.parent
DATABASE = "guichet"
ROLE = "guichet"
SUPERUSER = "postgres"
# sun_path holds 108 bytes with its closing zero; PostgreSQL appends this name.
LONGEST_SOCKET_PATH = 107
SOCKET_NAME = ".s.PGSQL.5432"


def var_dir() -> Path:
    """Give the folder everything written at run time goes to: `GUICHET_VAR`, else `var/` in the checkout."""
    return Path(os.environ.get("GUICHET_VAR") or CHECKOUT / "var").absolute()


def in_use() -> bool:
    """Tell whether this process is meant to use the embedded server: `DATABASE_URL` always wins."""
    return not os.environ.get("DATABASE_URL")


@dataclass(frozen=True)
class Place:
    """The files of one embedded server."""

    var: Path

    @property
    def home(self) -> Path:
        """Folder of everything that belongs to the server."""
        return self.var / "postgres"

    @property
    def data(self) -> Path:
        """The cluster itself; it exists only when it is complete."""
        return self.home / "data"

    @property
    def users_lock(self) -> Path:
        """Held shared by every process that uses the server."""
        return self.home / "users.lock"

    @property
    def start_lock(self) -> Path:
        """Held by whoever is joining, starting or stopping."""
        return self.home / "start.lock"

    @property
    def supervisor_lock(self) -> Path:
        """Held by the supervisor as long as it lives; the file holds its process id."""
        return self.home / "supervisor.lock"

    @property
    def server_lock(self) -> Path:
        """Inherited by every process of the server: free means that none of them is left."""
        return self.home / "server.lock"

    @property
    def log(self) -> Path:
        """What server and supervisor said."""
        return self.home / "server.log"

    @property
    def socket_dir(self) -> Path:
        """Folder of the socket: beside the data when the path is short enough, else a short one below /tmp."""
        near = self.home / "run"
        if len(os.fsencode(near / SOCKET_NAME)) <= LONGEST_SOCKET_PATH - len(".lock"):
            return near
        digest = hashlib.sha256(os.fsencode(self.var)).hexdigest()[:12]
        return Path("/tmp") / f"guichet-{os.geteuid()}-{digest}"  # noqa: S108 - made 0700 and its owner checked

    def url(self, database: str = DATABASE, role: str = ROLE) -> str:
        """Give the address as a `DATABASE_URL`."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket_dir), safe='/')}"


def current() -> Place:
    """Give the place this process would use."""
    return Place(var_dir())
