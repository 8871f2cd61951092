"""What an operator may choose, read once from the environment (prefix DESERTBREW_) in `apps/`."""

from __future__ import annotations

from contextlib import suppress
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The defaults run the embedded brewery on a laptop: SQLite files, in-process courier, loopback only."""

    model_config = SettingsConfigDict(env_prefix="DESERTBREW_", extra="ignore")

    data_dir: Path = Path("data")
    database_url: str = ""
    """Empty: one SQLite file a context in `data_dir`. Else a SQLAlchemy URL whose `{context}` is filled in, such as
    postgresql+psycopg://brew@db/desertbrew_{context}."""
    broker_url: str = ""
    """Empty: the in-process courier. Else amqp://user:password@host:5672/vhost."""
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = "https://desertbrew.mx"
    """Where guests' phones reach us: the QR of a keg is this, /trace/ and the keg's code."""
    brewery_name: str = "Desert Brew Co."
    """What labels and papers are headed with."""
    brewery_rfc: str = ""
    brewery_address: str = ""
    """What suppliers need besides, to deliver and to invoice; a line break begins a new line."""
    demo: bool = False
    time_zone: str = "America/Monterrey"
    web_dir: Path | None = None
    """Where the built web app lies; None serves the API alone."""
    service_key: SecretStr = SecretStr("")
    """What our own processes prove themselves with to each other; needed only where contexts are apart."""
    service_urls: dict[str, str] = Field(default_factory=dict)
    """Where the other contexts answer in the distributed mode: {"inventory": "http://inventory:8001"}."""
    broker_prefix: str = "desertbrew"
    """First word of every exchange and queue, so that two installations can share one broker."""
    database_workers: int = Field(default=8, ge=1, le=64)
    """PostgreSQL only: how many commands a process runs at once. SQLite has one writer, always."""
    write_queue_max: int = Field(default=2000, ge=1)
    """Commands that may wait for a database before new ones are told to come back later (503)."""
    trusted_proxies: str = "127.0.0.1"
    """Whose X-Forwarded-For and X-Forwarded-Proto are believed: addresses and networks, comma-separated. Behind a gateway
    that is not named here everybody has the gateway's address, and shares its limit of wrong guesses."""
    wire_programs: dict[str, SecretStr] = Field(default_factory=dict)
    """Programs that speak the kitchen's Spanish wire (/api/…) and cannot say who they are: the address or network that
    such a program calls from, and the program key that its requests count under: {"192.168.1.20": "…"}. None by default."""
    body_max_bytes: int = 1024 * 1024
    upload_max_bytes: int = 12 * 1024 * 1024
    log_format: Literal["json", "console"] = "json"
    log_level: str = "INFO"
    smtp_url: SecretStr = SecretStr("")
    """The server that takes our mail. Empty: mail is kept until there is one. smtp://user:password@host:587 turns to TLS
    where the server offers it, smtp+starttls:// insists on it, smtps:// begins with it (465)."""
    mail_from: str = ""
    """Who our mail is from, `Desert Brew <brew@example.mx>`; empty takes the user of the server, if that is an address."""
    push_hosts: tuple[str, ...] = (
        "fcm.googleapis.com",
        "push.services.mozilla.com",
        "push.apple.com",
        "notify.windows.com",
    )
    """The browser vendors whose push servers we post to; no browser's word leads anywhere else."""

    @property
    def zone(self) -> ZoneInfo:
        """The zone of business days."""
        return ZoneInfo(self.time_zone)

    @property
    def is_sqlite(self) -> bool:
        """True where each context is a SQLite file of this process."""
        return not self.database_url

    def program_key(self, address: str) -> str:
        """The key under which a nameless program at `address` speaks the kitchen's wire; empty where it may not."""
        if not self.wire_programs:
            return ""
        with suppress(ValueError):
            caller = ip_address(address)
            for network, key in self.wire_programs.items():
                if caller in ip_network(network):
                    return key.get_secret_value()
        return ""

    def context_url(self, context: str) -> str:
        """The database URL of one context."""
        if self.is_sqlite:
            return f"sqlite:///{self.data_dir / (context + '.db')}"
        return self.database_url.replace("{context}", context)
