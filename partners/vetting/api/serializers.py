"""The shapes of this room's answers and questions."""

from typing import Any

from django.core.validators import RegexValidator
from rest_framework import serializers

from core.web.serializers import StrictSerializer, Text
from partners.programmes.api.serializers import SatisfiedBySerializer
from partners.vetting.models import APPLICATION_MOVES, ASSESSMENT_MOVES
from partners.vetting.rounds import SEVERITIES, TYPES

LONGEST_SENTENCE = 2000
ONE_LINE = RegexValidator(
    r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$",
    "Send one line, without line breaks or control characters.",
    code="not-one-line",
)
CODE = RegexValidator(
    r"^[a-z][a-z0-9_]{2,39}\Z", "A code is lower-case letters, digits and underscores.", code="not-a-code"
)
NAMES = ["partner", "platform", "none"]
CAPABILITY_STATUSES = ["active", "restricted", "pending", "off"]
DUE_STATUSES = [
    "met",
    "not_applicable",
    "waived",
    "pending_verification",
    "eventually_due",
    "currently_due",
    "past_due",
]


class ApplyingSerializer(StrictSerializer):
    """An application to be opened."""

    partner = serializers.UUIDField()
    programme = Text(max_length=40, help_text="The code of the programme")


class SubjectSerializer(serializers.Serializer):
    """What of the partner's an application is about, such as an offer."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class ApplicationSerializer(serializers.Serializer):
    """A partner's way through a programme."""

    id = serializers.UUIDField()
    partner = serializers.UUIDField()
    partner_name = serializers.CharField()
    subject = SubjectSerializer(allow_null=True, help_text="An offer; null: the partner itself")
    programme = serializers.CharField()
    state = serializers.ChoiceField(choices=[(state, state) for state in APPLICATION_MOVES.states])
    opened_at = serializers.DateTimeField()
    vetted_at = serializers.DateTimeField(allow_null=True)
    requirements = serializers.CharField(help_text="Address of the board")


class ApplicationPageSerializer(serializers.Serializer):
    """A page of applications."""

    results = ApplicationSerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


class OpenFindingSerializer(serializers.Serializer):
    """What was found wrong, against which published revision, and what mends it."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    type = serializers.ChoiceField(choices=TYPES, help_text="Advice never stands in the way")
    severity = serializers.ChoiceField(choices=SEVERITIES)
    key = serializers.CharField()
    revision = serializers.IntegerField()
    observed = serializers.CharField()
    expected = serializers.CharField()
    fix = serializers.CharField()
    evidence = serializers.UUIDField(help_text="The evidence it was found in")
    where = serializers.CharField(help_text="In the evidence, such as a page; may be empty")
    how_to_reproduce = serializers.CharField(help_text="May be empty")
    late = serializers.BooleanField(
        help_text="An earlier round should have found it: while it is mended, the marketplace's clock runs"
    )
    mend_by = serializers.DateTimeField(allow_null=True, help_text="The deadline of a vulnerability")
    found_by = serializers.ChoiceField(choices=[("check", "check"), ("reviewer", "reviewer")])
    found_at = serializers.DateTimeField()


class EvidenceSummarySerializer(serializers.Serializer):
    """The evidence that the present status is about."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    round = serializers.IntegerField()
    submitted_at = serializers.DateTimeField()


class PlaceSerializer(serializers.Serializer):
    """A place in the reviewers' queue, and how long that takes; in business hours of the marketplace."""

    position = serializers.IntegerField(help_text="1 is looked at next")
    clock = serializers.ChoiceField(choices=["partner", "platform"], help_text="Whose time runs")
    elapsed_business_hours = serializers.FloatField()
    goal_business_hours = serializers.FloatField(help_text="What nine decisions of ten keep to")
    limit_business_hours = serializers.FloatField(help_text="After this a decision is late")
    due_at = serializers.DateTimeField(allow_null=True)
    decided_last_90d = serializers.IntegerField(help_text="Decisions on this requirement")
    p50_last_90d = serializers.FloatField(allow_null=True)
    p90_last_90d = serializers.FloatField(allow_null=True)


class ImpactSerializer(serializers.Serializer):
    """What a capability becomes."""

    capability = serializers.CharField()
    status = serializers.ChoiceField(choices=CAPABILITY_STATUSES)

    def get_fields(self) -> dict[str, Any]:
        """Add `from`, which is no name in Python."""
        return {**super().get_fields(), "from": serializers.DateTimeField(allow_null=True)}


