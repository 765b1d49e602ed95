"""From a host's name to addresses that may be connected to."""

import queue
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

from core.outgoing.addresses import read_address
from core.outgoing.deadlines import Deadline
from core.outgoing.failures import NotReached

Resolve = Callable[[str], Sequence[str]]


def ask_system(host: str) -> list[str]:
    """Return the addresses that the system's resolver knows for a name. Raises OSError."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def addresses_of(host: str, resolve: Resolve, deadline: Deadline) -> list[str]:
    """Return a host's addresses, asking once and no longer than the deadline allows. Raises NotReached."""
    # Addresses in brackets and the odd ways to write IPv4 (127.1, 0x7f000001) end up as what they mean.
    with suppress(ValueError):
        return [str(read_address(host))]
    answers: queue.Queue[Sequence[str] | Exception] = queue.Queue()

    def ask() -> None:
        try:
            answers.put(resolve(host))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    # getaddrinfo knows no deadline; a thread that is left behind ends with the resolver's own patience.
    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left())
    except queue.Empty:
        raise NotReached("too-slow", f"The name {host} was not resolved within {deadline.seconds:g} seconds.") from None
    if isinstance(answer, Exception) or not answer:
        raise NotReached(
            "name-not-found", f"The name {host} has no address in the DNS. Check its spelling and its records."
        )
    return list(answer)
