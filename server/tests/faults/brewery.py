"""A real brewery in processes of its own, made to be killed: in one on SQLite, or in several on PostgreSQL and RabbitMQ.

The processes are what an operator starts (`desertbrew up`, `desertbrew serve`), found through the environment alone. A
launcher may take the place of the `desertbrew` program, for a bug or a death that is planted in it.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

import httpx

from desertbrew.apps.registry import CONTEXTS
from desertbrew.platform.auth import SESSION_COOKIE
from private_servers import free_port
from support.waiting import eventually

NAMES = tuple(context.name for context in CONTEXTS)
PROGRAM = (str(Path(sys.executable).with_name("desertbrew")),)
START_WITHIN_S = 60.0
SETUP_CODE = re.compile(r"owner: ([0-9A-Z-]{14})")
OWNER = {"display_name": "Dueña de Prueba", "username": "duena", "password": "nopal-lluvia-2931"}

# The first word of a path after /v1/, and the context that answers it.
ANSWERED_BY = {
    "setup": "security",
    "session": "security",
    "suppliers": "purchasing",
    "batches": "production",
    "brews": "production",
    "recipe-imports": "production",
    "ingredient-matches": "production",
    "ingredient-aliases": "production",
}


@dataclass
class Server:
    """One process of the brewery, and where it listens through all its lives."""

    name: str
    command: list[str]
    url: str
    log: Path
    env: Mapping[str, str]
    probe: str
    """A query that needs a session and a database: the first answer to it ends a recovery."""
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; returns at once."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, env=dict(self.env), stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def kill(self) -> None:
        """As a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """As an operator would; raises AssertionError where it does not end."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"{self.name} did not stop:\n{self.last_words()}") from None

    def has_died(self) -> bool:
        """Whether the process is gone."""
        return self.process is not None and self.process.poll() is not None

    def last_words(self) -> str:
        """The end of what it printed."""
        return self.log.read_text(errors="replace")[-3000:]


@dataclass
class Brewery:
    """All processes of one installation. `token` is the owner's session, once there is an owner."""

    folder: Path
    settings: Mapping[str, str]
    """DESERTBREW_… variables, without the prefix."""
    groups: Sequence[tuple[str, ...]] = ()
    """The contexts of each process; empty: one process for all, started with `up`."""
    program: Sequence[str] = PROGRAM
    path: str = ""
    """Folders to look for programs in before the others."""
    token: str = ""
    servers: list[Server] = field(default_factory=list)
    recoveries: list[float] = field(default_factory=list)
    """Seconds from a process's start to its first successful answer, one a restart."""

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        ports = {group: free_port() for group in self.groups or [NAMES]}
        urls = {name: f"http://127.0.0.1:{port}" for group, port in ports.items() for name in group}
        self.env = {key: value for key, value in os.environ.items() if not key.startswith("DESERTBREW_")}
        # Compiled once and not at every start: an operator's Python does so, and recovery is timed here.
        self.env.pop("PYTHONDONTWRITEBYTECODE", None)
        self.env["PATH"] = os.pathsep.join(filter(None, [self.path, self.env.get("PATH", "")]))
        self.env |= {"DESERTBREW_DATA_DIR": str(self.data_dir), "DESERTBREW_LOG_LEVEL": "WARNING", "COLUMNS": "500"}
        self.env |= {f"DESERTBREW_{key}": value for key, value in self.settings.items()}
        if self.groups:
            self.env["DESERTBREW_SERVICE_URLS"] = json.dumps(urls)
            self.env["DESERTBREW_SERVICE_KEY"] = "a key that all our processes know"
        for group, port in ports.items():
            verb = ["serve", *group] if self.groups else ["up"]
            self.servers.append(
                Server(
                    name="-".join(group) if self.groups else "brewery",
                    command=[*self.program, *verb, "--port", str(port)],
                    url=f"http://127.0.0.1:{port}",
                    log=self.folder / f"{group[0]}.log",
                    env=self.env,
                    probe={"security": "/v1/session", "purchasing": "/v1/suppliers", "production": "/v1/batches"}.get(
                        group[0], "/v1/stock"
                    ),
                )
            )
        self._urls = urls

    @property
    def data_dir(self) -> Path:
        """Where its files are."""
        return self.folder / "data"

    @property
    def is_sqlite(self) -> bool:
        """Whether its databases are files."""
        return "DATABASE_URL" not in self.settings

    def url_of(self, path: str) -> str:
        """Who answers `path`, and where."""
        return self._urls[context_of(path)] + path

    def server_of(self, context: str) -> Server:
        """The process that serves a context."""
        return next(server for server in self.servers if server.url == self._urls[context])

    def start(self) -> None:
        """Start every process and wait until all can take commands; the first time, become the owner."""
        for server in self.servers:
            server.start()
        for server in self.servers:
            eventually(partial(self._is_ready, server), START_WITHIN_S)
        if not self.token:
            self._become_owner()

    def restart(self, *servers: Server) -> None:
        """Start processes again, and wait until each has answered somebody who is signed in."""
        began = perf_counter()
        for server in servers:
            server.start()
        with httpx.Client(cookies={SESSION_COOKIE: self.token}, timeout=5) as client:
            for server in servers:
                eventually(partial(self._answers, client, server), START_WITHIN_S)
                self.recoveries.append(perf_counter() - began)

    def stop(self) -> None:
        """Stop every process as an operator would."""
        for server in self.servers:
            server.stop()

    def remove(self) -> None:
        """Leave no process behind, whatever happened."""
        for server in self.servers:
            if server.process is not None and server.process.poll() is None:
                server.kill()

    def cli(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the CLI on this installation."""
        return subprocess.run(
            [*self.program, *words], env=self.env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )

    def doctor(self) -> list[str]:
        """What `desertbrew doctor` says that is not OK, the machine's SQLite version left out."""
        done = self.cli("doctor")
        ill = [line for line in done.stdout.splitlines() if not line.startswith("OK") and "sqlite version" not in line]
        if done.returncode and not ill:
            ill = [done.stdout + done.stderr]
        return ill

    def _is_ready(self, server: Server) -> bool:
        assert not server.has_died(), f"{server.name} died at its start:\n{server.last_words()}"
        try:
            return httpx.get(server.url + "/readyz", timeout=5).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def _answers(self, client: httpx.Client, server: Server) -> bool:
        assert not server.has_died(), f"{server.name} died at its start:\n{server.last_words()}"
        if not is_listening(server.url):
            return False
        try:
            return client.get(server.url + server.probe).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def _become_owner(self) -> None:
        log = self.server_of("security").log
        code = eventually(lambda: SETUP_CODE.findall(log.read_text(errors="replace")), START_WITHIN_S)[-1]
        response = httpx.post(self.url_of("/v1/setup"), json=OWNER | {"setup_code": code}, timeout=30)
        assert response.status_code == httpx.codes.CREATED, response.text
        self.token = response.cookies[SESSION_COOKIE]


def is_listening(url: str) -> bool:
    """Whether anybody takes connections at `url`; costs so little that it takes nothing from a server that starts."""
    parts = urlsplit(url)
    assert parts.hostname
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((parts.hostname, parts.port or 80)) == 0


def context_of(path: str) -> str:
    """The context that answers `path`."""
    return ANSWERED_BY.get(path.split("/")[2].partition("?")[0], "inventory")
