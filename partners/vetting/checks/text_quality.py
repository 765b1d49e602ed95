"""Descriptions are long enough to say something, short enough to be read, and in the language they claim."""

from partners.vetting.checks.facts import Facts, Observation, Result, failed, judged
from partners.vetting.checks.languages import language_of
from partners.vetting.checks.reading import shown, table

CODES = ("text_missing", "text_too_short", "text_too_long", "text_other_language")
LEAST, MOST = 80, 10_000


def check(facts: Facts) -> Result:
    """Judge each of the subject's `texts`, which are by language code: 80 to 10,000 letters in that language."""
    texts = {name: value for name, value in table(facts.subject, "texts").items() if isinstance(value, str)}
    if not texts:
        return failed("text_missing")
    wanting = [observation for language, text in texts.items() for observation in _judge(shown(language), text)]
    return judged(wanting)


def _judge(language: str, text: str) -> list[Observation]:
    letters = sum(c.isalpha() for c in text)
    values = {"language": language, "letters": str(letters), "least": str(LEAST), "most": str(MOST)}
    if letters < LEAST:
        return [Observation("text_too_short", values)]
    if letters > MOST:
        return [Observation("text_too_long", values)]
    seems = language_of(text)
    if seems and seems != language:
        return [Observation("text_other_language", {**values, "seems": seems})]
    return []
