import gzip
import time
import zlib
from datetime import UTC, datetime, timedelta

import pytest

from core.outgoing.addresses import read_networks
from core.outgoing.failures import NotReached
from core.outgoing.fetching import fetch
from core.outgoing.targets import Reach
from tests.servers import client_context, raw, server_context, site


def refusal(url, reach, **options):
    started = time.monotonic()
    with pytest.raises(NotReached) as refused:
        fetch(url, reach=reach, **options)
    return refused.value.code, time.monotonic() - started


def test_an_answer_comes_back_as_plain_values(inside):
    with site(lambda _seen: (418, {"X-Kind": "teapot", "Content-Type": "text/plain; charset=latin-1"}, b"\xe9")) as tea:
        answer = fetch(f"{tea.url}/pot?x=1", reach=inside, method="POST", body=b"hello", headers={"X-A": "b"})
    assert (answer.status, answer.headers["x-kind"], answer.text, answer.ok) == (418, "teapot", "é", False)
    assert answer.certificate is None
    assert 0 < answer.elapsed < 5
    [seen] = tea.seen
    assert (seen.method, seen.path, seen.body, seen.headers["x-a"]) == ("POST", "/pot?x=1", b"hello", "b")
    assert seen.headers["host"] == f"localhost:{tea.port}"


def test_the_certificate_is_verified_for_the_name_and_shown(authority, inside):
    names = []
    context = server_context(authority, "shop.example")
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    reach = Reach(opened=inside.opened, tls=inside.tls, resolve=lambda _host: ["127.0.0.1"])
    with site(lambda _seen: (200, {}, b"ok"), tls=context, host="shop.example") as shop:
        answer = fetch(shop.url, reach=reach)
    assert names == ["shop.example"]
    assert shop.seen[0].headers["host"] == f"shop.example:{shop.port}"
    assert answer.certificate.tls_version == "TLSv1.3"
    assert answer.certificate.not_after > datetime.now(UTC)


@pytest.mark.parametrize(
    ("names", "issue", "code"),
    [
        (["other.example"], {}, "certificate-untrusted"),
        (["localhost"], {"not_after": datetime.now(UTC) - timedelta(days=1)}, "certificate-expired"),
    ],
)
def test_a_wrong_certificate_says_what_is_wrong(authority, inside, names, issue, code):
    with site(lambda _seen: (200, {}, b""), tls=server_context(authority, *names, **issue)) as wrong:
        assert refusal(wrong.url, inside)[0] == code


def test_an_unknown_authority_is_not_trusted(authority):
    reach = Reach(opened=read_networks(["127.0.0.0/8"]))
    with site(lambda _seen: (200, {}, b""), tls=server_context(authority, "localhost")) as unknown:
        assert refusal(unknown.url, reach)[0] == "certificate-untrusted"


def test_plain_http_on_the_port_of_https_is_a_failed_handshake(inside):
    with site(lambda _seen: (200, {}, b"")) as plain:
        assert refusal(plain.url.replace("http:", "https:"), inside)[0] == "tls-failed"


def test_the_address_that_was_checked_is_the_one_connected_to():
    """A name that answers an opened address first and an inner one from then on leads nowhere else."""
    turns = iter([["127.0.0.1"], ["127.0.0.2"], ["127.0.0.2"]])
    asked = []
    reach = Reach(opened=read_networks(["127.0.0.1/32"]), resolve=lambda host: asked.append(host) or next(turns))
    with site(lambda _seen: (200, {}, b"outer")) as outer:
        answer = fetch(f"http://rebinding.example:{outer.port}/", reach=reach)
        assert answer.body == b"outer"
        assert asked == ["rebinding.example"]
        assert refusal(f"http://rebinding.example:{outer.port}/", reach)[0] == "address-not-public"
    assert len(outer.seen) == 1


def test_a_redirect_is_an_answer_unless_it_is_asked_for(inside):
    with site(lambda seen: (302, {"Location": "/there"}, b"") if seen.path == "/" else (200, {}, b"there")) as here:
        assert fetch(here.url + "/", reach=inside).status == 302
        followed = fetch(here.url + "/", reach=inside, redirects=1)
    assert (followed.body, followed.url) == (b"there", f"{here.url}/there")


