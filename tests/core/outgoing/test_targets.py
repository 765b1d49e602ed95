import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.outgoing.addresses import is_public, read_address, read_networks
from core.outgoing.deadlines import Deadline
from core.outgoing.failures import NotReached
from core.outgoing.targets import Reach, aim


def refusal(url, **reach):
    with pytest.raises(NotReached) as refused:
        aim(url, Reach(**reach), Deadline(2))
    assert refused.value.sentence.endswith(".")
    return refused.value.code


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f.0.0.1/",
        "https://localhost/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/",
        "https://169.254.169.254/latest/meta-data/", "https://[fd00:ec2::254]/", "https://10.0.0.1:8443/",
        "https://[fe80::1%25eth0]/",
    ],
)  # fmt: skip
def test_no_way_to_write_an_inner_address_passes(url):
    assert refusal(url) == "address-not-public"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://1.1.1.1/", "https-required"),
        ("https://1.1.1.1:22/", "port-not-allowed"),
        ("https://ada:secret@1.1.1.1/", "url-credentials"),
        ("https://ada@1.1.1.1/", "url-credentials"),
        ("ftp://1.1.1.1/", "url-malformed"),
        ("file:///etc/passwd", "url-malformed"),
        ("gopher://1.1.1.1/", "url-malformed"),
        ("//1.1.1.1/", "url-malformed"),
        ("https://", "url-malformed"),
        ("https://1.1.1.1:0/", "url-malformed"),
        ("https://1.1.1.1\\@127.0.0.1/", "url-malformed"),
        ("https://1.1.1.1/\r\nHost: inner", "url-malformed"),
        ("https://1.1.1.1/" + "a" * 2000, "url-malformed"),
        ("", "url-malformed"),
        ("https://0177.0.0.1/", "url-malformed"),
        ("https://name.invalid/", "name-not-found"),
    ],
)
def test_what_may_not_be_asked_says_why(url, code):
    assert refusal(url) == code


def test_one_inner_address_among_public_ones_is_enough_to_refuse():
    assert refusal("https://mixed.example/", resolve=lambda _host: ["1.1.1.1", "10.0.0.1"]) == "address-not-public"


def test_what_a_resolver_answers_is_not_believed_to_be_an_address():
    assert refusal("https://odd.example/", resolve=lambda _host: ["not an address"]) == "address-not-public"


def test_a_resolver_that_hangs_ends_with_the_deadline():
    def hang(_host):
        time.sleep(1)
        return ["1.1.1.1"]

    with pytest.raises(NotReached) as refused:
        aim("https://slow.example/", Reach(resolve=hang), Deadline(0.1))
    assert refused.value.code == "too-slow"


def test_an_opened_network_may_be_asked_by_http_on_any_port():
    reach = Reach(opened=read_networks(["127.0.0.0/8"]))
    assert aim("http://127.0.0.1:8000/x", reach, Deadline(2)).addresses == ("127.0.0.1",)
    assert refusal("http://10.0.0.1/", opened=reach.opened) == "address-not-public"


def test_an_international_name_is_resolved_in_ascii():
    asked = []
    aim("https://bücher.example/", Reach(resolve=lambda host: asked.append(host) or ["1.1.1.1"]), Deadline(2))
    assert asked == ["xn--bcher-kva.example"]


@given(st.one_of(st.text(max_size=60), st.text(max_size=40).map(lambda t: f"https://{t}/")))
def test_any_text_ends_in_a_public_target_or_a_refusal(text):
    try:
        target = aim(text, Reach(resolve=lambda _host: ["1.1.1.1"]), Deadline(5))
    except NotReached:
        return
    assert all(is_public(read_address(address)) for address in target.addresses)
    assert target.url.scheme == "https"
