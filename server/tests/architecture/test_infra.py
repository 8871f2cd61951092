"""What lies in infra/ is started for real, or held against the program where this machine cannot start it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

import services
from desertbrew.apps import registry
from desertbrew.platform.http.middleware import SECURITY_HEADERS
from desertbrew.platform.settings import Settings
from private_servers import LOOPBACK, free_port
from support.leaving_out import leave_out
from support.waiting import eventually

ROOT = Path(__file__).resolve().parents[3]
INFRA = ROOT / "infra"
START_WITHIN = 20.0  # seconds

# Both servers hand their work to a user without rights when root starts them, who cannot enter pytest's folders.
WORKERS = "user root;\n" if os.geteuid() == 0 else ""
DEVICE_BROKER_USER = "user root\n" if os.geteuid() == 0 else ""

ROUTES = [
    ("/v1/lots", "inventory"),
    ("/v1/lots/0190.1", "inventory"),
    ("/v1/inventory/audit-entries", "inventory"),
    ("/v1/batches/1/starts", "production"),
    ("/v1/sessions/1", "security"),
    ("/v1/live", "security"),
    ("/v1/suppliers?limit=5", "purchasing"),
    ("/v1/trace/nodes?q=malta", "traceability"),
    ("/v1/public/trace/KEG-001", "traceability"),
    ("/v1/alerts/waiting", "alerts"),
    ("/v1/alert-preferences", "alerts"),
]


def listens(port: int) -> bool:
    """Whether a port of ours accepts connections."""
    with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, port), timeout=1):
        return True
    return False


# ------------------------------------------------------------------------------------------------------- the gateway


class Standin(ThreadingHTTPServer):
    """A context's process as the gateway sees it: says its name, and holds its live feed open until told."""

    def __init__(self, name: str) -> None:
        super().__init__((LOOPBACK, 0), Answer)
        self.context = name
        self.release = threading.Event()


class Answer(BaseHTTPRequestHandler):
    """Answers everything with what arrived."""

    protocol_version = "HTTP/1.1"
    server: Standin

    def do_GET(self) -> None:
        if self.path == "/v1/live":
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(b"event: hello\n\n")
            self.wfile.flush()
            self.server.release.wait(START_WITHIN)
            return
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        body = json.dumps({"context": self.server.context, "path": self.path, "headers": dict(self.headers)}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815  # the base class's word

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


class Reply(NamedTuple):
    """What the gateway answered."""

    status: int
    headers: dict[str, str]
    body: str


class Gateway(NamedTuple):
    """A running nginx and the stand-ins behind it."""

    port: int
    standins: dict[str, Standin]

    def ask(self, path: str, method: str = "GET", body: bytes | None = None) -> Reply:
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=10)
        try:
            connection.request(method, path, body=body, headers={"X-Request-ID": "request-0001"})
            response = connection.getresponse()
            return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read().decode())
        finally:
            connection.close()


def gateway_folder(folder: Path, port: int, ports: dict[str, int]) -> Path:
    """Our files as they are, but for the addresses and folders that an installation has of its own."""
    web = folder / "web"
    (web / "assets").mkdir(parents=True)
    (web / "index.html").write_text("<!doctype html><title>entry</title>")
    (web / "assets" / "app.js").write_text("1")
    for name in ("headers.conf", "proxy.conf"):
        shutil.copy(INFRA / "nginx" / name, folder)
    text = (INFRA / "nginx" / "desertbrew.conf").read_text()
    text = text.replace("/etc/nginx/desertbrew", str(folder)).replace("/usr/share/desertbrew/web", str(web))
    text = text.replace("listen 8080", f"listen {LOOPBACK}:{port}")
    text = re.sub(r"server (\w+):\d+;", lambda found: f"server {LOOPBACK}:{ports[found[1]]};", text)
    main = folder / "nginx.conf"
    paths = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    main.write_text(
        f"{WORKERS}daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; {paths}\ntypes {{ text/html html; application/javascript js; }}\n{text}\n}}\n"
    )
    return main


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """A real nginx on loopback with our configuration; `purchasing` is down."""
    program = services.find_nginx() or leave_out("nginx", "sudo apt-get install -y nginx-light")
    standins = {name: Standin(name) for name in ("inventory", "production", "security", "traceability", "alerts")}
    threads = [threading.Thread(target=each.serve_forever) for each in standins.values()]
    for thread in threads:
        thread.start()
    port = free_port()
    folder = tmp_path_factory.mktemp("nginx")
    ports = {name: each.server_address[1] for name, each in standins.items()}
    main = gateway_folder(folder, port, {**ports, "purchasing": free_port()})
    process = subprocess.Popen([program, "-c", str(main), "-p", str(folder), "-e", str(folder / "error.log")])
    try:
        eventually(lambda: listens(port), START_WITHIN)
        yield Gateway(port, standins)
    finally:
        process.terminate()
        process.wait()
        for each in standins.values():
            each.release.set()
            each.shutdown()
            each.server_close()
        for thread in threads:
            thread.join()


