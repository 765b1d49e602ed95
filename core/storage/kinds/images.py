"""Is it an image, and one of a size that a program can open without running out of memory?"""

import struct
from typing import BinaryIO

from core.storage.kinds.content import WrongContent

# A 30,000 × 30,000 PNG fits in 3 MB and unpacks to 3.6 GB.
MAX_PIXELS = 50_000_000

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_HEADER = struct.Struct(">8sI4sII")
_JPEG_START = b"\xff\xd8"
# Start-of-frame markers (ITU-T T.81, table B.1): all of C0…CF but DHT (C4), JPG (C8) and DAC (CC).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = frozenset(range(0xD0, 0xD8)) | {0x01}
_AFTER_HEADERS = frozenset({0xDA, 0xD9})  # start of scan, end of image
_FRAME = struct.Struct(">BHH")
# Far above what cameras write; without a bound 20 MB of empty segments would keep a processor busy for seconds.
_MAX_SEGMENTS = 1_000
_MAX_FILL = 64


def check_png(file: BinaryIO) -> None:
    """Raise WrongContent unless the file starts with a PNG signature and a header of at most 50 megapixels."""
    head = file.read(_PNG_HEADER.size)
    if len(head) < _PNG_HEADER.size:
        raise WrongContent("it does not start with a PNG header")
    signature, _length, name, width, height = _PNG_HEADER.unpack(head)
    if signature != _PNG_SIGNATURE or name != b"IHDR":
        raise WrongContent("it does not start with a PNG header")
    _check_pixels(width, height)


def check_jpeg(file: BinaryIO) -> None:
    """Raise WrongContent unless the file is a JPEG with a frame header of at most 50 megapixels."""
    if file.read(len(_JPEG_START)) != _JPEG_START:
        raise WrongContent("it does not start with a JPEG header")
    for _ in range(_MAX_SEGMENTS):
        marker = _next_marker(file)
        if marker in _WITHOUT_LENGTH:
            continue
        if marker in _AFTER_HEADERS:
            break
        length = int.from_bytes(file.read(2), "big") - 2
        segment = file.read(max(length, 0))
        if marker in _FRAMES and len(segment) >= _FRAME.size:
            _precision, height, width = _FRAME.unpack_from(segment)
            _check_pixels(width, height)
            return
        if len(segment) != length:
            break
    raise WrongContent("it has no JPEG frame header")


def _next_marker(file: BinaryIO) -> int:
    if file.read(1) != b"\xff":
        raise WrongContent("its JPEG headers are damaged")
    for _ in range(_MAX_FILL):
        byte = file.read(1)
        if byte and byte != b"\xff":
            return byte[0]
    raise WrongContent("its JPEG headers are damaged")


def _check_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise WrongContent("the image has no width or no height")
    if width * height > MAX_PIXELS:
        raise WrongContent(
            f"the image has {width} × {height} pixels, and at most {MAX_PIXELS // 1_000_000} megapixels are accepted"
        )
