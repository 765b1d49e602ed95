"""What price models are called on lists; a model that has no words here is shown by its code."""

from django.utils.translation import gettext, gettext_noop

_SCHEMES = {"flat": gettext_noop("Fixed price"), "per_seat": gettext_noop("Per seat")}


def scheme_name(code: str) -> str:
    """Return the name of a price model in the language of the reader."""
    return gettext(_SCHEMES[code]) if code in _SCHEMES else code.replace("_", " ").capitalize()