@pytest.mark.parametrize("path, context", [row for row in ROUTES if row[1] != "purchasing" and row[0] != "/v1/live"])
def test_the_gateway_hands_a_path_to_its_context(gateway: Gateway, path: str, context: str) -> None:
    answer = json.loads(gateway.ask(path).body)
    assert (answer["context"], answer["path"]) == (context, path)
    assert answer["headers"]["X-Request-ID"] == "request-0001"
    assert answer["headers"]["X-Forwarded-Host"] == f"{LOOPBACK}:{gateway.port}"


def test_every_operation_of_the_api_has_its_way_through_the_gateway() -> None:
    text = (INFRA / "nginx" / "desertbrew.conf").read_text()
    lines = re.findall(r"^\s*~(\S+)\s+desertbrew_(\w+);", text, re.MULTILINE)
    document = json.loads((ROOT / "contracts" / "openapi.json").read_text())
    assert document["paths"]
    for path, operations in document["paths"].items():
        context = next(iter(operations.values()))["tags"][0]
        # What our processes ask each other is nobody else's business: the gateway has no way there.
        expected = [] if path.startswith("/v1/internal/") else [context]
        assert [name for pattern, name in lines if re.search(pattern, path)] == expected, path


def test_a_path_of_nobody_is_a_problem(gateway: Gateway) -> None:
    reply = gateway.ask("/v1/secrets")
    assert (reply.status, reply.headers["content-type"]) == (404, "application/problem+json")
    assert json.loads(reply.body)["request_id"] == "request-0001"


def test_a_context_that_is_down_is_a_503_with_a_time_to_return(gateway: Gateway) -> None:
    reply = gateway.ask("/v1/suppliers")
    assert (reply.status, reply.headers["retry-after"]) == (503, "2")
    assert json.loads(reply.body)["status"] == 503


def test_guesses_are_slowed_down_and_listings_are_not(gateway: Gateway) -> None:
    tries = [gateway.ask("/v1/pin-sessions", "POST", b"{}") for _ in range(20)]
    refused = [reply for reply in tries if reply.status == 429]
    assert tries[0].status == 200
    assert refused
    assert refused[0].headers["retry-after"] == "2"
    assert refused[0].headers["content-type"] == "application/problem+json"
    assert {gateway.ask("/v1/sessions").status for _ in range(20)} == {200}


def test_the_live_feed_is_not_held_back(gateway: Gateway) -> None:
    with socket.create_connection((LOOPBACK, gateway.port), timeout=10) as connection:
        connection.sendall(b"GET /v1/live HTTP/1.1\r\nHost: brewery\r\n\r\n")
        seen = b""
        while b"event: hello" not in seen:  # the stand-in has not closed: a buffering proxy would wait for it
            seen += connection.recv(4096)
        assert not gateway.standins["security"].release.is_set()
    gateway.standins["security"].release.set()


def test_a_body_that_is_too_large_is_refused_unless_it_is_a_recipe(gateway: Gateway) -> None:
    big = b"x" * (2 * 1024 * 1024)
    assert gateway.ask("/v1/recipe-imports", "POST", big).status == 200
    reply = gateway.ask("/v1/receipts", "POST", big)
    assert (reply.status, reply.headers["content-type"]) == (413, "application/problem+json")


def test_the_web_app_is_served_with_the_programs_own_headers(gateway: Gateway) -> None:
    for path in ("/", "/lotes/12", "/assets/app.js"):
        reply = gateway.ask(path)
        assert reply.status == 200
        sent = {name.decode(): value.decode() for name, value in SECURITY_HEADERS}
        assert {name: reply.headers.get(name) for name in sent} == sent
    assert "entry" in gateway.ask("/lotes/12").body
    assert gateway.ask("/").headers["cache-control"] == "no-cache"
    assert "immutable" in gateway.ask("/assets/app.js").headers["cache-control"]
    assert gateway.ask("/assets/gone.js").status == 404
    assert gateway.ask("/gone.js").status == 404


@pytest.mark.parametrize("path", ["/metrics", "/readyz"])
def test_what_is_the_operators_is_not_public(gateway: Gateway, path: str) -> None:
    assert gateway.ask(path).status == 404


# ---------------------------------------------------------------------------------------------------------- brokers


