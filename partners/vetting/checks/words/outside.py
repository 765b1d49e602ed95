"""Findings about domains, servers, public pages and webhooks."""

from partners.vetting.checks.words.shape import FindingWords
from partners.vetting.checks.words.shape import marked as _

OUTSIDE: dict[str, FindingWords] = {
    "domain_record_missing": FindingWords(
        _("%(domain)s has no TXT record of ours."),
        _("A TXT record of the domain that holds %(record)s."),
        _("Add the TXT record %(record)s to the domain, wait until it is published, and submit again."),
    ),
    "domain_record_differs": FindingWords(
        _("The TXT record of %(domain)s holds another token."),
        _("A TXT record of the domain that holds %(record)s."),
        _("Replace the record by %(record)s, wait until it is published, and submit again."),
    ),
    "domain_file_differs": FindingWords(
        _("%(address)s holds something else than the token."),
        _("A file that holds %(record)s and nothing else."),
        _("Put %(record)s into the file and submit again."),
    ),
    "tls_absent": FindingWords(
        _("%(address)s is not served over TLS."),
        _("TLS 1.2 or newer, with a certificate for this name that browsers trust."),
        _("Serve it over HTTPS and give that address."),
    ),
    "certificate_ends_soon": FindingWords(
        _("The certificate of %(address)s is good until %(not_after)s only."),
        _("A certificate that is good for 14 days more at least."),
        _("Renew the certificate, and let it be renewed automatically."),
    ),
    "support_without_contact": FindingWords(
        _("%(address)s shows no way to write or to call."),
        _("An e-mail address, a telephone number or a form."),
        _("Show on the page how customers reach you, as a link or a form that works without scripts."),
    ),
    "privacy_not_about_data": FindingWords(
        _("%(address)s does not speak of personal data."),
        _("The privacy policy itself, as text that can be read without scripts."),
        _("Give the address of the policy itself, not of a page that leads to it."),
    ),
    "privacy_too_short": FindingWords(
        _("%(address)s has %(letters)s letters of text."),
        _("A policy of at least %(least)s letters, as text that can be read without scripts."),
        _("Say which data is handled, why, for how long, who receives it, and which rights people have."),
    ),
    "security_txt_not_text": FindingWords(
        _("%(address)s is not served as text."),
        _("The content type text/plain (RFC 9116, section 3)."),
        _("Serve the file itself as text/plain; often a page “not found” answers in its place."),
    ),
    "security_txt_contact": FindingWords(
        _("%(address)s names no contact."),
        _("A line “Contact:” with an address that begins with https://, mailto: or tel:."),
        _("Add such a line (RFC 9116, section 2.5.3)."),
    ),
    "security_txt_expires": FindingWords(
        _("%(address)s does not say, exactly once, when it expires."),
        _("One line “Expires:” with date and time, such as 2027-01-31T00:00:00Z."),
        _("Add such a line (RFC 9116, section 2.5.5)."),
    ),
    "security_txt_expired": FindingWords(
        _("%(address)s expired on %(expires)s."),
        _("A date of expiry that is to come, at most a year from now."),
        _("Look whether everything in it is still true, and give it a new date."),
    ),
    "webhook_wrong_signature_accepted": FindingWords(
        _("%(address)s accepted a message with a wrong signature (status %(status)s)."),
        _("A message with a wrong signature is refused with a status from 400 to 499."),
        _("Verify the header webhook-signature before anything else, and answer 401 when it is wrong."),
    ),
    "webhook_refusal_unclear": FindingWords(
        _("%(address)s answered a message with a wrong signature with the status %(status)s."),
        _("A message with a wrong signature is refused with a status from 400 to 499."),
        _("Answer 401 when the signature is wrong; another status looks like a failure and is tried again."),
    ),
    "webhook_replay_differs": FindingWords(
        _("%(address)s answered the same message, sent twice, in two ways."),
        _("A message that comes again gets the answer that the first one got, and nothing is done twice."),
        _("Keep the webhook-id of what you have handled together with the answer, and repeat that answer."),
    ),
}
