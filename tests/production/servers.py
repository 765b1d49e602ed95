"""The parts of the production shape. Each is a context that gives the environment variables pointing at it."""

import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.production.processes import MissingError, Server, accepts, free_port, unprivileged

Environment = dict[str, str]


@contextmanager
def postgres(folder: Path) -> Iterator[Environment]:
    """The system's PostgreSQL with passwords over TCP, and an application role that may make databases and no more."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise MissingError("postgresql is not installed (apt-get install postgresql)")
    binaries, data, port, password = found[-1].parent, folder / "data", free_port(), secrets.token_hex(16)
    identity = unprivileged(folder, str(found[-1]))
    password_file = folder / "password"
    password_file.write_text(password)
    initdb = [
        binaries / "initdb",
        "-D",
        data,
        "-U",
        "postgres",
        "-A",
        "scram-sha-256",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    ]
    if identity.owner is not None:
        shutil.chown(password_file, identity.owner)
    subprocess.run(
        [*initdb, "--no-sync", "--pwfile", password_file],
        preexec_fn=identity.assume,
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
    )
    settings = {"listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": "", "fsync": "off"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    server = Server([str(found[-1]), "-D", str(data), *options], folder, identity)
    address = f"postgresql://{{}}:{password}@127.0.0.1:{port}/{{}}"

    def answers() -> bool:
        try:
            psycopg.connect(address.format("postgres", "postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    server.wait_until(answers)
    try:
        with psycopg.connect(address.format("postgres", "postgres"), autocommit=True) as admin:
            admin.execute(f"CREATE ROLE guichet LOGIN CREATEDB NOSUPERUSER PASSWORD '{password}'")
            admin.execute("CREATE DATABASE guichet OWNER guichet")
        yield {"DATABASE_URL": address.format("guichet", "guichet")}
    finally:
        server.stop(signal.SIGINT)


@contextmanager
def rabbitmq(folder: Path) -> Iterator[Environment]:
    """A RabbitMQ node of its own: name, data, ports and port mapper, so that it meets no other node on this machine."""
    program = next(iter(Path("/usr/lib/rabbitmq/lib").glob("rabbitmq_server-*/sbin/rabbitmq-server")), None)
    if program is None or not shutil.which("epmd"):
        raise MissingError("rabbitmq is not installed (apt-get install rabbitmq-server)")
    identity = unprivileged(folder, str(program))
    mapper_port, port, distribution_port = free_port(), free_port(), free_port()
    mapper = Server(["epmd", "-port", str(mapper_port), "-address", "127.0.0.1"], folder, identity)
    mapper.wait_until(lambda: accepts(mapper_port))
    settings = folder / "rabbitmq.conf"
    # The guest account is for loopback only, and this node listens nowhere else.
    settings.write_text(f"listeners.tcp.1 = 127.0.0.1:{port}\ndisk_free_limit.absolute = 50MB\n")
    try:
        server = Server(
            [str(program)],
            folder,
            identity,
            ERL_EPMD_PORT=str(mapper_port),
            ERL_EPMD_ADDRESS="127.0.0.1",
            RABBITMQ_NODENAME=f"guichet-{port}@localhost",
            RABBITMQ_DIST_PORT=str(distribution_port),
            RABBITMQ_MNESIA_BASE=str(folder / "mnesia"),
            RABBITMQ_LOG_BASE=str(folder / "log"),
            RABBITMQ_LOGS="-",
            RABBITMQ_CONFIG_FILE=str(settings),
            RABBITMQ_ENABLED_PLUGINS_FILE=str(folder / "enabled_plugins"),
            RABBITMQ_CONF_ENV_FILE=str(folder / "none"),
            RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}",
        )
        try:
            server.wait_until(lambda: accepts(port))
            yield {"CELERY_BROKER_URL": f"amqp://guest:guest@127.0.0.1:{port}//"}
        finally:
            server.stop()
    finally:
        mapper.stop()


@contextmanager
def cache(folder: Path) -> Iterator[Environment]:
    """A Redis or Valkey that keeps nothing on disk."""
    program = shutil.which("valkey-server") or shutil.which("redis-server")
    if not program:
        raise MissingError(
            "redis or valkey is not installed (apt-get install redis-server); the cache stays in PostgreSQL"
        )
    identity, port = unprivileged(folder, program), free_port()
    listen = ["--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder)]
    server = Server([program, *listen, "--save", "", "--appendonly", "no"], folder, identity)
    server.wait_until(lambda: accepts(port))
    try:
        yield {"CACHE_URL": f"redis://127.0.0.1:{port}/0"}
    finally:
        server.stop()


@contextmanager
def objects(folder: Path) -> Iterator[Environment]:
    """An S3 that checks signatures and expiry, which in-process imitations do not."""
    program = Path(sys.executable).with_name("rclone")
    if not program.exists():
        raise MissingError("rclone is not installed (part of requirements-dev.txt)")
    bucket, key, secret, port = "guichet", secrets.token_hex(10), secrets.token_hex(20), free_port()
    identity = unprivileged(folder, str(program))
    store = folder / "store"
    (store / bucket).mkdir(parents=True)
    if identity.owner is not None:
        for path in (store, store / bucket):
            shutil.chown(path, identity.owner)
    command = [str(program), "serve", "s3", "--auth-key", f"{key},{secret}", "--addr", f"127.0.0.1:{port}", str(store)]
    server = Server(command, folder, identity, RCLONE_CONFIG=str(folder / "rclone.conf"))
    server.wait_until(lambda: accepts(port))
    try:
        yield {
            "S3_BUCKET": bucket,
            "S3_ENDPOINT_URL": f"http://127.0.0.1:{port}",
            "S3_ACCESS_KEY_ID": key,
            "S3_SECRET_ACCESS_KEY": secret,
        }
    finally:
        server.stop()
