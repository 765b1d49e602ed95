"""Findings about what the partner's profile, declarations and signatures say."""

from partners.vetting.checks.words.shape import FindingWords
from partners.vetting.checks.words.shape import marked as _

PROFILE: dict[str, FindingWords] = {
    "contact_not_confirmed": FindingWords(
        _("The present contact address is not confirmed."),
        _("The link in the mail to the present address was followed."),
        _("Ask for the confirmation mail and follow its link."),
    ),
    "statement_not_confirmed": FindingWords(
        _("The statement was not confirmed."),
        _("The statement is confirmed as it is written."),
        _("Read the statement and submit it again with “confirmed” set to true."),
    ),
    "person_missing": FindingWords(
        _("No name of a person was given."),
        _("The full name of the person who signs."),
        _("Submit it again with the full name in “person”."),
    ),
    "role_missing": FindingWords(
        _("The role of the person was not given."),
        _("The role in which the person signs for the organisation."),
        _("Submit it again with the role in “role”."),
    ),
    "terms_version_differs": FindingWords(
        _("Version %(accepted)s was accepted."),
        _("Version %(required)s is accepted."),
        _("Read the terms in the version %(required)s and accept that one."),
    ),
    "vat_id_missing": FindingWords(
        _("The partner profile has no VAT id any more."),
        _("The VAT id of the organisation, with its country code."),
        _("Give the VAT id in the partner profile."),
    ),
    "vat_id_other_country": FindingWords(
        _("%(vat_id)s does not begin with %(expected)s."),
        _("A VAT id of the country of the organisation, which begins with %(expected)s."),
        _("Give the VAT id of that country with its country code, or correct the country of the organisation."),
    ),
    "vat_id_malformed": FindingWords(
        _("%(vat_id)s has a length or signs that VAT ids of its country do not have."),
        _("A VAT id as it stands in the registration, with its country code."),
        _("Compare it with your registration and give it again."),
    ),
    "vat_id_checksum": FindingWords(
        _("The check digits of %(vat_id)s are wrong, so a digit is mistyped or two are swapped."),
        _("A VAT id whose check digits are right."),
        _("Compare it digit by digit with your registration and give it again."),
    ),
    "iban_missing": FindingWords(
        _("No IBAN was given."),
        _("The IBAN of an account of the organisation."),
        _("Give the IBAN as it stands on a statement of the account."),
    ),
    "iban_malformed": FindingWords(
        _("%(iban)s has a length or signs that IBANs of its country do not have."),
        _("An IBAN, which begins with the code of its country."),
        _("Compare it with a statement of the account and give it again."),
    ),
    "iban_checksum": FindingWords(
        _("The check digits of %(iban)s are wrong, so a digit is mistyped or two are swapped."),
        _("An IBAN whose check digits are right."),
        _("Compare it digit by digit with a statement of the account and give it again."),
    ),
    "members_without_second_factor": FindingWords(
        _("%(without)s of %(members)s members sign in without a second factor."),
        _("Every member of the organisation signs in with a second factor."),
        _("Ask these members to switch on a second factor in their account, or remove them."),
    ),
}
