"""The domain has a security.txt that says whom to tell of a weakness, and that is in date (RFC 9116)."""

from datetime import datetime

from partners.vetting.checks.facts import UNDECIDED, Facts, Observation, Result, judged
from partners.vetting.checks.reaching import CODES as REACHING
from partners.vetting.checks.reaching import gathered, not_answering_well
from partners.vetting.checks.reading import instant, shown, text

CODES = (*REACHING, "security_txt_not_text", "security_txt_contact", "security_txt_expires", "security_txt_expired")
_REACHES_PEOPLE = ("https://", "mailto:", "tel:")


def check(facts: Facts) -> Result:
    """Pass when the file is text, names a contact by URI (§2.5.3) and exactly one day of expiry that is not over."""
    found = gathered(facts, "security_txt")
    if wrong := not_answering_well(found):
        return judged([wrong])
    if facts.at is None:
        return UNDECIDED
    address = {"address": shown(text(found, "url"))}
    if not text(found, "content_type").strip().lower().startswith("text/plain"):
        return judged([Observation("security_txt_not_text", address)])
    fields = _fields(text(found, "text"))
    wanting = []
    if not any(contact.lower().startswith(_REACHES_PEOPLE) for contact in fields.get("contact", [])):
        wanting.append(Observation("security_txt_contact", address))
    return judged([*wanting, *_expiry(fields.get("expires", []), facts.at, address)])


def _expiry(written: list[str], at: datetime, address: dict[str, str]) -> list[Observation]:
    expires = instant(written[0].upper()) if len(written) == 1 else None
    if expires is None:
        return [Observation("security_txt_expires", address)]
    if expires <= at:
        return [Observation("security_txt_expired", {**address, "expires": f"{expires:%Y-%m-%d}"})]
    return []


def _fields(content: str) -> dict[str, list[str]]:
    """Return the fields by their name in small letters; comments, and the lines of a signature, are none."""
    fields: dict[str, list[str]] = {}
    for line in content.splitlines():
        if line.startswith("-----BEGIN PGP SIGNATURE"):
            break
        name, colon, value = line.partition(":")
        if colon and not line.startswith("#"):
            fields.setdefault(name.strip().lower(), []).append(value.strip())
    return fields
