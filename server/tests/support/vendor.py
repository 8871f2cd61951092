"""A browser vendor's push service on loopback, and a browser that can read what it is sent."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import http_ece
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def plain(raw: bytes) -> str:
    """Base64url without its padding, as browsers write it."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class Browser:
    """Holds the keys that only it has."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._auth = b"sixteen-bytes-00"

    @property
    def subscription(self) -> dict[str, str]:
        """What it gives to the app."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "p256dh": plain(point), "auth": plain(self._auth)}

    def read(self, body: bytes) -> Any:
        """What the push says."""
        return json.loads(http_ece.decrypt(body, private_key=self._key, auth_secret=self._auth, version="aes128gcm"))


class Vendor:
    """What was posted to the push service, and what it answers next."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.answer = 201
        self.taken: list[tuple[str, dict[str, str], bytes]] = []

    def browser(self, name: str) -> Browser:
        """A browser that subscribed here."""
        return Browser(f"{self.url}/push/{name}")

    def signed_by(self, headers: dict[str, str], public_key: str) -> Any:
        """The claims of the sender, if it is whoever holds the private half of `public_key`."""
        token = headers["authorization"].removeprefix("vapid t=").partition(",")[0]
        raw = base64.urlsafe_b64decode(public_key + "=" * (-len(public_key) % 4))
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
        # The library signs for the host alone, which is a vendor's whole origin: they all listen on 443.
        return jwt.decode(token, point, algorithms=["ES256"], audience=self.url.rpartition(":")[0])


@contextmanager
def open_vendor() -> Iterator[Vendor]:
    """Serve on a free port of loopback."""

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            vendor.taken.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(vendor.answer)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    vendor = Vendor(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield vendor
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
