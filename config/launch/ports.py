"""Whether the wanted port is free, asked before anything is started."""

import socket


class PortTakenError(Exception):
    """Somebody else listens there; the text says what to do."""


def check_free(host: str, port: int) -> None:
    """Pass when the web server can listen there. Raises PortTakenError otherwise."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise PortTakenError(
                f"Port {port} cannot be used ({problem.strerror}): another program or another checkout listens there. "
                f"Choose another one, for example: PORT={port + 1} make run"
            ) from problem
