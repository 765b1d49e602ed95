"""The shapes in which evidence comes, one for each kind, and what they say."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError as DjangoError
from django.core.validators import RegexValidator, URLValidator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from core.accounts.principals import Principal
from core.refusals import Invalid
from core.storage.models import Upload
from core.web.addressing import named
from core.web.serializers import Flag, StrictSerializer, Text, read
from partners.vetting.api.serializers import CODE, ONE_LINE
from partners.vetting.models import Evidence
from partners.vetting.offered import (
    ConformanceRunOffered,
    DeclarationOffered,
    EarlierOffered,
    ExternalRefOffered,
    FileOffered,
    IbanOffered,
    Offered,
    ProbeOffered,
    TermsOffered,
    UrlOffered,
    VatIdOffered,
)

LONGEST_URL = 300
WEB_ADDRESS = URLValidator(
    schemes=["https"], message="Send the whole address, such as https://example.com/help.", code="not-a-web-address"
)
KEY = RegexValidator(r"^[A-Z]{2,5}-[0-9]{3}\Z", "A key is like SEC-014.", code="not-a-key")
DAY = RegexValidator(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", "Send a day like 2026-01-31.", code="not-a-day")
SHA256 = RegexValidator(r"^[0-9a-f]{64}\Z", "Send 64 hexadecimal digits in small letters.", code="not-a-sha-256")
MOST_REQUIREMENTS = 20
MOST_RESULTS = 200
MOST_CODES = 20


@extend_schema_field(OpenApiTypes.DATE)
class Day(Text):
    """A day of the calendar, in ISO 8601."""

    def to_internal_value(self, data: Any) -> date:  # type: ignore[override]  # noqa: ANN401
        """Return the day. Raises ValidationError."""
        text = super().to_internal_value(data)
        try:
            DAY(text)
            return date.fromisoformat(text)
        except (ValueError, DjangoError):
            raise serializers.ValidationError("Send a day like 2026-01-31.", code="not-a-day") from None


class Submission(StrictSerializer):
    """What every kind has."""

    name = Text(
        max_length=40,
        required=False,
        validators=[ONE_LINE],
        help_text="Which piece it is, where the requirement takes several of the kind: a name in `satisfied_by`",
    )


class Dated(Submission):
    """Something with days on it."""

    issued_on = Day(required=False, help_text="The day of issue that it names; needed where its age matters")
    expires_on = Day(required=False, help_text="The last day on which it holds, where it names one")


class FileEvidence(Dated):
    """A completed upload; one upload may be evidence for several requirements."""

    kind = serializers.ChoiceField(choices=["file"])
    upload = serializers.UUIDField()


class UrlEvidence(Submission):
    """The address of a page or service."""

    kind = serializers.ChoiceField(choices=["url"])
    url = Text(max_length=LONGEST_URL, validators=[WEB_ADDRESS])


class DeclarationEvidence(Submission):
    """The requirement's statement, declared by a person in a role. The address it comes from is kept with it."""

    kind = serializers.ChoiceField(choices=["declaration"])
    confirmed = Flag(help_text="True declares the statement as it is written")
    person = Text(max_length=150, allow_blank=True, validators=[ONE_LINE], help_text="Full name")
    role = Text(max_length=150, allow_blank=True, validators=[ONE_LINE])


class TermsEvidence(Submission):
    """Terms, accepted in a version by a person in a role. The address it comes from is kept with it."""

    kind = serializers.ChoiceField(choices=["terms"])
    version = Text(max_length=20, validators=[ONE_LINE])
    person = Text(max_length=150, allow_blank=True, validators=[ONE_LINE], help_text="Full name")
    role = Text(max_length=150, allow_blank=True, validators=[ONE_LINE])


class VatIdEvidence(Submission):
    """A VAT id; it is put into the partner profile."""

    kind = serializers.ChoiceField(choices=["vat_id"])
    vat_id = Text(max_length=40, validators=[ONE_LINE], help_text="With its country code")


class IbanEvidence(Submission):
    """The number of the account to be paid to."""

    kind = serializers.ChoiceField(choices=["iban"])
    iban = Text(max_length=50, validators=[ONE_LINE], help_text="Blanks do not matter")


class ProbeEvidence(Submission):
    """A wish to have it looked at now: the address given, else the web site of the profile."""

    kind = serializers.ChoiceField(choices=["probe"])
    url = Text(max_length=LONGEST_URL, required=False, validators=[WEB_ADDRESS])


