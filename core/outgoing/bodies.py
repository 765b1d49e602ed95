"""Reading an answer's body without ever holding more than the limit, unpacked."""

import zlib
from collections.abc import Callable, Iterable, Mapping

from core.outgoing.failures import NotReached

# gzip and zlib headers alike.
_EITHER_HEADER = zlib.MAX_WBITS | 32


def read_body(chunks: Iterable[bytes], headers: Mapping[str, str], *, max_bytes: int, cut: bool) -> bytes:
    """Return the body, unpacked; one that is longer is cut, or refused. Raises NotReached.

    Nothing beyond the limit is unpacked, and nothing more is read from the network once it is reached.
    """
    unpack = _unpacker(headers.get("content-encoding", ""))
    body = bytearray()
    for chunk in chunks:
        body += unpack(chunk, max_bytes + 1 - len(body))
        if len(body) > max_bytes:
            if cut:
                return bytes(body[:max_bytes])
            raise NotReached("body-too-large", f"The answer is longer than {max_bytes} bytes. Answer with less.")
    return bytes(body)


class _Unpacker:
    """Unpacks piece by piece, at most as many bytes as are asked for."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(_EITHER_HEADER)

    def __call__(self, chunk: bytes, at_most: int) -> bytes:
        try:
            return self._inflate.decompress(chunk, at_most)
        except zlib.error:
            raise NotReached(
                "body-damaged", "The answer says it is compressed, but cannot be unpacked. Serve it as it is."
            ) from None


def _plain(chunk: bytes, at_most: int) -> bytes:
    return chunk[:at_most]


def _unpacker(encoding: str) -> Callable[[bytes, int], bytes]:
    match encoding.strip().lower():
        case "" | "identity":
            return _plain
        case "gzip" | "x-gzip" | "deflate":
            return _Unpacker()
        case _:
            raise NotReached(
                "encoding-unknown", "The answer is compressed in a way that was not asked for. Serve it uncompressed."
            )
