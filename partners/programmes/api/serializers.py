"""How rule books look in the API, for the OpenAPI document."""

from rest_framework import serializers

from partners.programmes.diff import HOWS
from partners.programmes.specs import SCOPES

NUMBER = "1.0.0"


class EvidenceSpecSerializer(serializers.Serializer):
    """One piece of evidence; what is beside its kind depends on it."""

    name = serializers.CharField(help_text="Of this piece, within the requirement")
    title = serializers.CharField(allow_null=True, help_text="The same for people, where there are several")
    kind = serializers.CharField()
    max_age = serializers.CharField(required=False, help_text="How old it may be by its date of issue (P1Y)")
    media_types = serializers.ListField(child=serializers.CharField(), required=False, help_text="Of files")
    max_bytes = serializers.IntegerField(required=False, help_text="Of files")
    version = serializers.CharField(required=False, help_text="Of terms")


class SatisfiedBySerializer(serializers.Serializer):
    """What satisfies a requirement: any one of these sets of evidence. The sentence says the same."""

    sentence = serializers.CharField()
    any_of = serializers.ListField(child=EvidenceSpecSerializer(many=True))


class AppliesSerializer(serializers.Serializer):
    """Of whom it is asked. The sentence says the same as the condition; null stands for everybody."""

    sentence = serializers.CharField()
    condition = serializers.JSONField(allow_null=True)


class RequirementSerializer(serializers.Serializer):
    """One published revision of a requirement, in the reader's language (Accept-Language)."""

    rule_book = serializers.CharField()
    key = serializers.CharField()
    revision = serializers.IntegerField()
    in_force = serializers.BooleanField()
    kind = serializers.CharField()
    level = serializers.CharField(help_text="`mandatory`, `recommended` or `badge`")
    badge = serializers.CharField(allow_null=True)
    title = serializers.CharField()
    text = serializers.CharField()
    why = serializers.CharField()
    statement = serializers.CharField(
        allow_null=True, help_text="What a declaration declares, or the terms, word for word"
    )
    good_example = serializers.CharField()
    bad_example = serializers.CharField()
    calibration = serializers.CharField(help_text="How reviewers read it")
    sentence = serializers.CharField(help_text="What satisfies it and of whom it is asked, in one sentence")
    applies_if = AppliesSerializer()
    satisfied_by = SatisfiedBySerializer()
    decided_by = serializers.CharField(help_text="`check` or `reviewer`")
    blocks = serializers.ListField(child=serializers.CharField(), help_text="What stays closed without it")
    due_in = serializers.CharField(help_text="Time to meet it when it is newly asked of somebody who sells (P30D)")
    grace = serializers.CharField(help_text="How long what it blocks stays open once it has lapsed")
    valid_for = serializers.CharField(allow_null=True, help_text="How long an answer counts; null for ever")
    max_age = serializers.CharField(allow_null=True, help_text="After which the check is run again")
    touches = serializers.ListField(
        child=serializers.CharField(), help_text="Parts of an offer whose change reopens it"
    )
    published_at = serializers.DateTimeField()
    retired_at = serializers.DateTimeField(allow_null=True)
    url = serializers.CharField(help_text="Of this revision, for ever")
    page = serializers.CharField(help_text="The same for people")


class RequirementsSerializer(serializers.Serializer):
    """The requirements in force, in the order of the rule book."""

    results = RequirementSerializer(many=True)


class RuleBookVersionLineSerializer(serializers.Serializer):
    """A version in a list."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=["announced", "in_force", "retired", "withdrawn"])
    announced_at = serializers.DateTimeField()
    effective_at = serializers.DateTimeField()
    changelog = serializers.CharField(help_text="In the reader's language")
    sha256 = serializers.CharField()
    url = serializers.CharField()


class RuleBookVersionPageSerializer(serializers.Serializer):
    """A page of versions, the newest announcement first."""

    results = RuleBookVersionLineSerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


class RuleBookSerializer(serializers.Serializer):
    """What something is held to."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    scope = serializers.ChoiceField(choices=SCOPES, help_text="What is held to it")
    name = serializers.CharField()
    summary = serializers.CharField()
    by_operator = serializers.BooleanField(help_text="Nobody applies: the operator enters those it answers for")
    in_force = RuleBookVersionLineSerializer(allow_null=True)
    announced = RuleBookVersionLineSerializer(many=True, help_text="Not yet in force, the next one first")
    requirements = serializers.CharField(help_text="Address of the requirements in force")
    versions = serializers.CharField(help_text="Address of its versions")


class RuleBookPageSerializer(serializers.Serializer):
    """A page of rule books."""

    results = RuleBookSerializer(many=True)
    next_cursor = serializers.UUIDField(allow_null=True)


class EmergencySerializer(serializers.Serializer):
    """Why the notice was short, and who approved that."""

    approver = serializers.CharField()
    reason = serializers.CharField()


class RuleBookVersionSerializer(serializers.Serializer):
    """A version as it was announced; this answer never changes."""

    number = serializers.CharField()
    announced_at = serializers.DateTimeField()
    effective_at = serializers.DateTimeField()
    changelog = serializers.DictField(child=serializers.CharField(), help_text="By language")
    emergency = EmergencySerializer(allow_null=True)
    sha256 = serializers.CharField(
        help_text="Of `content` as JSON in UTF-8 with sorted keys and without blanks between them"
    )
    content = serializers.DictField(help_text="`programme`, `scope`, `number` and `requirements`, in all languages")


class FieldChangeSerializer(serializers.Serializer):
    """A part of a requirement that differs."""

    field = serializers.CharField()
    language = serializers.CharField(allow_null=True, help_text="Of texts")
    direction = serializers.ChoiceField(choices=["stricter", "eased", "reworded"])
    part = serializers.CharField(help_text="What the field is called")
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)


class RequirementChangeSerializer(serializers.Serializer):
    """How one requirement differs between two versions."""

    key = serializers.CharField()
    change = serializers.ChoiceField(choices=HOWS)
    demands_notice = serializers.BooleanField(help_text="Somebody who sells may have to do more")
    title = serializers.CharField()
    before = serializers.IntegerField(allow_null=True, help_text="Its revision in the first version")
    after = serializers.IntegerField(allow_null=True, help_text="Its revision in the second")
    fields = FieldChangeSerializer(many=True)  # type: ignore[assignment]


class RuleBookDiffSerializer(serializers.Serializer):
    """What changes from one version to another; before and after are in the reader's language."""

    rule_book = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()
    changes = RequirementChangeSerializer(many=True)


class QuestionSerializer(serializers.Serializer):
    """Something that decides whether a requirement is asked."""

    fact = serializers.CharField(help_text="The name of the query parameter")
    question = serializers.CharField()
    choices = serializers.DictField(child=serializers.CharField(), allow_null=True)
    answered = serializers.BooleanField()


class AskedSerializer(serializers.Serializer):
    """Whether one requirement is asked of somebody about whom this is known."""

    key = serializers.CharField()
    revision = serializers.IntegerField()
    level = serializers.CharField()
    title = serializers.CharField()
    applies = serializers.ChoiceField(choices=["yes", "no", "depends"])
    depends_on = serializers.ListField(child=serializers.CharField(), help_text="The open questions")
    why = serializers.CharField()
    satisfied_by = serializers.CharField()
    url = serializers.CharField()


class RuleBookPreviewSerializer(serializers.Serializer):
    """What a rule book would ask of somebody."""

    rule_book = serializers.CharField()
    version = serializers.CharField()
    questions = QuestionSerializer(many=True)
    requirements = AskedSerializer(many=True)