class EntrySerializer(serializers.Serializer):
    """One requirement on the board: how it stands, whose turn it is, and what to do."""

    key = serializers.CharField()
    revision = serializers.IntegerField()
    title = serializers.CharField()
    kind = serializers.CharField()
    level = serializers.CharField()
    status = serializers.ChoiceField(choices=[(state, state) for state in ASSESSMENT_MOVES.states])
    since = serializers.DateTimeField()
    awaiting_action_from = serializers.ChoiceField(choices=[(name, name) for name in NAMES])
    next_step = serializers.CharField()
    due_status = serializers.ChoiceField(choices=[(name, name) for name in DUE_STATUSES])
    deadline = serializers.DateTimeField(allow_null=True, help_text="When somebody should have acted")
    grace_until = serializers.DateTimeField(allow_null=True, help_text="When it begins to cost")
    requested_because = serializers.ListField(child=serializers.CharField())
    impact = ImpactSerializer(many=True, help_text="What becomes of which capability when, if nothing is done")
    blocks = serializers.ListField(child=serializers.CharField(), help_text="Capabilities that wait for it")
    satisfied_by = SatisfiedBySerializer()
    in_hand = serializers.ListField(
        child=serializers.CharField(), help_text="The pieces that have come for the answer under way, by name"
    )
    still_needed = serializers.ListField(
        child=serializers.CharField(), help_text="The pieces that the alternative nearest to complete still lacks"
    )
    evidence = EvidenceSummarySerializer(allow_null=True)
    findings = OpenFindingSerializer(many=True)
    queue = PlaceSerializer(allow_null=True, help_text="While a person has to decide")
    links = serializers.DictField(child=serializers.CharField())


class AwaitingSerializer(serializers.Serializer):
    """How many of the requirements that are needed first, to be listed, await whom."""

    partner = serializers.IntegerField()
    platform = serializers.IntegerField()


class SummarySerializer(serializers.Serializer):
    """The board in one sentence."""

    next_deadline = serializers.DateTimeField(allow_null=True)
    next_deadline_status = serializers.ChoiceField(choices=[(name, name) for name in DUE_STATUSES], allow_null=True)
    awaiting = AwaitingSerializer()
    message = serializers.CharField()


class VersionInForceSerializer(serializers.Serializer):
    """The version of the rule book in force."""

    id = serializers.CharField()
    version = serializers.CharField()
    effective_at = serializers.DateTimeField()


class NextStepSerializer(serializers.Serializer):
    """What a capability becomes at an instant if nothing is done until then."""

    at = serializers.DateTimeField()
    status = serializers.ChoiceField(choices=CAPABILITY_STATUSES)
    reason = serializers.CharField()


class CapabilitySerializer(serializers.Serializer):
    """Whether something may be done, why, since when, and what comes next."""

    status = serializers.ChoiceField(choices=CAPABILITY_STATUSES)
    reason = serializers.CharField(help_text="met, in_grace, hidden, sales_stopped, suspended, not_met, not_granted")
    since = serializers.DateTimeField(allow_null=True)
    next = NextStepSerializer(allow_null=True)
    missing = serializers.ListField(child=serializers.CharField(), help_text="Keys of the requirements to mend")


class ChangeForYouSerializer(serializers.Serializer):
    """What an announced version changes for the subject."""

    key = serializers.CharField()
    change = serializers.ChoiceField(choices=["new", "stricter", "eased", "gone"])
    your_status = serializers.CharField()
    awaiting_action_from = serializers.ChoiceField(choices=[(name, name) for name in NAMES])
    first_deadline = serializers.DateTimeField(allow_null=True, help_text="For somebody who sells by then")


class FutureSerializer(serializers.Serializer):
    """The version that is announced."""

    rule_book_version = serializers.CharField()
    effective_at = serializers.DateTimeField()
    diff_for_you = ChangeForYouSerializer(many=True)


class BoardSerializer(serializers.Serializer):
    """What is due, why, and who must act."""

    application = serializers.UUIDField()
    partner = serializers.UUIDField()
    subject = SubjectSerializer(allow_null=True, help_text="An offer; null: the partner itself")
    programme = serializers.CharField()
    state = serializers.CharField()
    summary = SummarySerializer()
    rule_book = VersionInForceSerializer(allow_null=True)
    capabilities = serializers.DictField(child=serializers.ChoiceField(choices=CAPABILITY_STATUSES))
    standing = serializers.DictField(child=CapabilitySerializer())
    entries = EntrySerializer(many=True)
    future = FutureSerializer(allow_null=True)


class PartnerRequirementsSerializer(serializers.Serializer):
    """All that a partner itself is asked, and what it may do."""

    partner = serializers.UUIDField()
    capabilities = serializers.DictField(child=CapabilitySerializer())
    boards = BoardSerializer(many=True)


class EvidenceSerializer(serializers.Serializer):
    """Evidence as it was submitted; it never changes."""

    id = serializers.UUIDField()
    application = serializers.UUIDField()
    key = serializers.CharField()
    revision = serializers.IntegerField()
    name = serializers.CharField(help_text="Which piece of the requirement's evidence it is")
    round = serializers.IntegerField()
    kind = serializers.CharField()
    sha256 = serializers.CharField(allow_null=True, help_text="Of the file, in hexadecimal")
    data = serializers.DictField()  # type: ignore[assignment]
    submitted_at = serializers.DateTimeField()
    submitted_by = serializers.CharField()
    download = serializers.CharField(allow_null=True, help_text="Where a link to the file is to be had")


class DownloadSerializer(serializers.Serializer):
    """A link to a file, for a short time."""

    url = serializers.CharField()
    expires_at = serializers.DateTimeField()
