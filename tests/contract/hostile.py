"""What a hostile client sends: raw JSON for one field of a body, and whole bodies that are none."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar
from zlib import crc32

V = TypeVar("V")

PLACE = "\u2603 the hostile value stands here"
LARGEST_BODY = 1024 * 1024

# Cannot be read at all, wherever it stands.
UNREADABLE = {
    "lone surrogate": rb'"a\ud800z"',
    "lone low surrogate": rb'"\udfff"',
    "NaN": b"NaN",
    "Infinity": b"-Infinity",
    "huge exponent": b"1e999999",
    "number of 5,000 digits": b"9" * 5_000,
    "10,000 lists deep": b"[" * 10_000 + b"]" * 10_000,
    "10,000 objects deep": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "invalid UTF-8": b'"\xff\xfe"',
    "overlong UTF-8": b'"\xc0\x80"',
    "surrogate in UTF-8": b'"\xed\xa0\x80"',
    "line feed in a string": b'"a\nb"',
    "hexadecimal": b"0x1F",
}
# Can be read. None of them is a value that a field here is made for, but some fields can bear some of them.
READABLE = {
    "NUL": rb'"a\u0000z"',
    "blank": b'"  \\u00a0 "',
    "turned writing direction": '"a\u202ez"'.encode(),
    "text of 100,000 letters": b'"' + b"x" * 100_000 + b'"',
    "year 9999": b'"9999-12-31T23:59:59.999999Z"',
    "year 0": b'"0000-01-01"',
    "huge exponent in quotes": b'"1e999999"',
    "negative in quotes": b'"-1.00"',
    "digits of another script": '"١٢"'.encode(),
    "nil UUID": b'"00000000-0000-0000-0000-000000000000"',
    "negative": b"-1",
    "beyond 32 bits": b"2147483648",
    "beyond 64 bits": b"99999999999999999999",
    "null": b"null",
    "true": b"true",
    "empty list": b"[]",
    "list": b'["a", 1, null, {"b": [true]}]',
    "object": rb'{"a": 1, "__proto__": {"b": null}, "\u0000": "\u0000", "": ""}',
}
# Bodies that are no request, whatever the operation: content type, body, the status due.
WHOLE: dict[str, tuple[str, bytes, int]] = {
    "cut off": ("application/json", b'{"a": ', 400),
    "two documents": ("application/json", b"{}{}", 400),
    "no JSON": ("application/json", b"name=a&b=c", 400),
    "UTF-16": ("application/json", '{"a": 1}'.encode("utf-16"), 400),
    "only a NUL": ("application/json", b"\0", 400),
    "endless nesting": ("application/json", b"[" * 200_000, 400),
    "too large": ("application/json", b'{"a": "' + b"x" * LARGEST_BODY + b'"}', 413),
    "a form": ("application/x-www-form-urlencoded", b"name=a", 415),
    "a file": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--',
        415,
    ),
    "XML": ("application/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", 415),
    "a type that is none": ("\\", b"{}", 415),
}
# JSON, but no object with fields.
NO_OBJECT = {"a list": b"[]", "a text": b'"a"', "a number": b"1", "null": b"null"}


EVERYTHING = os.environ.get("HOSTILE") == "all"
ONE_IN = 4


def some(values: Mapping[str, V] | Sequence[V], place: str) -> Any:
    """Return all values with HOSTILE=all (`make hostile`), else one in four: in the next place the next ones."""
    if EVERYTHING:
        return values
    begin = crc32(place.encode()) % ONE_IN
    if isinstance(values, Mapping):
        return dict(list(values.items())[begin::ONE_IN])
    return values[begin::ONE_IN]


def places(good: Any, more: Any) -> Iterator[tuple[str, Any]]:
    """Yield (pointer, body with PLACE in it) for each value of a good body, and for each field it lacks."""
    fields = {**dict.fromkeys(more), **good} if isinstance(good, dict) else dict(enumerate(good))
    for name, value in fields.items():
        with_it = [(f"/{name}", PLACE)]
        if isinstance(value, dict | list):
            with_it += [(f"/{name}{below}", inner) for below, inner in places(value, ())]
        for pointer, inner in with_it:
            if isinstance(good, dict):
                yield pointer, {**good, name: inner}
            else:
                yield pointer, [*good[:name], inner, *good[name + 1 :]]


def raw(body: Any, value: bytes) -> bytes:
    """Return the body as JSON, with raw bytes in the place."""
    before, after = json.dumps(body).split(json.dumps(PLACE))
    return before.encode() + value + after.encode()


def named_twice(body: dict[str, Any]) -> bytes:
    """Return the body with its first name twice: readers differ in which of the two values counts."""
    name, value = next(iter(body.items()))
    return json.dumps(body)[:-1].encode() + f", {json.dumps(name)}: {json.dumps(value)}}}".encode()
