"""As whom the server runs when root starts it, where namespaces are allowed and where a container forbids them."""

import ctypes
import os
import sys
from pathlib import Path

import pytest

from config.embedded.address import CHECKOUT

CLONE_NEWUSER = 0x10000000
USE_AND_LEAVE = """
import sys
import psycopg
from pathlib import Path
from config.embedded.address import Place
from config.embedded.client import Membership
place = Place(Path(sys.argv[1]))
member = Membership(place)
member.join()
print(psycopg.connect(place.url()).execute("SELECT current_user").fetchone()[0], place.data.stat().st_uid == 0)
member.leave(wait=True)
"""

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")


@pytest.fixture
def closed(tmp_path) -> Path:
    """A folder only root can enter, as /root is."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o700)
    return folder


def run(var: Path, *, without_namespaces: bool) -> str:
    """Use the server in a process of its own and give what it said."""
    from_child, to_parent = os.pipe()
    may_go, go = os.pipe()
    ready, mapped = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(to_parent, 1)
        if without_namespaces:
            forbid_namespaces(mapped, may_go)
        os.chdir(CHECKOUT)
        os.execv(sys.executable, [sys.executable, "-c", USE_AND_LEAVE, str(var)])
    os.close(to_parent)
    os.close(mapped)
    if without_namespaces and os.read(ready, 1):
        for name in ("uid_map", "gid_map"):
            Path(f"/proc/{child}/{name}").write_text("0 0 65536")
        os.write(go, b".")
    said = b""
    while more := os.read(from_child, 4096):
        said += more
    os.waitpid(child, 0)
    for descriptor in (from_child, may_go, go, ready):
        os.close(descriptor)
    return said.decode().strip()


def forbid_namespaces(mapped: int, may_go: int) -> None:
    """Become what a container's root is: every account is there, further namespaces are not."""
    if ctypes.CDLL(None).unshare(CLONE_NEWUSER) != 0:
        os.write(1, b"forbidden already")
        os._exit(0)
    os.write(mapped, b".")
    os.read(may_go, 1)
    os.setresgid(0, 0, 0)
    os.setresuid(0, 0, 0)
    Path("/proc/sys/user/max_user_namespaces").write_text("0")


def test_a_closed_folder_is_used_in_either_way_and_the_data_goes_along(closed):
    with_namespaces = run(closed / "var", without_namespaces=False)
    assert with_namespaces.startswith("guichet")
    told = run(closed / "var", without_namespaces=True)
    if told == "forbidden already":
        pytest.skip("this machine forbids namespaces, so the first run was the second way already")
    assert (with_namespaces, told) == ("guichet True", "guichet False")
    assert run(closed / "var", without_namespaces=False) == "guichet True"
