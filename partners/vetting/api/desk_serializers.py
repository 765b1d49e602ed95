"""The shapes of the reviewers' desk."""

from rest_framework import serializers

from core.web.serializers import Flag, StrictSerializer, Text, Whole
from partners.vetting.api.serializers import CODE, LONGEST_SENTENCE, ONE_LINE, PlaceSerializer, SubjectSerializer
from partners.vetting.rounds import SEVERITIES, TYPES


class WrittenFindingSerializer(StrictSerializer):
    """A finding as a reviewer writes it. It is about the requirement that is decided on, and no other."""

    code = Text(max_length=40, validators=[CODE], help_text="Such as document_too_old")
    observed = Text(max_length=LONGEST_SENTENCE)
    expected = Text(max_length=LONGEST_SENTENCE)
    fix = Text(max_length=LONGEST_SENTENCE)
    type = serializers.ChoiceField(choices=TYPES, default="blocking", help_text="Advice never stands in the way")
    severity = serializers.ChoiceField(choices=SEVERITIES, default="medium")
    where = Text(
        max_length=200, default="", allow_blank=True, validators=[ONE_LINE], help_text="In the evidence, such as a page"
    )
    how_to_reproduce = Text(max_length=LONGEST_SENTENCE, default="", allow_blank=True)
    late = Flag(
        default=False,
        help_text="Admits that an earlier round should have found it; only for what is critical or high",
    )


class DecisionSerializer(StrictSerializer):
    """A reviewer's decision on one piece of evidence."""

    outcome = serializers.ChoiceField(choices=["accept", "refuse"])
    evidence = serializers.UUIDField(help_text="The evidence you looked at")
    revision = Whole(
        required=False,
        min_value=1,
        max_value=32767,
        help_text="The revision of the requirement you read; when another is in force, nothing is decided (409)",
    )
    findings = serializers.ListField(
        child=WrittenFindingSerializer(),
        required=False,
        default=list,
        max_length=20,
        help_text="All that is wrong, when refusing; and advice",
    )


class ClaimSerializer(serializers.Serializer):
    """Who has taken something, and until when nobody else can."""

    reviewer = serializers.UUIDField()
    name = serializers.CharField()
    yours = serializers.BooleanField()
    until = serializers.DateTimeField()
    note = serializers.CharField(help_text="From whoever handed it over; may be empty")


class HandOverSerializer(StrictSerializer):
    """To whom something is handed over."""

    reviewer = serializers.UUIDField(help_text="From GET /api/v1/vetting/reviewers")
    note = Text(max_length=LONGEST_SENTENCE, default="", allow_blank=True)


class ReviewerSerializer(serializers.Serializer):
    """A person on staff who may decide."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class ReviewersSerializer(serializers.Serializer):
    """Everybody on staff who may decide."""

    results = ReviewerSerializer(many=True)


class QueueEntrySerializer(serializers.Serializer):
    """Evidence that waits for a reviewer."""

    application = serializers.UUIDField()
    partner = serializers.UUIDField()
    partner_name = serializers.CharField()
    subject = SubjectSerializer(allow_null=True, help_text="An offer; null: the partner itself")
    programme = serializers.CharField()
    key = serializers.CharField()
    revision = serializers.IntegerField()
    title = serializers.CharField()
    round = serializers.IntegerField()
    evidence = serializers.UUIDField()
    waiting_since = serializers.DateTimeField()
    queue = PlaceSerializer()
    claim = ClaimSerializer(allow_null=True)
    links = serializers.DictField(child=serializers.CharField())


class QueueSerializer(serializers.Serializer):
    """A page of the queue, oldest first."""

    results = QueueEntrySerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)
