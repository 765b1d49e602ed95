"""Colours that words can be read on. Pure."""

from dataclasses import dataclass

# Below this share of light sRGB is linear (WCAG 2.2, relative luminance).
_KNEE = 0.04045
# WCAG 2.2, 1.4.3: text on a colour needs this contrast.
ENOUGH = 4.5


WHITE, BLACK = "#ffffff", "#000000"
# The lightest ground of the site in dark mode and the darkest in light mode, and text on a button in dark mode.
DARK_GROUND, LIGHT_GROUND, DARK_TEXT = "#202b28", "#eef1f0", "#06201c"


@dataclass(frozen=True, slots=True)
class Brand:
    """The colours of one mode: `strong` and `main` can be read on `wash` and on the grounds, `on` on both of them."""

    main: str
    strong: str
    wash: str
    on: str


def contrast_with_white(colour: str) -> float:
    """Return the contrast of white text on a colour such as `#0b5d54`, from 1 to 21 (WCAG 2.2, relative luminance)."""
    return contrast(colour, WHITE)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2)."""
    less, more = sorted(map(_luminance, (one, other)))
    return (more + 0.05) / (less + 0.05)


def light(accent: str) -> Brand:
    """Return the colours of light mode: the accent, darker where links in it could not be read."""
    tint = wash(accent)
    main = _towards(accent, BLACK, (LIGHT_GROUND, tint))
    return Brand(main, darker(main), tint, WHITE)


def dark(accent: str) -> Brand:
    """Return the colours of dark mode: the accent, lighter until it can be read on dark grounds."""
    shade = mixed(accent, DARK_GROUND, 0.8)
    main = _towards(accent, WHITE, (DARK_GROUND, shade, DARK_TEXT))
    return Brand(main, mixed(main, WHITE, 0.35), shade, DARK_TEXT)


def mixed(colour: str, other: str, share: float) -> str:
    """Return a colour with a share of another one in it."""
    pairs = ((int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{int(one + (two - one) * share):02x}" for one, two in pairs)


def darker(colour: str) -> str:
    """Return the colour at four fifths of its light, for what the pointer is on."""
    return "#" + "".join(f"{int(colour[place : place + 2], 16) * 4 // 5:02x}" for place in (1, 3, 5))


def wash(colour: str) -> str:
    """Return the colour as a tint on white, for what is marked."""
    return "#" + "".join(f"{255 - (255 - int(colour[place : place + 2], 16)) // 8:02x}" for place in (1, 3, 5))


def _towards(colour: str, goal: str, grounds: tuple[str, ...]) -> str:
    """Return the colour with just so much of the goal in it that it can be read on every ground."""
    steps = (mixed(colour, goal, step / 32) for step in range(33))
    return next((one for one in steps if all(contrast(one, ground) >= ENOUGH for ground in grounds)), goal)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= _KNEE else ((share + 0.055) / 1.055) ** 2.4
