"""Finds what the tests need outside Python: browsers, databases and brokers, on this machine and nowhere else.

Standard library alone: the verbs use it before anything is installed, the tests import it as `services`. Each service
is looked for in the same order: an address given in the environment, the standard port, a binary that is started in a
folder of its own. Nothing is ever sent beyond the loopback interface, unless the environment names an address.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import socket
import struct
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from private_servers import PrivateBroker, PrivatePostgres, PrivateServer, postgres_binaries

if TYPE_CHECKING:
    from collections.abc import Callable

LOOPBACK = "127.0.0.1"
PATIENCE = 2.0  # seconds that a service on this machine may take to say hello
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

_started: dict[str, PrivateServer] = {}


@dataclass(frozen=True)
class Need:
    """One thing the tests want from the machine, where it is found, and what Debian calls it."""

    name: str
    package: str
    variable: str
    find: Callable[[], str | None]

    @property
    def line_to_type(self) -> str:
        """The one command that brings it to a Debian machine."""
        return f"sudo apt-get install -y {self.package}"


def talk(port: int, hello: bytes, *, host: str = LOOPBACK, size: int = 64) -> bytes:
    """What answers the hello on a port: its first bytes, or nothing when nobody listens there or it stays silent."""
    try:
        with socket.create_connection((host, port), timeout=PATIENCE) as connection:
            connection.settimeout(PATIENCE)
            connection.sendall(hello)
            return connection.recv(size)
    except OSError:
        return b""


# ------------------------------------------------------------------------------------------------------- PostgreSQL


def postgres_trusts(user: str, port: int = 5432) -> bool:
    """Whether a PostgreSQL on loopback lets this user in without a password (protocol 3.0: `R`, then a zero)."""
    body = struct.pack("!i", 196608) + b"user\0" + user.encode() + b"\0database\0postgres\0\0"
    answer = talk(port, struct.pack("!i", len(body) + 4) + body)
    return answer[:1] == b"R" and answer[5:9] == b"\0\0\0\0"


def find_or_start_postgres() -> str:
    """URL of a PostgreSQL on which databases may be made; starts a private one, stopped at exit, when none is found.

    Raises FileNotFoundError where there is no server and no binary to start one from.
    """
    if url := os.environ.get("DESERTBREW_TEST_POSTGRES"):
        return url
    if postgres_trusts("postgres"):
        return f"postgresql://postgres@{LOOPBACK}:5432/postgres"
    return _start_once("postgresql", PrivatePostgres)


def find_postgres() -> str | None:
    """As find_or_start_postgres, with None where there is nothing to start."""
    try:
        return find_or_start_postgres()
    except FileNotFoundError:
        return None


# ---------------------------------------------------------------------------------------------------------- brokers


def find_rabbitmq() -> str | None:
    """URL of a RabbitMQ; starts a private node, stopped at exit, where only the binary is found."""
    if url := os.environ.get("DESERTBREW_TEST_RABBITMQ"):
        return url
    # The server answers the protocol header with a method frame (type 1), or with the header it would rather have.
    if talk(5672, b"AMQP\x00\x00\x09\x01")[:1] == b"\x01":
        return f"amqp://guest:guest@{LOOPBACK}:5672/"
    with contextlib.suppress(FileNotFoundError):
        return _start_once("rabbitmq", PrivateBroker)
    return None


def find_redis() -> str | None:
    """URL of a Redis that answers PING."""
    if url := os.environ.get("DESERTBREW_TEST_REDIS"):
        return url
    return f"redis://{LOOPBACK}:6379/0" if talk(6379, b"PING\r\n").startswith(b"+PONG") else None


def find_mosquitto() -> str | None:
    """URL of an MQTT broker that accepts an anonymous client, or else the path of a mosquitto to start."""
    if url := os.environ.get("DESERTBREW_TEST_MQTT"):
        return url
    connect = b"\x10\x10\x00\x04MQTT\x04\x02\x00\x0a\x00\x04room"
    if talk(1883, connect) == b"\x20\x02\x00\x00":
        return f"mqtt://{LOOPBACK}:1883"
    return find_binary("mosquitto")


# --------------------------------------------------------------------------------------------------------- programs


def find_binary(*names: str) -> str | None:
    """Path of the first of these programs; also looks where Debian keeps an administrator's programs."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    return next((found for name in names if (found := shutil.which(name, path=path))), None)


def find_chromium() -> str | None:
    """Path of a Chromium that the browser stories can drive."""
    given = os.environ.get("DESERTBREW_TEST_CHROMIUM")
    return given if given and os.access(given, os.X_OK) else find_binary(*CHROMIUM_NAMES)


def find_nginx() -> str | None:
    """Path of an nginx, with which the gateway's configuration is tried."""
    return find_binary("nginx")


NEEDS = (
    Need("Chromium", "chromium", "DESERTBREW_TEST_CHROMIUM", find_chromium),
    Need("PostgreSQL", "postgresql", "DESERTBREW_TEST_POSTGRES", find_postgres),
    Need("RabbitMQ", "rabbitmq-server", "DESERTBREW_TEST_RABBITMQ", find_rabbitmq),
    Need("Redis", "redis-server", "DESERTBREW_TEST_REDIS", find_redis),
    Need("Mosquitto", "mosquitto", "DESERTBREW_TEST_MQTT", find_mosquitto),
    Need("nginx", "nginx-light", "DESERTBREW_TEST_NGINX", find_nginx),
)


def may_install() -> bool:
    """Whether Debian packages can be installed without asking anybody."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: list[str]) -> str:
    """Install Debian packages; answers what apt said when it failed, and an empty text when all is well.

    Whether a package starts its service is Debian's business; what stays down is started privately by the finders.
    """
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(command, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        if done.returncode != 0 and command[1] == "install":
            return (done.stdout + done.stderr)[-2000:]
    return ""


def look_for_all(*, say: Callable[[str], None]) -> tuple[dict[str, str], list[Need]]:
    """Find every need, installing what is missing where that is allowed.

    Answers the environment variables that hand what was found to the tests, and the needs that stay unmet.
    """
    found = {need: need.find() for need in NEEDS}
    missing = [need for need, where in found.items() if where is None]
    if missing and may_install():
        names = ", ".join(need.name for need in missing)
        say(f"· installing from Debian: {names} …")
        if trouble := install([need.package for need in missing]):
            say(f"  apt-get could not: {trouble}")
        found.update({need: need.find() for need in missing})
    for need, where in found.items():
        say(f"  {need.name:<11} {without_password(where) if where else 'MISSING: ' + need.line_to_type}")
    variables = {need.variable: where for need, where in found.items() if where}
    return variables, [need for need, where in found.items() if where is None]


def without_password(where: str) -> str:
    """A URL fit to be printed."""
    parts = urlsplit(where)
    return where.replace(f":{parts.password}@", ":…@") if parts.password else where


# ---------------------------------------------------------------------------------------------------------- private


def _start_once(name: str, kind: type[PrivatePostgres | PrivateBroker]) -> str:
    """Start one private server of a kind for this process, and have it stopped when the process ends."""
    if name not in _started:
        server = kind()
        server.start()
        atexit.register(server.remove)
        _started[name] = server
    return _started[name].url


__all__ = [
    "NEEDS",
    "Need",
    "PrivateBroker",
    "PrivatePostgres",
    "find_binary",
    "find_chromium",
    "find_mosquitto",
    "find_nginx",
    "find_or_start_postgres",
    "find_postgres",
    "find_rabbitmq",
    "find_redis",
    "look_for_all",
    "postgres_binaries",
]
