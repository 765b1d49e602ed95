"""A load generator in a process of its own: `python -m benchmarks.load` reads a job as JSON and answers one.

Each client is a thread with one connection kept open that sends the next request when it has the answer. With
`addresses` it speaks HTTP to `port`; with `statements` it runs them through psycopg, the bare price of the work. The
clients divide the work; `begin`, from 0 to 1, says where in its part each of them begins.
"""

import json
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

import psycopg

TIMEOUT = 20.0


@dataclass(frozen=True)
class Result:
    """What one slice of load measured; latencies in milliseconds, sorted."""

    rate: float
    failures: int
    latencies: list[float]

    def percentile(self, share: float) -> float:
        return self.latencies[min(int(len(self.latencies) * share), len(self.latencies) - 1)]


def run(**job: object) -> Result:
    """Run a job in another process and wait for it, with a bound on the time."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=True,
        timeout=float(job["seconds"]) + 2 * TIMEOUT,
    )
    return Result(**json.loads(done.stdout))


class HttpClient:
    """One kept connection; as little work for a request as can be, for it shares the machine with the server."""

    def __init__(self, job: dict) -> None:
        self.port = job["port"]
        head = " HTTP/1.1\r\nHost: localhost\r\nAccept-Language: en\r\n\r\n"
        self.work = [f"GET {address}{head}".encode() for address in job["addresses"]]
        self.connect()

    def connect(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=TIMEOUT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def do(self, request: bytes) -> bool:
        self.socket.sendall(request)
        data = self.socket.recv(262_144)
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        lower = head.lower()
        length = int(lower.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        left = length - len(body)
        while left > 0:
            left -= len(self._more())
        if b"connection: close" in lower:
            self.socket.close()
            self.connect()
        return head.startswith(b"HTTP/1.1 200 ")

    def _more(self) -> bytes:
        data = self.socket.recv(262_144)
        if not data:
            raise ConnectionError("the server closed the connection in the middle of an answer")
        return data


class SqlClient:
    """One connection to the database."""

    def __init__(self, job: dict) -> None:
        self.connection = psycopg.connect(job["database"], autocommit=True, prepare_threshold=None)
        self.work = job["statements"]

    def do(self, statements: list[str]) -> bool:
        for statement in statements:
            self.connection.execute(statement).fetchall()
        return True


def work(job: dict, number: int, until: float, latencies: list[float], failures: list[int]) -> None:
    client = (HttpClient if "addresses" in job else SqlClient)(job)
    start = int((number + job["begin"]) * len(client.work) / job["clients"])
    order = client.work[start:] + client.work[:start]
    position = 0
    while (begun := time.perf_counter()) < until:
        try:
            fine = client.do(order[position % len(order)])
        except (OSError, ValueError, IndexError):
            fine = False
            client.connect()
        latencies.append((time.perf_counter() - begun) * 1000)
        failures[0] += not fine
        position += 1


def main() -> None:
    job = json.load(sys.stdin)
    latencies: list[list[float]] = [[] for _ in range(job["clients"])]
    failures = [[0] for _ in range(job["clients"])]
    begun = time.perf_counter()
    until = begun + job["seconds"]
    threads = [
        threading.Thread(target=work, args=(job, number, until, latencies[number], failures[number]))
        for number in range(job["clients"])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    measured = sorted(latency for each in latencies for latency in each)
    answer = {
        "rate": len(measured) / (time.perf_counter() - begun),
        "failures": sum(number for (number,) in failures),
        "latencies": measured,
    }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
