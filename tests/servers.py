"""Real servers on the loopback interface that behave, or misbehave, as a test wants."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import dns.message
import dns.rcode
import dns.rrset
from trustme import CA


@dataclass
class Seen:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    server_name: str | None = None


@dataclass
class Site:
    """A running web site: `host:port`, and everything it was asked."""

    host: str
    port: int
    scheme: str
    seen: list[Seen] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"


# What a site answers: status, headers, body.
Reply = tuple[int, dict[str, str], bytes]
Serve = Callable[[Seen], Reply]


@contextlib.contextmanager
def site(serve: Serve, *, tls: ssl.SSLContext | None = None, host: str = "localhost", bind: str = "127.0.0.1"):
    """Serve a web site until the block ends; over TLS when a server context is given."""

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            seen = Seen(
                self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, self.rfile.read(length)
            )
            running.seen.append(seen)
            status, headers, body = serve(seen)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_HEAD = do_PUT = handle_any  # noqa: N815 - http.server's names

        def log_message(self, *_arguments: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_arguments: object) -> None:
            pass

    server = Server((bind, 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    running = Site(host, server.server_port, "https" if tls else "http")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextlib.contextmanager
def raw(talk: Callable[[socket.socket], None]) -> Iterator[Site]:
    """Serve bytes as they are: `talk` gets each connection, and its end ends it."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            talk(connection)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _address = listener.accept()
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield Site("127.0.0.1", listener.getsockname()[1], "http")
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def server_context(authority: CA, *names: str, **issue: object) -> ssl.SSLContext:
    """Return a TLS context for a server with a certificate for these names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names, **issue).configure_cert(context)
    return context


def client_context(authority: CA) -> ssl.SSLContext:
    """Return a TLS context that trusts this authority alone."""
    context = ssl.create_default_context(cadata=authority.cert_pem.bytes().decode())
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


@contextlib.contextmanager
def name_server(zone: dict[str, list[str]] | None) -> Iterator[str]:
    """Answer for TXT records over UDP, or never; gives `host:port`."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listener.bind(("127.0.0.1", 0))

    def answer(packet: bytes) -> bytes:
        query = dns.message.from_wire(packet)
        response = dns.message.make_response(query)
        name = str(query.question[0].name)
        if name not in zone:
            response.set_rcode(dns.rcode.NXDOMAIN)
        else:
            texts = [f'"{text}"' for text in zone[name]]
            response.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", *texts))
        return response.to_wire()

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                packet, sender = listener.recvfrom(4096)
                if not packet:
                    return
                if zone is not None:
                    listener.sendto(answer(packet), sender)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    host, port = listener.getsockname()
    try:
        yield f"{host}:{port}"
    finally:
        listener.sendto(b"", (host, port))
        thread.join()
        listener.close()
