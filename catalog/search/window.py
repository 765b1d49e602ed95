"""Which part of the catalogue a page shows, and under which address. Pure."""

from typing import NamedTuple


class Window(NamedTuple):
    """The catalogue from `base` on: what stands on one of the shelves (all, without any), under a name of its own.

    Prices are those of the channel, if it is one.
    """

    base: str = "/catalog/"
    shelves: tuple[str, ...] = ()
    name: str = ""
    tagline: str = ""
    channel: str = ""


WHOLE = Window()
