"""Evidence as it is handed to `submit_evidence`: one value class for each kind that a partner can submit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from core.storage.models import Upload
from partners.vetting.models import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedOffered:
    """Something that was issued on a day and holds until another, as it says itself; either may be left out."""

    issued_on: date | None = None
    expires_on: date | None = None

    def days(self) -> dict[str, str]:
        """Return the days that are given, as they are kept."""
        given = {"issued_on": self.issued_on, "expires_on": self.expires_on}
        return {name: day.isoformat() for name, day in given.items() if day is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOffered(DatedOffered):
    """A completed upload, and the days that the document in it names."""

    kind: ClassVar[str] = "file"
    upload: Upload

    def data(self) -> dict[str, Any]:
        """Return what is kept beside the upload itself."""
        return {
            "filename": self.upload.filename,
            "content_type": self.upload.content_type,
            "size": self.upload.size,
            **self.days(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalRefOffered(DatedOffered):
    """Where somebody else keeps the proof: the number of an entry in a register, or of a report."""

    kind: ClassVar[str] = "external_ref"
    register: str
    reference: str
    url: str = ""

    def data(self) -> dict[str, Any]:
        """Return what is kept."""
        kept = {"register": self.register, "reference": self.reference, "url": self.url}
        return {name: value for name, value in kept.items() if value} | self.days()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformanceRunOffered:
    """What `partner-check` found at the partner's, against the rule book with this hash: a claim, never our verdict.

    `rule_book` has `version` and `sha256`; each result a `key`, an `outcome` and the codes of its findings.
    """

    kind: ClassVar[str] = "conformance_run"
    rule_book: Mapping[str, str]
    ran_at: datetime
    results: Sequence[Mapping[str, Any]]

    def data(self) -> dict[str, Any]:
        """Return what is kept."""
        return {
            "rule_book": dict(self.rule_book),
            "ran_at": self.ran_at.isoformat(),
            "results": [dict(result) for result in self.results],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierOffered:
    """Evidence that was submitted before, for this or another requirement: shown once more as it is."""

    earlier: Evidence

    @property
    def kind(self) -> str:
        """The kind that it had then."""
        return self.earlier.kind

    @property
    def upload(self) -> Upload | None:
        """The file, where it is one."""
        return self.earlier.upload

    def data(self) -> dict[str, Any]:
        """Return what was kept then."""
        return dict(self.earlier.data)


@dataclass(frozen=True, slots=True, kw_only=True)
class UrlOffered:
    """The address of a page or service."""

    kind: ClassVar[str] = "url"
    url: str

    def data(self) -> dict[str, Any]:
        """Return what is kept."""
        return {"url": self.url}


@dataclass(frozen=True, slots=True, kw_only=True)
class IbanOffered:
    """The number of a bank account; kept without the blanks that it is written with."""

    kind: ClassVar[str] = "iban"
    iban: str

    def data(self) -> dict[str, Any]:
        """Return what is kept."""
        return {"iban": "".join(self.iban.split()).upper()}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationOffered:
    """A person in a role declares the requirement's statement."""

    kind: ClassVar[str] = "declaration"
    confirmed: bool
    person: str
    role: str

    def data(self) -> dict[str, Any]:
        """Return what is kept."""
        return {"confirmed": self.confirmed, "person": self.person, "role": self.role}


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsOffered:
    """A person in a role accepts the terms in a version."""

    kind: ClassVar[str] = "terms"
    version: str
    person: str
    role: str

    def data(self) -> dict[str, Any]:
        """Return what is kept."""
        return {"version": self.version, "person": self.person, "role": self.role}


@dataclass(frozen=True, slots=True, kw_only=True)
class VatIdOffered:
    """The VAT id; it goes into the partner's profile, which is the one place that holds it."""

    kind: ClassVar[str] = "vat_id"
    vat_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeOffered:
    """A wish to have something looked at: the address given, else what the profile names as the web site."""

    kind: ClassVar[str] = "probe"
    url: str = ""

    def data(self) -> dict[str, Any]:
        """Return what is kept."""
        return {"url": self.url} if self.url else {}


# What is kept as it came.
Kept = (
    FileOffered
    | UrlOffered
    | ExternalRefOffered
    | ConformanceRunOffered
    | EarlierOffered
    | DeclarationOffered
    | TermsOffered
    | IbanOffered
    | ProbeOffered
)
Offered = Kept | VatIdOffered
