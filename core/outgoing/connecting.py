"""Connections to exactly the addresses that were checked, every step of which ends at the request's deadline."""

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from core.outgoing.deadlines import Deadline
from core.outgoing.targets import Target

_CONNECT_SECONDS = 4.0
_ADDRESSES_TRIED = 4
_WRITTEN_AT_ONCE = 1 << 14


class CheckedBackend(httpcore.NetworkBackend):
    """Connects to the target's addresses, whatever its name resolves to by now.

    The name itself still goes into the Host header and the TLS handshake, and the certificate must be for it.
    """

    def __init__(self, target: Target, deadline: Deadline) -> None:
        self._target = target
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the checked addresses that answers."""
        last: Exception | None = None
        for address in self._target.addresses[:_ADDRESSES_TRIED]:
            try:
                seconds = self._deadline.left(_CONNECT_SECONDS)
                stream = self._sockets.connect_tcp(address, self._target.port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
            else:
                return _TimedStream(stream, self._deadline)
        raise last or httpcore.ConnectError("the name has no address")


class _TimedStream(httpcore.NetworkStream):
    """A connection on which nothing outlives the deadline: a timeout for each read would let a drip last for ever."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _WRITTEN_AT_ONCE):
            self._stream.write(buffer[start : start + _WRITTEN_AT_ONCE], self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as httpcore declares it
        return self._stream.get_extra_info(info)
