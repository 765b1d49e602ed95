from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.outgoing.addresses import is_opened, is_public, read_address, read_networks


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.31.255.255", "192.0.0.1", "192.0.2.1",
        "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1",
        "255.255.255.255",
        "::", "::1", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::8.8.8.8", "64:ff9b::8.8.8.8", "64:ff9b:1::1", "100::1",
        "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254",
        "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
    ],
)  # fmt: skip
def test_what_is_not_public_unicast_is_refused(address):
    assert not is_public(read_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "193.0.6.139", "2606:4700:4700::1111", "2a00:1450::1"])
def test_public_addresses_pass(address):
    assert is_public(read_address(address))


@given(st.one_of(st.integers(0, 2**32 - 1).map(IPv4Address), st.integers(0, 2**128 - 1).map(IPv6Address)))
def test_nothing_passes_that_python_itself_calls_private_or_special(address):
    if is_public(address):
        assert address.is_global
        assert not any((address.is_private, address.is_multicast, address.is_reserved, address.is_link_local))


@given(st.integers(0, 2**32 - 1))
def test_no_ipv4_address_hides_in_an_ipv6_one(number):
    four = IPv4Address(number).packed
    for wrapped in (
        b"\0" * 10 + b"\xff\xff" + four,
        b"\0" * 12 + four,
        b"\x20\x02" + four + b"\0" * 10,
        bytes.fromhex("0064ff9b") + b"\0" * 8 + four,
        bytes.fromhex("20010000") + b"\0" * 8 + four,
    ):
        assert not is_public(ip_address(wrapped))


def test_opened_networks_are_read_by_name_and_hold_nothing_else():
    opened = read_networks(["10.1.0.0/16", " ", "fd00::/8"])
    assert is_opened(read_address("10.1.2.3"), opened)
    assert is_opened(read_address("fd12::1"), opened)
    assert not is_opened(read_address("10.2.0.1"), opened)


@pytest.mark.parametrize("name", ["10.1.2.3/16", "everything", "10.0.0.0/40"])
def test_a_misspelt_network_opens_nothing(name):
    with pytest.raises(ValueError, match=r".+"):
        read_networks([name])