def test_the_event_brokers_configuration_starts_a_node() -> None:
    text = (INFRA / "rabbitmq" / "rabbitmq.conf").read_text()
    lines = [line for line in text.splitlines() if not line.startswith(("listeners.", "#"))]
    try:
        broker = services.PrivateBroker("\n".join(lines) + "\ndisk_free_limit.absolute = 1MB\n")
    except FileNotFoundError:
        leave_out("RabbitMQ", "sudo apt-get install -y rabbitmq-server")
    with broker:
        assert broker.process is not None


def connect(port: int, name: str = "", password: str = "") -> int:
    """MQTT 3.1.1's answer to a CONNECT: 0 welcome, 5 not authorised."""

    def text(value: str) -> bytes:
        return len(value.encode()).to_bytes(2, "big") + value.encode()

    flags = 0b11000010 if name else 0b00000010
    body = text("MQTT") + bytes([4, flags, 0, 10]) + text("kettle") + (text(name) + text(password) if name else b"")
    with socket.create_connection((LOOPBACK, port), timeout=5) as connection:
        connection.sendall(bytes([0x10, len(body)]) + body)
        answer = connection.recv(4)
    assert answer[:2] == b"\x20\x02"
    return answer[3]


def test_the_device_broker_lets_nobody_in_without_a_password(tmp_path: Path) -> None:
    program = services.find_binary("mosquitto")
    passwd = services.find_binary("mosquitto_passwd")
    if program is None or passwd is None:
        leave_out("Mosquitto", "sudo apt-get install -y mosquitto")
    port = free_port()
    text = (INFRA / "mosquitto" / "mosquitto.conf").read_text()
    text = text.replace("/mosquitto/config", str(tmp_path)).replace("/mosquitto/data", str(tmp_path))
    (tmp_path / "mosquitto.conf").write_text(
        DEVICE_BROKER_USER + text.replace("listener 1883", f"listener {port} {LOOPBACK}")
    )
    shutil.copy(INFRA / "mosquitto" / "acl", tmp_path)
    subprocess.run([passwd, "-b", "-c", str(tmp_path / "passwords"), "kettle", "caliente"], check=True)
    process = subprocess.Popen([program, "-c", str(tmp_path / "mosquitto.conf")], stderr=subprocess.DEVNULL)
    try:
        eventually(lambda: listens(port), START_WITHIN)
        assert connect(port) == 5
        assert connect(port, "kettle", "fría") == 5
        assert connect(port, "kettle", "caliente") == 0
    finally:
        process.terminate()
        process.wait()


# ---------------------------------------------------------------------------------------------- what cannot be started


def compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((INFRA / "compose.yml").read_text())
    return document


@pytest.mark.parametrize("context", [context.name for context in registry.CONTEXTS])
def test_compose_has_a_service_for_every_context(context: str) -> None:
    service = compose()["services"][context]
    port = registry.PORTS[context]
    assert service["command"] == ["serve", context]
    assert service["environment"]["DESERTBREW_PORT"] == str(port)
    assert f":{port}/readyz" in " ".join(service["healthcheck"]["test"])
    assert service["environment"]["DESERTBREW_SERVICE_URLS"].count(f"http://{context}:{port}") == 1
    assert f"server {context}:{port};" in (INFRA / "nginx" / "desertbrew.conf").read_text()


def test_compose_has_no_service_that_the_program_does_not_know() -> None:
    ours = {name for name, service in compose()["services"].items() if service["image"] == "desertbrew/service"}
    assert ours == {context.name for context in registry.CONTEXTS}


def test_compose_watches_the_health_of_everything() -> None:
    assert [name for name, service in compose()["services"].items() if "test" not in service["healthcheck"]] == []


def test_every_setting_that_infra_speaks_of_exists() -> None:
    known = {f"DESERTBREW_{name.upper()}" for name in Settings.model_fields}
    secrets = set(re.findall(r"^(DESERTBREW_\w+)=", (INFRA / "env.example").read_text(), re.MULTILINE))
    files = [INFRA / "Dockerfile", INFRA / "systemd" / "desertbrew.service", INFRA / "compose.yml"]
    for file in files:
        spoken = set(re.findall(r"\bDESERTBREW_[A-Z_]+\b", file.read_text()))
        assert spoken - known - secrets == set(), file.name


def test_the_image_takes_what_the_tests_ran_with() -> None:
    pins = [set(re.findall(r"^(\S+==\S+)", (ROOT / name).read_text(), re.MULTILINE)) for name in
            ("infra/runtime.lock", "requirements.lock")]  # fmt: skip
    assert pins[0]
    assert pins[0] - pins[1] == set()
