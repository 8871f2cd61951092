"""Measure the server beside its floor, on one or both databases; prints a table, and writes JSON where asked."""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import Any

import httpx
import psutil
import psycopg

import floor
from load import Measured, measure

ROOT = Path(__file__).resolve().parents[1]
CLIENTS = (1, 4, 16)
ADMIN = os.environ.get("DESERTBREW_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432")


@dataclass
class Running:
    """A server under measurement."""

    process: subprocess.Popen[str]
    port: int
    environment: dict[str, str]
    data_dir: str
    start_s: float
    code: str


@contextmanager
def server(dialect: str, prefix: str, data_dir: str, *, first: bool) -> Iterator[Running]:
    """Start the real program and stop it at the end."""
    with psutil_port() as port:
        environment = {**os.environ, "DESERTBREW_LOG_LEVEL": "WARNING", "PYTHONUNBUFFERED": "1"}
        if dialect == "postgresql":
            url = ADMIN.replace("postgresql://", "postgresql+psycopg://").rstrip("/")
            environment["DESERTBREW_DATABASE_URL"] = f"{url}/{prefix}_{{context}}"
    command = [sys.executable, "-m", "desertbrew.apps.cli", "up", "--data-dir", data_dir, "--port", str(port)]
    started = perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    try:
        wait_ready(port)
        took = perf_counter() - started
        yield Running(process, port, environment, data_dir, took, read_code(process) if first else "")
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def psutil_port() -> Iterator[int]:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        yield probe.getsockname()[1]


def wait_ready(port: int) -> None:
    """Until the server takes commands."""
    deadline = monotonic() + 60
    while monotonic() < deadline:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        sleep(0.02)
    raise TimeoutError("the server did not get ready")


def read_code(process: subprocess.Popen[str]) -> str:
    """The set-up code that a first start prints."""
    assert process.stdout is not None
    for line in process.stdout:
        found = re.search(r"([0-9A-Z]{4}-){2}[0-9A-Z]{4}", line)
        if found:
            return found[0]
    raise ValueError("the server ended before it printed a set-up code")


class Client:
    """Signed in as the owner."""

    def __init__(self, running: Running) -> None:
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{running.port}", timeout=30)
        owner = {"display_name": "Bench", "username": "bench", "password": "banco-de-pruebas-2026"}
        self.http.post("/v1/setup", json={"setup_code": running.code, **owner}).raise_for_status()
        secrets = {"username": owner["username"], "password": owner["password"]}
        self.http.post("/v1/sessions", json=secrets).raise_for_status()
        self.cookie = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """A command."""
        answer = self.http.post(path, json=body, headers={"Idempotency-Key": str(uuid.uuid4())})
        answer.raise_for_status()
        said: dict[str, Any] = answer.json()
        return said


def prepare(running: Running) -> tuple[Client, str, str]:
    """A supplier and an item that inventory knows of."""
    client = Client(running)
    supplier = client.post("/v1/suppliers", {"name": "Bench"})["id"]
    item = client.post("/v1/items", {"sku": "BENCH", "name": "Bench", "kind": "MALT", "base_unit": "kg"})["id"]
    deadline = monotonic() + 10
    while monotonic() < deadline:
        try:
            client.post("/v1/receipts", receipt(supplier, item))
            break
        except httpx.HTTPStatusError:
            sleep(0.05)
    return client, supplier, item


def receipt(supplier: str, item: str) -> dict[str, Any]:
    """One delivery of one line."""
    line = {"item_id": item, "quantity": "2", "unit": "kg", "total_cost": "1000.00"}
    return {"supplier_id": supplier, "lines": [line]}


def bench(dialect: str, seconds: float) -> dict[str, Any]:
    """Everything on one database."""
    prefix = f"bench_{uuid.uuid4().hex[:8]}"
    with tempfile.TemporaryDirectory() as data_dir:
        try:
            with server(dialect, prefix, data_dir, first=True) as running:
                client, supplier, item = prepare(running)
                body = json.dumps(receipt(supplier, item)).encode()
                base = f"Host: bench\r\nCookie: {client.cookie}\r\n"

                def command() -> bytes:
                    key = uuid.uuid4()
                    head = (
                        f"POST /v1/receipts HTTP/1.1\r\n{base}Idempotency-Key: {key}\r\n"
                        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
                    )
                    return head.encode() + body

                query = f"GET /v1/items/{item} HTTP/1.1\r\n{base}\r\n".encode()
                ours = {
                    "command": [measure(running.port, command, clients, seconds) for clients in CLIENTS],
                    "query": [measure(running.port, lambda: query, clients, seconds) for clients in CLIENTS],
                }
                resident = psutil.Process(running.process.pid).memory_info().rss / 2**20
            with server(dialect, prefix, data_dir, first=False) as again:
                start_s = again.start_s
            target = floor.Target(dialect, where(dialect, prefix, data_dir), supplier, item)
            bare = {
                what: [floor.measure(target, what, clients, seconds) for clients in CLIENTS] for what in ("command", "query")
            }
        finally:
            if dialect == "postgresql":
                drop(prefix)
    return {
        "start_s": round(start_s, 2),
        "resident_mib": round(resident, 1),
        "rows": [row(what, mine, least) for what in ours for mine, least in zip(ours[what], bare[what], strict=True)],
    }


def where(dialect: str, prefix: str, data_dir: str) -> str:
    """Where the bare driver finds inventory's database."""
    return f"{data_dir}/inventory.db" if dialect == "sqlite" else f"{ADMIN.rstrip('/')}/{prefix}_inventory"


def drop(prefix: str) -> None:
    """Leave nothing behind."""
    with psycopg.connect(f"{ADMIN.rstrip('/')}/postgres", autocommit=True) as connection:
        names = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [prefix + "%"]).fetchall()
        for (name,) in names:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def row(what: str, ours: Measured, bare: Measured) -> dict[str, Any]:
    """One line of the table."""
    ratio = round(ours.per_second / bare.per_second, 3) if bare.per_second else None
    return {"what": what, "clients": ours.clients, "ours": asdict(ours), "floor": asdict(bare), "ratio": ratio}


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dialect", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    dialects = ["sqlite", "postgresql"] if chosen.dialect == "both" else [chosen.dialect]
    results: dict[str, Any] = {"python": platform.python_version(), "cores": os.cpu_count()}
    for dialect in dialects:
        results[dialect] = bench(dialect, chosen.seconds)
        print(f"\n{dialect}: starts in {results[dialect]['start_s']} s, {results[dialect]['resident_mib']} MiB resident")
        print(
            f"{'what':8} {'clients':>7} {'ours/s':>8} {'p50 ms':>7} {'p99 ms':>7} {'floor/s':>8} {'ratio':>6} {'refused':>7}"
        )
        for each in results[dialect]["rows"]:
            ours = each["ours"]
            print(
                f"{each['what']:8} {each['clients']:7} {ours['per_second']:8} {ours['p50_ms']:7} {ours['p99_ms']:7} "
                f"{each['floor']['per_second']:8} {each['ratio']!s:>6} {ours['refused']:7}"
            )
    if chosen.json:
        chosen.json.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
