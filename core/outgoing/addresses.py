"""Which addresses are public: only those are reached, unless the operator opens a network by name.

The lists follow IANA's registries of special-purpose addresses (RFC 6890) and are spelled out because what
`ipaddress.is_global` answers differs between Python's own patch releases.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_NOT_PUBLIC_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT; clouds use it inside
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, and the metadata service of every large cloud
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_PUBLIC_6 = IPv6Network("2000::/3")
# What is left of 2000::/3 once everything is taken out that is reserved or carries an IPv4 address inside.
_NOT_PUBLIC_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)


def is_public(address: Address) -> bool:
    """Whether it is a public unicast address, and not one that leads to an IPv4 address behind it."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _NOT_PUBLIC_4)
    return address in _PUBLIC_6 and not any(address in network for network in _NOT_PUBLIC_6)


def is_opened(address: Address, opened: Iterable[Network]) -> bool:
    """Whether the operator opened a network that it is in."""
    return any(address in network for network in opened)


def read_networks(names: Iterable[str]) -> tuple[Network, ...]:
    """Read networks such as "10.1.0.0/16"; blanks are skipped. Raises ValueError, also where host bits are set."""
    return tuple(ip_network(name.strip()) for name in names if name.strip())


def read_address(text: str) -> Address:
    """Read an address as resolvers give it, a zone (`%eth0`) left away. Raises ValueError."""
    return ip_address(text.partition("%")[0])
