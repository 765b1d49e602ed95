"""Findings about addresses that were not reached, or did not answer well; the codes are those of `core.outgoing`."""

from partners.vetting.checks.words.shape import FindingWords
from partners.vetting.checks.words.shape import marked as _

_ANSWERS = _("The address answers anybody on the internet over HTTPS.")
_TRUSTED = _("TLS 1.2 or newer, with a certificate for this name that browsers trust.")

REACH: dict[str, FindingWords] = {
    "reach_url_malformed": FindingWords(
        _("%(address)s is not a complete web address."),
        _("A web address that begins with https://."),
        _("Give the address as it stands in the address bar of a browser."),
    ),
    "reach_url_credentials": FindingWords(
        _("The address holds a user name or a password."),
        _ANSWERS,
        _("Leave user name and password away, and let the page answer without them."),
    ),
    "reach_https_required": FindingWords(
        _("%(address)s is not encrypted."),
        _("A web address that begins with https://."),
        _("Serve the page over HTTPS and give that address."),
    ),
    "reach_port_not_allowed": FindingWords(
        _("%(address)s names a port that is not asked."),
        _("An address on the port 443 or 8443."),
        _("Serve it on the port 443, and leave the port out of the address."),
    ),
    "reach_address_not_public": FindingWords(
        _("%(address)s leads to an address that is not public."),
        _ANSWERS,
        _("Give an address that anybody on the internet can reach, and correct the records of its name."),
    ),
    "reach_name_not_found": FindingWords(
        _("The name in %(address)s has no address in the DNS."),
        _ANSWERS,
        _("Check the spelling, and the records of the name."),
    ),
    "reach_unreachable": FindingWords(
        _("The server of %(address)s accepts no connection."),
        _ANSWERS,
        _("Check that the server is running and that no firewall is in between; then submit again."),
    ),
    "reach_too_slow": FindingWords(
        _("%(address)s gave no complete answer in time."),
        _("A complete answer within ten seconds."),
        _("Check the server and make the page lighter; then submit again."),
    ),
    "reach_tls_failed": FindingWords(
        _("The server of %(address)s does not complete a TLS handshake."),
        _TRUSTED,
        _("Check that the server serves HTTPS on this port."),
    ),
    "reach_tls_too_old": FindingWords(
        _("The server of %(address)s speaks no version of TLS from 1.2 on."),
        _TRUSTED,
        _("Switch on TLS 1.2 and 1.3 in the configuration of the server."),
    ),
    "reach_certificate_expired": FindingWords(
        _("The certificate of %(address)s has expired."),
        _TRUSTED,
        _("Renew the certificate, and let it be renewed automatically."),
    ),
    "reach_certificate_untrusted": FindingWords(
        _("The certificate of %(address)s is for another name, or from an authority that is not trusted."),
        _TRUSTED,
        _("Install a certificate for this name together with its chain."),
    ),
    "reach_answer_broken": FindingWords(
        _("The server of %(address)s broke off, or answered something that is not HTTP."),
        _ANSWERS,
        _("Open the address in a browser, look into the log of the server, and submit again."),
    ),
    "reach_body_too_large": FindingWords(
        _("The answer of %(address)s is longer than is read."),
        _("An answer of the size that such a file has."),
        _("Serve only what is asked for at this address."),
    ),
    "reach_body_damaged": FindingWords(
        _("The answer of %(address)s says it is compressed, but cannot be unpacked."),
        _("An answer that can be read."),
        _("Correct the header Content-Encoding, or serve it uncompressed."),
    ),
    "reach_encoding_unknown": FindingWords(
        _("The answer of %(address)s is compressed in a way that was not asked for."),
        _("An answer that is uncompressed or compressed by gzip."),
        _("Let the server heed the header Accept-Encoding."),
    ),
    "reach_redirect_malformed": FindingWords(
        _("%(address)s redirects to something that is not an address."),
        _ANSWERS,
        _("Correct the header Location, or give the address that answers."),
    ),
    "reach_too_many_redirects": FindingWords(
        _("%(address)s redirects again and again."),
        _ANSWERS,
        _("Give the address that answers in the end."),
    ),
    "reach_other": FindingWords(
        _("%(address)s was not reached."),
        _ANSWERS,
        _("Check the address and submit it again."),
    ),
    "status_not_ok": FindingWords(
        _("%(address)s answers with the status %(status)s."),
        _("A status of success, such as 200."),
        _("Correct the address, or let the page answer without log-in; then submit again."),
    ),
}
