"""What names and countries look like, for pages and REST alike."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

ONE_LINE = RegexValidator(
    r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$", _("Send one line, without control characters."), code="not-one-line"
)
COUNTRY = RegexValidator(
    r"\A[A-Z]{2}\Z", _("Send the country as two capital letters, such as FR."), code="not-a-country"
)
