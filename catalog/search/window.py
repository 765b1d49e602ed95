"""Which part of the catalogue a page shows, and under which address. Pure."""

from typing import NamedTuple


class Window(NamedTuple):
    """The catalogue from `base` on: what stands on one of the shelves (all, without any), under a name of its own."""

    base: str = "/catalog/"
    shelves: tuple[str, ...] = ()
    name: str = ""
    tagline: str = ""


WHOLE = Window()