class ExternalRefEvidence(Dated):
    """The number of an entry in a register, or of a report, that somebody else keeps."""

    kind = serializers.ChoiceField(choices=["external_ref"])
    register = Text(max_length=120, validators=[ONE_LINE], help_text="Who keeps it, such as “Handelsregister Berlin”")
    reference = Text(max_length=120, validators=[ONE_LINE], help_text="Its number there")
    url = Text(max_length=LONGEST_URL, required=False, validators=[WEB_ADDRESS], help_text="Where it can be looked up")


class RunAgainst(StrictSerializer):
    """The rule book that a run was made against."""

    version = Text(max_length=20, validators=[ONE_LINE])
    sha256 = Text(max_length=64, validators=[SHA256], help_text="As it was downloaded, in hexadecimal")


class RunResult(StrictSerializer):
    """What the run found for one requirement, in the words of `partner-check --json`."""

    key = Text(max_length=10, validators=[KEY])
    outcome = serializers.ChoiceField(choices=["pass", "fail", "missing", "unclear", "person", "not_asked"])
    findings = serializers.ListField(child=Text(max_length=40, validators=[CODE]), max_length=MOST_CODES, default=list)


class ConformanceRunEvidence(Submission):
    """What `partner-check` found at the partner's. It is kept as a claim; our own checks or a person decide."""

    kind = serializers.ChoiceField(choices=["conformance_run"])
    rule_book = RunAgainst()
    ran_at = serializers.DateTimeField()
    results = serializers.ListField(child=RunResult(), min_length=1, max_length=MOST_RESULTS)


class EarlierEvidence(Submission):
    """Evidence that the partner has submitted before, for another requirement or an earlier round."""

    kind = serializers.ChoiceField(choices=["evidence"])
    evidence = serializers.UUIDField()


EVIDENCE: dict[str, type[Submission]] = {
    "file": FileEvidence,
    "url": UrlEvidence,
    "declaration": DeclarationEvidence,
    "terms": TermsEvidence,
    "vat_id": VatIdEvidence,
    "iban": IbanEvidence,
    "probe": ProbeEvidence,
    "external_ref": ExternalRefEvidence,
    "conformance_run": ConformanceRunEvidence,
    "evidence": EarlierEvidence,
}
EvidenceRequest = PolymorphicProxySerializer(
    component_name="Submission", serializers={**EVIDENCE}, resource_type_field_name="kind"
)


class AskedSerializer(StrictSerializer):
    """A requirement, and which of its pieces something is."""

    key = Text(max_length=10, validators=[KEY])
    name = Text(max_length=40, required=False, validators=[ONE_LINE])


class ForSeveral(StrictSerializer):
    """One document for several requirements of an application."""

    evidence = serializers.DictField(
        help_text="One submission of a file, url, external_ref, conformance_run, or earlier"
    )
    requirements = serializers.ListField(child=AskedSerializer(), min_length=1, max_length=MOST_REQUIREMENTS)


def read_evidence(data: Any) -> dict[str, Any]:  # noqa: ANN401
    """Read the body by its `kind`. Raises Invalid and ValidationError."""
    kind = data.get("kind") if isinstance(data, Mapping) else None
    if not isinstance(kind, str) or kind not in EVIDENCE:
        raise Invalid.field(
            "kind", f"Send an object whose “kind” is one of: {', '.join(EVIDENCE)}.", code="unknown-kind"
        )
    return read(EVIDENCE[kind], data)


def offered(values: Mapping[str, Any], principal: Principal) -> Offered:
    """Return what was read as evidence; what it names is looked up among what the principal may see."""
    said = {name: value for name, value in values.items() if name not in ("kind", "name")}
    match values["kind"]:
        case "file":
            return FileOffered(
                **{**said, "upload": named(Upload.objects.visible_to(principal), "upload", said["upload"])}
            )
        case "evidence":
            rows = Evidence.objects.visible_to(principal).select_related("upload", "assessment__application")
            return EarlierOffered(earlier=named(rows, "evidence", said["evidence"]))
        case kind:
            found: Offered = _AS_SAID[kind](**said)
            return found


_AS_SAID: dict[str, Any] = {
    "url": UrlOffered,
    "declaration": DeclarationOffered,
    "terms": TermsOffered,
    "vat_id": VatIdOffered,
    "iban": IbanOffered,
    "probe": ProbeOffered,
    "external_ref": ExternalRefOffered,
    "conformance_run": ConformanceRunOffered,
}
