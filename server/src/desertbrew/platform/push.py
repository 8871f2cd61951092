"""Web push (RFC 8030, 8291, 8292): encrypted for one browser, signed with the installation's key, handed to its vendor."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import ClassVar
from urllib.parse import urlsplit

import httpx
from pydantic import ConfigDict, ValidationError
from webpush import WebPush, WebPushSubscription
from webpush.types import WebPushKeys
from webpush.vapid import VAPID

from desertbrew.platform.messages import Claimed, Gone, Undeliverable, adapter

TIMEOUT = httpx.Timeout(15.0, connect=5.0)
USEFUL_FOR = timedelta(hours=12)
"""How long a push is of use, and its signature good: browsers that sleep longer find it in the inbox."""
POINT_BYTES, SECRET_BYTES = 65, 16
PAYLOAD_MAX = 3000
"""RFC 8291: what fits into one record of 4096 bytes with its padding and header, and room to spare."""


class NotASubscription(ValueError):
    """What a browser is said to have given cannot have come from one, or leads somewhere else than to its vendor."""


@dataclass(frozen=True, slots=True)
class PushKeys:
    """The installation's own: browsers accept pushes from whoever holds the private one, and from nobody else."""

    private_pem: str
    public_pem: str
    public: str
    """The public one as a browser wants it: base64url of the uncompressed point."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a browser is reached, and what for it is encrypted with."""

    id: str
    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True)
class Push:
    """A push as it goes over the wire; only the browser can read it."""

    __pydantic_config__ = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")
    KIND: ClassVar[str] = "PUSH"

    device_id: str
    title: str
    about: str
    endpoint: str
    headers: dict[str, str]
    body: bytes
    send_before: datetime | None

    @property
    def recipient(self) -> str:
        """The device."""
        return self.device_id


def new_push_keys() -> PushKeys:
    """A pair of keys; whoever loses them loses every subscription."""
    private, public, text = VAPID.generate_keys()
    return PushKeys(private.decode(), public.decode(), text)


def check_subscription(to: Subscription, hosts: tuple[str, ...]) -> None:
    """Raise `NotASubscription` unless the keys are keys and the address is a browser vendor's.

    Whoever may name any address makes this server ask it: only the `hosts` are asked, and what lies below them.
    """
    parts = urlsplit(to.endpoint)
    name = parts.hostname or ""
    if not any(name == host or name.endswith("." + host) for host in hosts):
        raise NotASubscription(name)
    if parts.scheme != "https" and name != "127.0.0.1":
        raise NotASubscription(parts.scheme)
    try:
        lengths = len(_decoded(to.p256dh)), len(_decoded(to.auth))
        if lengths != (POINT_BYTES, SECRET_BYTES):
            raise NotASubscription("keys")
        compose_push(new_push_keys(), to, b"{}", about="", title="", topic="", now=None)
    except ValueError as error:
        raise NotASubscription(str(error)) from error


def compose_push(
    keys: PushKeys,
    to: Subscription,
    payload: bytes,
    *,
    title: str,
    about: str,
    topic: str,
    now: datetime | None,
    subscriber: str = "alerts@desertbrew.invalid",
) -> Push:
    """Encrypt `payload` for one browser; of several with the same `topic` that wait at the vendor, the last stays."""
    if len(payload) > PAYLOAD_MAX:
        msg = f"a push of {len(payload)} bytes; {PAYLOAD_MAX} is the most"
        raise ValueError(msg)
    ttl = int(USEFUL_FOR.total_seconds())
    writer = WebPush(keys.private_pem.encode(), keys.public_pem.encode(), subscriber, ttl, ttl)
    try:
        target = WebPushSubscription(endpoint=to.endpoint, keys=WebPushKeys(auth=to.auth, p256dh=to.p256dh))
    except ValidationError as error:
        raise NotASubscription(to.endpoint) from error
    made = writer.get(payload, target)
    headers = {**made.headers, "content-type": "application/octet-stream", "urgency": "high"}
    if topic:
        headers["topic"] = topic[:32]
    until = None if now is None else now + USEFUL_FOR
    return Push(to.id, title, about, to.endpoint, headers, made.encrypted, until)


class PushCarrier:
    """Posts pushes to the browsers' vendors; may be called from one thread."""

    kind = Push.KIND

    def __init__(self, timeout: httpx.Timeout = TIMEOUT) -> None:
        self._client = httpx.Client(timeout=timeout, follow_redirects=False)

    def carry(self, taken: Claimed) -> None:
        """Hand it over; raises `Gone` where the browser is, `Undeliverable` where the vendor will never take it."""
        push: Push = adapter(Push).validate_json(taken.content)
        answer = self._client.post(push.endpoint, content=push.body, headers=push.headers)
        said = f"{answer.status_code} {answer.text[:200]}"
        if answer.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
            raise Gone(said)
        if answer.status_code in {HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.REQUEST_ENTITY_TOO_LARGE}:
            raise Undeliverable(said)
        if not answer.is_success:
            raise httpx.HTTPStatusError(said, request=answer.request, response=answer)


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
