"""What a requirement is made of, read strictly from plain data: a misspelt rule must not be published."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from partners.programmes import alternatives, conditions, spans
from partners.programmes.evidence import EVIDENCE_KINDS, LANGUAGES, SIGNED, Accepts
from partners.programmes.reading import Misprint, build, texts

__all__ = ["EVIDENCE_KINDS", "LANGUAGES", "Accepts", "Misprint", "Spec", "Words", "read_all"]

SCOPES = ("partner", "offer", "add_on", "bundle")
KINDS = ("identity", "legal", "tax_payout", "security", "privacy", "reliability", "support", "catalogue_quality",
         "integration", "commercial")  # fmt: skip
LEVELS = ("mandatory", "recommended", "badge")
DECIDERS = ("check", "reviewer")
CAPABILITIES = ("list_public", "sell", "bundle", "payout", "new_sales", "metering")
PARTS = (
    "name",
    "summary",
    "description",
    "website",
    "video_url",
    "categories",
    "tags",
    "integrations",
    "data_classes",
    "data_locations",
    "plans",
    "prices",
    "logo",
    "screenshots",
    "kind",
    "compatibility",
)
KEY = re.compile(r"[A-Z]{2,5}-[0-9]{3}", re.ASCII)
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
BADGE = re.compile(r"[a-z][a-z0-9-]{0,39}", re.ASCII)
DUE_IN, GRACE, GRACE_OF_BADGES = "P30D", "P30D", "P60D"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A requirement in one language. `statement` is what a declaration declares or terms agree to, word for word."""

    title: str
    text: str
    why: str
    good: str
    bad: str
    calibration: str
    statement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """The content of one requirement revision.

    `due_in` is how long somebody has who sells already when it is newly asked, `grace` how long what it blocks stays
    open once it has lapsed, `valid_for` how long a good answer counts ("" for ever), `max_age` how old the result of a
    check gets before it is run again ("" when something changed), `touches` the parts of an offer whose change reopens
    it.
    """

    key: str
    kind: str
    level: str
    badge: str = ""
    decided_by: str
    check: str = ""
    blocks: tuple[str, ...] = ()
    due_in: str = DUE_IN
    grace: str = ""
    valid_for: str = ""
    max_age: str = ""
    touches: tuple[str, ...] = ()
    applies_if: conditions.Condition | None = None
    evidence: Mapping[str, Accepts] = field(hash=False)
    any_of: alternatives.AnyOf = ()
    words: Mapping[str, Words] = field(hash=False)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Self:
        """Read it from plain data. Raises Misprint, which begins with the key."""
        if not isinstance(data, Mapping):
            raise Misprint("a requirement is a table")
        try:
            evidence = {name: Accepts.read(item) for name, item in _table("evidence", data).items()}
            applies_if = data.get("applies_if")
            spec: Self = build(
                cls,
                {
                    **data,
                    "blocks": texts("blocks", data.get("blocks", ())),
                    "touches": texts("touches", data.get("touches", ())),
                    "grace": data.get("grace") or (GRACE_OF_BADGES if data.get("level") == "badge" else GRACE),
                    "applies_if": None if applies_if is None else conditions.read(applies_if),
                    "evidence": evidence,
                    "any_of": alternatives.read(data.get("any_of"), evidence),
                    "words": {name: _words(words) for name, words in _table("words", data).items()},
                },
            )
            spec.verify()
        except Misprint as misprint:
            raise Misprint(f"{data.get('key', 'a requirement without key')}: {misprint}") from None
        return spec

    def verify(self) -> None:
        """Raise Misprint unless its parts fit together."""
        self._verify_vocabulary()
        if (self.level == "badge") != bool(self.badge) or not BADGE.fullmatch(self.badge or "none"):
            raise Misprint("a badge is named, in small letters and hyphens, exactly where the level is badge")
        if self.blocks and self.level != "mandatory":
            raise Misprint("only what is mandatory blocks anything")
        if self.decided_by == "check" and not self.check:
            raise Misprint("a check decides it, so the check is named")
        for name in ("due_in", "grace", "valid_for", "max_age"):
            spans.verify(name, getattr(self, name), optional=name in ("valid_for", "max_age"))
        self._verify_evidence()
        self._verify_words()

    def _verify_vocabulary(self) -> None:
        if not KEY.fullmatch(self.key):
            raise Misprint("a key is two to five capitals, a hyphen and three digits, such as IDN-001")
        for name, value, known in (
            ("kind", self.kind, KINDS),
            ("level", self.level, LEVELS),
            ("decided_by", self.decided_by, DECIDERS),
        ):
            if value not in known:
                raise Misprint(f"{name} is “{value}”; known: {', '.join(known)}")
        for name, values, all_of_them in (("blocks", self.blocks, CAPABILITIES), ("touches", self.touches, PARTS)):
            if unknown := set(values) - set(all_of_them):
                raise Misprint(f"it {name} {sorted(unknown)}; known: {', '.join(all_of_them)}")

    def _verify_evidence(self) -> None:
        if not self.evidence:
            raise Misprint("it takes no evidence, so nothing could ever satisfy it")
        if unfit := [name for name in self.evidence if not NAME.fullmatch(name)]:
            raise Misprint(f"evidence is named in small letters, digits and underscores, not “{unfit[0]}”")
        if len(self.evidence) > 1:
            labels = [[accepts.label.get(language) for language in LANGUAGES] for accepts in self.evidence.values()]
            if not all(all(pair) for pair in labels) or any(
                len(set(column)) < len(column) for column in zip(*labels, strict=True)
            ):
                raise Misprint(
                    "where there are several pieces of evidence, each has a label of its own in each language"
                )

    def _verify_words(self) -> None:
        signed = [name for name, accepts in self.evidence.items() if accepts.kind in SIGNED]
        if len(signed) > 1:
            raise Misprint(f"{' and '.join(signed)} are both signed; a requirement has one statement")
        if set(self.words) != set(LANGUAGES):
            raise Misprint(f"it is written in exactly {' and '.join(LANGUAGES)}")
        if {bool(words.statement) for words in self.words.values()} != {bool(signed)}:
            raise Misprint("declarations and terms have a statement in each language, and nothing else has")

    @property
    def accepts(self) -> Accepts:
        """The first piece of evidence of the first alternative."""
        return self.evidence[self.any_of[0][0]]

    def plain(self) -> dict[str, Any]:
        """Return it as plain data, so that two equal contents are equal values."""
        return {
            "key": self.key,
            "kind": self.kind,
            "level": self.level,
            "badge": self.badge,
            "decided_by": self.decided_by,
            "check": self.check,
            "blocks": sorted(self.blocks),
            "due_in": self.due_in,
            "grace": self.grace,
            "valid_for": self.valid_for,
            "max_age": self.max_age,
            "touches": sorted(self.touches),
            "applies_if": conditions.plain(self.applies_if) if self.applies_if else None,
            "evidence": {name: accepts.plain() for name, accepts in self.evidence.items()},
            "any_of": [list(one) for one in self.any_of],
            "words": {language: asdict(words) for language, words in self.words.items()},
        }


def read_all(requirements: Sequence[Mapping[str, Any]]) -> list[Spec]:
    """Read a programme's requirements, in their order. Raises Misprint, also when a key comes twice."""
    specs = [Spec.read(data) for data in requirements]
    keys = [spec.key for spec in specs]
    if not keys:
        raise Misprint("a programme has at least one requirement")
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise Misprint(f"these keys come twice: {', '.join(sorted(twice))}")
    return specs


def _table(name: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, Mapping):
        raise Misprint(f"{name} is a table")
    return table


def _words(data: Mapping[str, Any]) -> Words:
    words: Words = build(Words, data)
    for name in Words.__dataclass_fields__:
        if name != "statement" and not getattr(words, name):
            raise Misprint(f"{name} is empty")
    return words
