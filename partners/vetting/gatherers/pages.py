"""What a public page says, read as a browser without scripts would."""

import re
from typing import Any

from partners.vetting.checks.languages import language_of
from partners.vetting.gatherers.given import Given, answered
from partners.vetting.gatherers.html import readable, tokens

_LARGEST_PAGE = 1 << 19
_REDIRECTS = 5
_LINK = re.compile(r"""\shref\s{0,3}=\s{0,3}["']?\s{0,3}(mailto|tel):""", re.IGNORECASE)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_CALL = re.compile(r"\+\d(?:[ .()/-]?\d){6,14}")
# As privacy policies name their subject, by language.
_PERSONAL_DATA = (
    "personal data", "personal information", "données personnelles", "données à caractère personnel",
    "personenbezogen", "datos personales", "dati personali", "persoonsgegevens", "dados pessoais",
)  # fmt: skip


def page(given: Given) -> dict[str, Any]:
    """Fetch the page, through redirects, and keep what checks look for in it; the text itself is not kept."""
    answer = given.ask(given.address, cut=True, max_bytes=_LARGEST_PAGE, redirects=_REDIRECTS)
    texts, contacts = [], set()
    for kind, written in tokens(answer.text):
        if kind == "text":
            texts.append(written)
        else:
            contacts |= _contacts(kind, written)
    text = readable(" ".join(texts))
    lowered = text.lower().replace("’", "'")
    if _MAIL.search(text):
        contacts.add("mail")
    if _CALL.search(text):
        contacts.add("telephone")
    return answered(answer) | {
        "letters": sum(c.isalpha() for c in text),
        "language": language_of(text),
        "contacts": sorted(contacts),
        "personal_data": any(words in lowered for words in _PERSONAL_DATA),
    }


def _contacts(tag: str, written: str) -> set[str]:
    """Return the ways to get in touch that a tag shows: a link to write or to call, a form with room for a message."""
    if tag == "textarea":
        return {"form"}
    link = _LINK.search(written) if tag == "a" else None
    return {"mail" if link[1].lower() == "mailto" else "telephone"} if link else set()
