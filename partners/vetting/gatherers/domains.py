"""What a domain says of who controls it."""

from typing import Any

import dns.exception
import dns.name
import dns.resolver

from core.outgoing.failures import NotReached
from partners.vetting.checks.domains import PATH
from partners.vetting.gatherers.given import Given, answered

_MOST_RECORDS, _LONGEST_RECORD, _LONGEST_FILE = 50, 300, 1_000


def txt_records(given: Given) -> dict[str, Any]:
    """Ask for the TXT records of the domain itself."""
    domain = given.domain
    resolver = _resolver(given)
    try:
        found = resolver.resolve(dns.name.from_text(domain), "TXT", search=False, lifetime=given.seconds)
    except dns.resolver.NoAnswer:
        return {"url": domain, "domain": domain, "records": []}
    except dns.exception.Timeout:
        raise NotReached("too-slow", f"The name servers of {domain} do not answer. Check them.") from None
    except (dns.exception.DNSException, UnicodeError, ValueError, OSError):
        raise NotReached("name-not-found", f"The name {domain} is not in the DNS. Check its spelling.") from None
    records = [b"".join(record.strings).decode("utf-8", "replace")[:_LONGEST_RECORD] for record in found]
    return {"url": domain, "domain": domain, "records": records[:_MOST_RECORDS]}


def verification_file(given: Given) -> dict[str, Any]:
    """Fetch the well-known file with the token; a redirect would be somebody else's word."""
    answer = given.ask(given.under_domain(PATH), max_bytes=_LONGEST_FILE)
    return answered(answer) | {"text": answer.text}


def _resolver(given: Given) -> dns.resolver.Resolver:
    if not given.nameservers:
        return dns.resolver.Resolver()
    resolver = dns.resolver.Resolver(configure=False)
    for server in given.nameservers:
        host, _colon, port = server.rpartition(":") if server.count(":") == 1 else (server, "", "")
        resolver.nameservers = [*resolver.nameservers, host or server]
        resolver.nameserver_ports |= {host or server: int(port or 53)}
    return resolver
