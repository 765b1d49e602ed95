"""The logo can be shown: sharp on every screen, and not so heavy that it delays the page."""

from partners.vetting.checks.facts import Facts, Observation, Result, failed, judged
from partners.vetting.checks.reading import shown, table, whole

CODES = ("logo_missing", "logo_dimensions", "logo_too_heavy")
SIDE = range(256, 4097)
MOST_BYTES = 1 << 20


def check(facts: Facts) -> Result:
    """Pass when both sides have 256 to 4,096 pixels and the file at most 1 MiB; `logo` is in the subject's facts."""
    logo = table(facts.subject, "logo")
    width, height, size = (whole(logo, name) for name in ("width", "height", "bytes"))
    if width is None or height is None or size is None:
        return failed("logo_missing")
    wanting = []
    if width not in SIDE or height not in SIDE:
        wanting.append(Observation("logo_dimensions", {"width": shown(width), "height": shown(height)}))
    if size > MOST_BYTES:
        wanting.append(Observation("logo_too_heavy", {"kilobytes": shown(size // 1024)}))
    return judged(wanting)
