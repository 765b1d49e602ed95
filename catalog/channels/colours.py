"""Colours that words can be read on. Pure."""

# Below this share of light sRGB is linear (WCAG 2.2, relative luminance).
_KNEE = 0.04045
# WCAG 2.2, 1.4.3: text on a colour needs this contrast.
ENOUGH = 4.5


def contrast_with_white(colour: str) -> float:
    """Return the contrast of white text on a colour such as `#0b5d54`, from 1 to 21 (WCAG 2.2, relative luminance)."""
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 1.05 / (luminance + 0.05)


def darker(colour: str) -> str:
    """Return the colour at four fifths of its light, for what the pointer is on."""
    return "#" + "".join(f"{int(colour[place : place + 2], 16) * 4 // 5:02x}" for place in (1, 3, 5))


def wash(colour: str) -> str:
    """Return the colour as a tint on white, for what is marked."""
    return "#" + "".join(f"{255 - (255 - int(colour[place : place + 2], 16)) // 8:02x}" for place in (1, 3, 5))


def _linear(share: float) -> float:
    return share / 12.92 if share <= _KNEE else ((share + 0.055) / 1.055) ** 2.4
