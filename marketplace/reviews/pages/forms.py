"""Forms by which reviews are written, answered, reported and moderated."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from catalog.listings.ratings import STARS
from core.accounts.models import Organisation
from core.accounts.naming import ONE_LINE
from marketplace.reviews.models import ABOUT
from marketplace.reviews.rules import LANGUAGES, REASON, TEXT, TITLE, review_errors
from marketplace.reviews.wording import REASONS

_STARS = {
    5: _("5 stars: excellent"),
    4: _("4 stars: good"),
    3: _("3 stars: fair"),
    2: _("2 stars: poor"),
    1: _("1 star: bad"),
}


def _plain(text: str) -> None:
    """Refuse what the rules refuse of a text that is neither empty nor too long."""
    if text and review_errors({"text": text[:TEXT]}):
        raise ValidationError(
            _("Control characters and characters that change the writing direction are not accepted."), code="not-plain"
        )


def _text(label: Any, longest: int, rows: int, **attributes: Any) -> forms.CharField:  # noqa: ANN401
    return forms.CharField(
        label=label, max_length=longest, validators=[_plain], widget=forms.Textarea(attrs={"rows": rows}), **attributes
    )


def _language() -> forms.ChoiceField:
    names = [(code, capfirst(LANG_INFO[code]["name_local"])) for code in LANGUAGES]
    return forms.ChoiceField(label=_("Language it is written in"), choices=names)


class ReviewForm(forms.Form):
    """What an organisation says of an offer; `version` is the one that was on the page."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    organisation = forms.ModelChoiceField(
        label=_("For"), queryset=Organisation.objects.none(), empty_label=None, to_field_name="pk"
    )
    stars = forms.TypedChoiceField(
        label=_("Stars"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=[(stars, _STARS[stars]) for stars in reversed(STARS)],
    )
    title = forms.CharField(label=_("In one line"), max_length=TITLE, validators=[ONE_LINE, _plain])
    text = _text(_("Your experience"), TEXT, 8)
    language = _language()

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        mine = Organisation.objects.filter(pk__in=[one.pk for one in organisations]).order_by("name", "pk")
        field = cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"])
        field.queryset = mine
        if len(organisations) == 1:
            field.widget = forms.HiddenInput()


class ReplyForm(forms.Form):
    """What a partner answers."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
    text = _text(_("Your reply"), TEXT, 6, help_text=_("Everybody reads it below the review."))
    language = _language()


class ReportForm(forms.Form):
    """Why words should not stand there."""

    about = forms.ChoiceField(choices=[(one, one) for one in ABOUT], widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=list(REASONS.items()), widget=forms.RadioSelect
    )
    detail = _text(_("What our staff should know"), REASON, 3, required=False)


class ModerationForm(forms.Form):
    """What staff decide, and why."""

    about = forms.ChoiceField(choices=[(one, one) for one in ABOUT], widget=forms.HiddenInput)
    outcome = forms.ChoiceField(choices=[(one, one) for one in ("hide", "restore", "dismiss")])
    reason = _text(
        _("Reason"),
        REASON,
        3,
        required=False,
        help_text=_(
            "Needed to hide and to restore. Author and partner are told, and everybody reads why it is hidden."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where one is published."""
        values = super().clean() or {}
        if values.get("outcome") in ("hide", "restore") and not values.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why: it is published."))
        return values
