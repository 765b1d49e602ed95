"""As whom the server runs: PostgreSQL refuses to run as root, and a checkout may lie where only root can go.

An ordinary user runs it as themselves. Root picks, in this order:

1. an unprivileged account, when it can reach programs and data;
2. a user namespace that maps one unprivileged id onto root: the server is no longer root, the files still belong to it;
3. the unprivileged account with the one capability of passing closed folders (containers that forbid namespaces).
"""

import ctypes
import os
import pwd
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from config.embedded.failures import EmbeddedServerError

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG, PR_SET_SECUREBITS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 1, 28, 47, 2
SECBIT_NO_SETUID_FIXUP = 4
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522

libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Identity:
    """Who the server is to the rest of the machine."""

    owner: int | None
    """Account its files must belong to; None leaves them as they are."""
    assume: Callable[[], None]
    """Becomes that identity; runs in the new process, before the program starts."""


def choose(paths: list[Path]) -> Identity:
    """Pick the identity that can reach all these paths, most ordinary first.

    Raises EmbeddedServerError when root has none of the three ways.
    """
    if os.geteuid() != 0:
        return Identity(None, lambda: None)
    account = _unprivileged()
    ways = [
        Identity(account.pw_uid, lambda: _drop(account)),
        Identity(0, lambda: _enter_namespace(account)),
        Identity(account.pw_uid, lambda: _drop(account, keep_reach=True)),
    ]
    for way in ways:
        if _reaches(way, paths):
            return way
    raise EmbeddedServerError(
        "PostgreSQL does not run as root, and no other account can reach this checkout here. Run as an ordinary user, "
        "move the checkout to a folder others may enter, or set DATABASE_URL to a server that runs elsewhere."
    )


def die_with_parent(signal_number: int) -> None:
    """Ask the kernel to send this process a signal when its parent ends (Linux only)."""
    if sys.platform == "linux":
        libc.prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0)


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    others = [account for account in pwd.getpwall() if account.pw_uid]
    if not others:
        raise EmbeddedServerError("PostgreSQL does not run as root, and /etc/passwd knows no other account. Add one.")
    return others[-1]


def _reaches(way: Identity, paths: list[Path]) -> bool:
    """Try it in a process of its own, since there is no way back."""
    child = os.fork()
    if child == 0:
        try:
            way.assume()
            for path in paths:
                # Real operations: access() leaves capabilities out of account.
                os.stat(path / ".") if path.is_dir() else os.close(os.open(path, os.O_RDONLY))
            os._exit(0)
        except OSError:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def _drop(account: pwd.struct_passwd, *, keep_reach: bool = False) -> None:
    if keep_reach:
        # Capabilities then outlive the change of account, and access() counts them: initdb looks for itself with that.
        _checked(libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0))
    os.setgroups([])
    os.setresgid(account.pw_gid, account.pw_gid, account.pw_gid)
    os.setresuid(account.pw_uid, account.pw_uid, account.pw_uid)
    if keep_reach:
        mask = 1 << CAP_DAC_OVERRIDE
        header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
        effective_permitted_inheritable = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)
        _checked(libc.capset(header, effective_permitted_inheritable))
        _checked(libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0))


def _enter_namespace(account: pwd.struct_passwd) -> None:
    uid, gid = os.getuid(), os.getgid()
    _checked(libc.unshare(CLONE_NEWUSER))
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{account.pw_uid} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{account.pw_gid} {gid} 1")


def _checked(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
