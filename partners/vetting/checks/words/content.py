"""Findings about listings, texts, images and documents."""

from partners.vetting.checks.words.shape import FindingWords
from partners.vetting.checks.words.shape import marked as _

_LENGTH = _("A description of %(least)s to %(most)s letters.")
_ISSUED = _("The date on which the document was issued, written like 2026-01-31.")

CONTENT: dict[str, FindingWords] = {
    "price_differs": FindingWords(
        _("The listing says %(listed)s for the plan “%(plan)s”, which costs %(charged)s."),
        _("The listing says what the plan costs."),
        _("Correct the price in the listing, or in the plan."),
    ),
    "price_not_shown": FindingWords(
        _("The listing does not say what the plan “%(plan)s” costs, which is %(charged)s."),
        _("The listing says what each plan costs."),
        _("Add the price of the plan to the listing."),
    ),
    "logo_missing": FindingWords(
        _("There is no logo."),
        _("A logo with 256 to 4,096 pixels on each side and at most 1,024 kilobytes."),
        _("Upload a logo."),
    ),
    "logo_dimensions": FindingWords(
        _("The logo has %(width)s × %(height)s pixels."),
        _("256 to 4,096 pixels on each side."),
        _("Export the logo in another size and upload it again."),
    ),
    "logo_too_heavy": FindingWords(
        _("The logo has %(kilobytes)s kilobytes."),
        _("At most 1,024 kilobytes."),
        _("Compress the logo and upload it again."),
    ),
    "text_missing": FindingWords(
        _("There is no description."),
        _("A description in at least one language."),
        _("Write what the product does, for whom, and what customers need to have."),
    ),
    "text_too_short": FindingWords(
        _("The description in the language “%(language)s” has %(letters)s letters."),
        _LENGTH,
        _("Say what the product does, for whom, and what customers need to have."),
    ),
    "text_too_long": FindingWords(
        _("The description in the language “%(language)s” has %(letters)s letters."),
        _LENGTH,
        _("Leave out what belongs into the documentation, and link to that."),
    ),
    "text_other_language": FindingWords(
        _("The description in the language “%(language)s” seems to be written in “%(seems)s”."),
        _("A description in the language that it is given for."),
        _("Translate it, or give it for the language in which it is written."),
    ),
    "data_classes_undeclared": FindingWords(
        _("It was not declared which data of customers is handled."),
        _("A list of the classes of data; “none” is one of them."),
        _("Declare the classes of data that you handle."),
    ),
    "data_processing_agreement_missing": FindingWords(
        _("Personal data is handled (%(classes)s), and there is no data-processing agreement."),
        _("A data-processing agreement that customers can conclude."),
        _("Submit the agreement as a file, or the address at which it can be read."),
    ),
    "issued_on_missing": FindingWords(
        _("The date of issue was not given."),
        _ISSUED,
        _("Submit the document again with its date of issue."),
    ),
    "issued_in_future": FindingWords(
        _("The date of issue, %(issued_on)s, is to come."),
        _ISSUED,
        _("Compare the date with the document and submit it again."),
    ),
    "evidence_too_old": FindingWords(
        _("The document was issued on %(issued_on)s."),
        _("A document that was issued on %(oldest)s or later."),
        _("Submit a newer document, or a confirmation that it still holds."),
    ),
}
