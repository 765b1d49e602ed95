"""The partner controls the domain: only who does can put the token it was given into the DNS, or on the web server."""

from partners.vetting.checks.facts import PASSED, UNDECIDED, Facts, Result, failed, judged
from partners.vetting.checks.reaching import CODES as REACHING
from partners.vetting.checks.reaching import gathered, not_answering_well, not_reached
from partners.vetting.checks.reading import rows, shown, text

RECORD = "guichet-verification="
PATH = "/.well-known/guichet-verification.txt"
DNS_CODES = (*REACHING, "domain_record_missing", "domain_record_differs")
FILE_CODES = (*REACHING, "domain_file_differs")


def check_dns(facts: Facts) -> Result:
    """Pass when a TXT record of the domain holds the token; other records do not matter."""
    token, found = text(facts.subject, "domain_token"), gathered(facts, "dns_txt")
    if not token:
        return UNDECIDED
    if observation := not_reached(found):
        return judged([observation])
    ours = [record for record in map(str, rows(found, "records")) if record.startswith(RECORD)]
    if RECORD + token in (record.strip() for record in ours):
        return PASSED
    values = {"domain": shown(text(found, "domain")), "record": shown(RECORD + token)}
    return failed("domain_record_differs" if ours else "domain_record_missing", **values)


def check_file(facts: Facts) -> Result:
    """Pass when the well-known file holds the token and nothing else."""
    token, found = text(facts.subject, "domain_token"), gathered(facts, "domain_file")
    if not token:
        return UNDECIDED
    if observation := not_answering_well(found):
        return judged([observation])
    if text(found, "text").strip().removeprefix(RECORD) == token:
        return PASSED
    return failed("domain_file_differs", address=shown(text(found, "url")), record=shown(RECORD + token))