@pytest.mark.parametrize(
    "to", ["http://127.0.0.2:{port}/", "https://169.254.169.254/", "file:///etc/passwd", "//[::1]/"]
)
def test_each_hop_is_checked_like_the_first(to):
    reach = Reach(opened=read_networks(["127.0.0.1/32"]))
    with (
        site(lambda _seen: (200, {}, b"secret"), bind="127.0.0.2") as inner,
        site(lambda _seen: (302, {"Location": to.format(port=inner.port)}, b""), host="127.0.0.1") as outer,
    ):
        assert refusal(outer.url, reach, redirects=3)[0] in {"address-not-public", "url-malformed"}
    assert not inner.seen


def test_a_circle_of_redirects_ends(inside):
    with site(lambda _seen: (302, {"Location": "/"}, b"")) as circle:
        assert refusal(circle.url, inside, redirects=4)[0] == "too-many-redirects"
    assert len(circle.seen) == 5


def drip(pieces, pause=0.05):
    def talk(connection):
        connection.recv(4096)
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)

    return talk


def forever(piece):
    while True:
        yield piece


@pytest.mark.parametrize(
    "pieces",
    [
        lambda: forever(b""),
        lambda: forever(b"H"),
        lambda: [b"HTTP/1.1 200 OK\r\n", *[b"X-A: b\r\n"] * 200],
        lambda: [b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", *[b"x"] * 200],
        lambda: [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", *[b"1\r\nx\r\n"] * 200],
    ],
    ids=["silence", "status", "headers", "body", "chunks"],
)
def test_dripping_does_not_outlive_the_deadline(inside, pieces):
    with raw(drip(pieces())) as slow:
        code, took = refusal(slow.url, inside, seconds=0.4)
    assert code in {"too-slow", "answer-broken"}
    assert took < 1.5


def test_a_server_that_never_shakes_hands_ends_with_the_deadline(inside):
    with raw(lambda connection: time.sleep(3)) as mute:
        code, took = refusal(mute.url.replace("http", "https"), inside, seconds=0.4)
    assert code == "too-slow"
    assert took < 1.5


@pytest.mark.parametrize(
    "bytes_",
    [b"", b"\x00" * 100, b"SSH-2.0-OpenSSH_9\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab",
     b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 200_000],
    ids=["nothing", "zeros", "ssh", "short", "negative", "long header"],
)  # fmt: skip
def test_what_is_not_http_is_a_broken_answer(inside, bytes_):
    with raw(drip([bytes_], pause=0)) as odd:
        assert refusal(odd.url, inside, seconds=3)[0] == "answer-broken"


def test_an_endless_body_is_refused_or_cut_at_the_limit(inside):
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    with raw(drip([head, *[b"x" * 10_000] * 2_000], pause=0)) as endless:
        assert refusal(endless.url, inside, max_bytes=50_000)[0] == "body-too-large"
        assert len(fetch(endless.url, reach=inside, max_bytes=50_000, cut=True).body) == 50_000


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)])
def test_a_bomb_is_not_unpacked_beyond_the_limit(inside, encoding, pack):
    bomb = pack(b"\0" * 50_000_000)
    with site(lambda _seen: (200, {"Content-Encoding": encoding}, bomb)) as hostile:
        assert refusal(hostile.url, inside, max_bytes=100_000)[0] == "body-too-large"
    with site(lambda _seen: (200, {"Content-Encoding": encoding}, pack(b"small"))) as kind:
        assert fetch(kind.url, reach=inside, max_bytes=100_000).body == b"small"


@pytest.mark.parametrize(("encoding", "code"), [("br", "encoding-unknown"), ("gzip", "body-damaged")])
def test_an_unreadable_encoding_is_refused(inside, encoding, code):
    with site(lambda _seen: (200, {"Content-Encoding": encoding}, b"not packed at all")) as odd:
        assert refusal(odd.url, inside)[0] == code


def test_nobody_listening_is_unreachable(inside):
    with raw(lambda connection: None) as closed:
        pass
    assert refusal(closed.url, inside, seconds=2)[0] == "unreachable"


def test_proxies_and_credentials_of_this_machine_take_no_part(inside, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with site(lambda _seen: (200, {"Set-Cookie": "a=b"}, b"")) as plain:
        fetch(plain.url, reach=inside)
        fetch(plain.url, reach=inside)
    assert not [seen for seen in plain.seen if {"authorization", "cookie", "proxy-authorization"} & seen.headers.keys()]


def test_the_usual_authorities_are_trusted_and_no_older_tls_is_spoken(authority):
    assert client_context(authority).verify_mode == Reach().tls().verify_mode
    assert Reach().tls().check_hostname
    assert Reach().tls().minimum_version == client_context(authority).minimum_version
