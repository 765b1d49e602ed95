"""The edge of the checks: each gatherer asks the world outside and brings plain values, which a pure check judges.

No framework and no database are needed, so a partner gathers the same in its own CI. To add one, write a function from
`Given` to a JSON object that says its `url`, and add one line to the register.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from core.outgoing.failures import NotReached
from partners.vetting.gatherers import domains, pages, servers, webhooks
from partners.vetting.gatherers.given import Given

GATHERERS: dict[str, Callable[[Given], dict[str, Any]]] = {
    "dns_txt": domains.txt_records,
    "domain_file": domains.verification_file,
    "page": pages.page,
    "security_txt": servers.security_txt,
    "tls": servers.tls,
    "webhook": webhooks.webhook,
}


def gather(names: Iterable[str], given: Given) -> dict[str, Mapping[str, Any]]:
    """Ask everything that is named, one after the other, each with a deadline of its own; plain JSON, and no raising.

    Reaches over the network, so it must not be called inside a transaction.
    """
    return {name: _gathered(name, given) for name in names}


def _gathered(name: str, given: Given) -> dict[str, Any]:
    try:
        return GATHERERS[name](given)
    except NotReached as failure:
        return {"url": given.address[:300], "unreached": failure.code}
