"""The kinds of evidence that a requirement takes, and what is said about each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from partners.programmes import spans
from partners.programmes.reading import Misprint, build, texts

LANGUAGES = ("en", "fr")
EVIDENCE_KINDS = ("file", "url", "declaration", "terms", "vat_id", "contact_email", "iban", "probe", "conformance_run",
                  "external_ref")  # fmt: skip
# One piece of these may serve several requirements; the others are given to one requirement, or read from the profile.
REUSABLE = frozenset({"file", "url", "external_ref", "conformance_run"})
# A person signs them, word for word.
SIGNED = frozenset({"declaration", "terms"})
LARGEST_FILE = 20 * 2**20
# These separate and number the parts of a sentence, so a name cannot have them; a slash leaves open what it means.
FORBIDDEN_IN_LABELS = frozenset("/;:()—\n")
LONGEST_LABEL = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepts:
    """One piece of evidence that a requirement takes.

    `media_types` and `max_bytes` belong to files, `version` to terms; `max_age` is how old it may be by its date of
    issue; `label` names it by language, within a sentence.
    """

    kind: str
    media_types: tuple[str, ...] = ()
    max_bytes: int = 0
    version: str = ""
    max_age: str = ""
    label: Mapping[str, str] = field(default_factory=dict, hash=False)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Read it from plain data. Raises Misprint."""
        if not isinstance(data, Mapping):
            raise Misprint("evidence is a table by name, each with its kind")
        accepts: Self = build(cls, {**data, "media_types": texts("media_types", data.get("media_types", ()))})
        accepts.verify()
        return accepts

    def verify(self) -> None:
        """Raise Misprint unless its parts fit together."""
        if self.kind not in EVIDENCE_KINDS:
            raise Misprint(f"there is no kind of evidence “{self.kind}”; known: {', '.join(EVIDENCE_KINDS)}")
        is_file = self.kind == "file"
        if type(self.max_bytes) is not int or is_file != bool(self.media_types):
            raise Misprint("media_types and max_bytes belong to files, and only to them")
        if is_file != (0 < self.max_bytes <= LARGEST_FILE):
            raise Misprint(f"media_types and max_bytes (at most {LARGEST_FILE}) belong to files, and only to them")
        if (self.kind == "terms") != bool(self.version):
            raise Misprint("terms have a version, and nothing else has")
        spans.verify("max_age", self.max_age, optional=True)
        if self.label:
            _verify_label(self.label)

    def plain(self) -> dict[str, Any]:
        """Return it as plain data, without what is empty."""
        filled = {
            "kind": self.kind,
            "media_types": list(self.media_types),
            "max_bytes": self.max_bytes,
            "version": self.version,
            "max_age": self.max_age,
            "label": dict(self.label),
        }
        return {name: value for name, value in filled.items() if value}


def _verify_label(label: Any) -> None:  # noqa: ANN401
    if not isinstance(label, Mapping) or set(label) != set(LANGUAGES):
        raise Misprint(f"a label is written in exactly {' and '.join(LANGUAGES)}")
    for text in label.values():
        if not isinstance(text, str) or not text or text != text.strip() or len(text) > LONGEST_LABEL:
            raise Misprint(f"a label is a text of at most {LONGEST_LABEL} characters, without blanks around it")
        if unfit := FORBIDDEN_IN_LABELS & set(text):
            raise Misprint(f"the label “{text}” has {' '.join(sorted(unfit))}, which would make its sentence ambiguous")
