"""A brewery of real processes: one that serves everything, or one a context on PostgreSQL and RabbitMQ.

What a story sees of it is the same either way: addresses under /v1, answered by whoever is there. A process can be
killed as a power cut kills it, and started again.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from desertbrew.apps import registry
from desertbrew.kernel.ids import new_id
from support.waiting import eventually

SOURCES = Path(__file__).resolve().parents[2] / "src"
READY_WITHIN_S = 60.0
STOP_WITHIN_S = 20.0
SETUP_CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}\b")
PASSWORD = "alambique-verde-canela"
OWNER = "duena"


def free_port() -> int:
    """A port of loopback that nobody has now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Program:
    """One `desertbrew` process with the port that it listens on; everything that it says goes to `log`."""

    verb: tuple[str, ...]
    log: Path
    settings: Mapping[str, str]
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and do not wait."""
        command = [sys.executable, "-m", "desertbrew.apps.cli", *self.verb, "--port", str(self.port)]
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("DESERTBREW_")}
        environment = {**inherited, **self.settings, "PYTHONPATH": str(SOURCES)}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
            )

    def wait_until_ready(self) -> None:
        """Wait for its own word that it is; what it said instead is in the failure."""
        eventually(self._is_ready, READY_WITHIN_S)

    def kill(self) -> None:
        """Take its power away: no goodbye, nothing written that was not."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, as an operator does."""
        self._end(signal.SIGTERM)

    def said(self) -> str:
        """Its whole log."""
        return self.log.read_text(errors="replace")

    def _is_ready(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, f"{self.verb} ended by itself:\n{self.said()[-4000:]}"
        try:
            return httpx.get(f"{self.url}/readyz", timeout=2).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def _end(self, how: signal.Signals) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(STOP_WITHIN_S)


class Brewery:
    """What a story may do: ask and order as one person, and take the power away."""

    def __init__(self, programs: Mapping[str, Program]) -> None:
        """`programs` says who serves each context; embedded, it is the same one for all."""
        self._programs = dict(programs)
        self._http = httpx.Client(timeout=30)
        self._routes = [
            (re.compile(re.sub(r"\{[^}]+\}", "[^/]+", each.path) + r"/?"), context.name)
            for context in registry.CONTEXTS
            for each in context.routes.declared
        ]

    def start(self) -> None:
        """Start everything that does not run, all at once, and wait for it."""
        for program in self._each():
            if program.process is None or program.process.poll() is not None:
                program.start()
        for program in self._each():
            program.wait_until_ready()

    def close(self) -> None:
        """Stop everything."""
        self._http.close()
        for program in self._each():
            program.stop()

    def power_cut(self, *contexts: str) -> None:
        """Kill -9 whoever serves `contexts`, or everybody where none is named; `start` brings them back."""
        for program in [self._programs[name] for name in contexts] or self._each():
            program.kill()

    def read_setup_code(self) -> str:
        """The code that the server prints on its own screen until there is an owner."""
        program = self._programs["security"]
        codes: list[str] = eventually(lambda: SETUP_CODE.findall(program.said()), 20)
        return codes[-1]

    def sign_in(self) -> None:
        """Be the owner, the first one if need be."""
        if not self.get("/v1/setup")["needs_owner"]:
            self.post("/v1/sessions", {"username": OWNER, "password": PASSWORD})
            return
        told = {"setup_code": self.read_setup_code(), "display_name": "Dueña de prueba"}
        self.post("/v1/setup", {**told, "username": OWNER, "password": PASSWORD})

    def ask(self, method: str, path: str, body: Any = None, **query: Any) -> httpx.Response:
        """Send a request to whoever serves the path, as nginx would."""
        headers = {} if method == "GET" else {"Idempotency-Key": str(new_id())}
        return self._http.request(method, self.url(path), json=body, params=query, headers=headers)

    def get(self, path: str, **query: Any) -> Any:
        """What is answered; anything but success fails the story."""
        return self._answered(self.ask("GET", path, **query))

    def post(self, path: str, body: Any = None) -> Any:
        """As `get`."""
        return self._answered(self.ask("POST", path, body))

    def put(self, path: str, body: Any = None) -> Any:
        """As `get`."""
        return self._answered(self.ask("PUT", path, body))

    def _each(self) -> Iterable[Program]:
        return list({id(program): program for program in self._programs.values()}.values())

    def url(self, path: str) -> str:
        """Where the path is served, as nginx would find it."""
        context = next((name for pattern, name in self._routes if pattern.fullmatch(path)), None)
        assert context is not None, f"nobody serves {path}"
        return self._programs[context].url + path

    @staticmethod
    def _answered(response: httpx.Response) -> Any:
        assert response.is_success, f"{response.request.method} {response.url}: {response.status_code} {response.text}"
        return response.json() if response.content else None


def embedded(folder: Path) -> Brewery:
    """Everything in the one process of `desertbrew up`, on SQLite files in `folder`."""
    program = Program(("up", "--data-dir", str(folder / "data")), folder / "up.log", {})
    return Brewery({context.name: program for context in registry.CONTEXTS})


def services(folder: Path, database_url: str, broker_url: str, broker_prefix: str) -> Brewery:
    """A process a context, each with its own PostgreSQL database, events over RabbitMQ, questions over HTTP."""
    ports = {context.name: free_port() for context in registry.CONTEXTS}
    settings = {
        "DESERTBREW_DATABASE_URL": database_url,
        "DESERTBREW_BROKER_URL": broker_url,
        "DESERTBREW_BROKER_PREFIX": broker_prefix,
        "DESERTBREW_SERVICE_KEY": str(new_id()),
        "DESERTBREW_SERVICE_URLS": json.dumps({name: f"http://127.0.0.1:{port}" for name, port in ports.items()}),
        "DESERTBREW_DATA_DIR": str(folder),
    }
    return Brewery({name: Program(("serve", name), folder / f"{name}.log", settings, port) for name, port in ports.items()})
