"""Mail leaves by SMTP, one connection a mail; what the server said decides whether another try can help."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from desertbrew.platform.messages import Claimed, Mail, Undeliverable, adapter
from desertbrew.platform.settings import Settings

TIMEOUT_S = 30.0
PORTS = {"smtp": 587, "smtp+starttls": 587, "smtps": 465}
FOR_GOOD = range(500, 600)
"""SMTP's own word for "do not try this again" (RFC 5321, 4.2.1)."""


class BadMailSettings(ValueError):
    """The settings name a mail server that there cannot be; said at the start, not with the first mail."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Who takes our mail, and whom it is from."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    sender: Address

    @property
    def is_this_machine(self) -> bool:
        """Whether a password may travel in the clear: it does not leave the house."""
        if self.host == "localhost":
            return True
        with suppress(ValueError):
            return ip_address(self.host).is_loopback
        return False


def mail_server_of(settings: Settings) -> MailServer | None:
    """The server that the settings name, None where they name none; raises `BadMailSettings`."""
    url = settings.smtp_url.get_secret_value()
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        msg = f"DESERTBREW_SMTP_URL begins with {parts.scheme!r}; it may be {', '.join(PORTS)}, and names a host"
        raise BadMailSettings(msg)
    user = unquote(parts.username or "")
    try:
        sender = read_address(settings.mail_from or user, settings.brewery_name)
    except ValueError as error:
        msg = f"DESERTBREW_MAIL_FROM is {settings.mail_from!r}; it must be an address, for the user {user!r} is none"
        raise BadMailSettings(msg) from error
    password = unquote(parts.password or "")
    return MailServer(parts.scheme, parts.hostname, parts.port or PORTS[parts.scheme], user, password, sender)


def read_address(written: str, name: str = "") -> Address:
    """`Desert Brew <brew@example.mx>`, or the bare address under `name`; raises ValueError where it is neither."""
    said, spec = parseaddr(written)
    try:
        read = Address(said or name, addr_spec=spec)
    except (MessageError, IndexError) as error:
        raise ValueError(written) from error
    if not (read.username and read.domain):
        raise ValueError(written)
    return read


class SmtpCarrier:
    """Delivers mails to the server; may be called from one thread."""

    kind = Mail.KIND

    def __init__(self, server: MailServer, timeout_s: float = TIMEOUT_S) -> None:
        self._server = server
        self._timeout_s = timeout_s
        self._tls = ssl.create_default_context()

    def carry(self, taken: Claimed) -> None:
        """Hand it over; raises `Undeliverable` where no other try can help, and anything else where one may."""
        mail: Mail = adapter(Mail).validate_json(taken.content)
        try:
            composed = compose(taken, mail, self._server.sender)
        except (ValueError, LookupError, MessageError) as error:
            raise Undeliverable(f"it cannot be written as a mail to {mail.to!r}: {error!r}") from error
        connection = self._connect()
        try:
            connection.send_message(composed, self._server.sender.addr_spec, [mail.to])
        except smtplib.SMTPRecipientsRefused as refusal:
            code, said = refusal.recipients[mail.to]
            _refuse(code, said, refusal)
        except smtplib.SMTPDataError as refusal:
            _refuse(refusal.smtp_code, refusal.smtp_error, refusal)
        finally:
            # The mail is theirs by now, or is not: whatever goes wrong in parting changes nothing.
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
            connection.close()

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        if server.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=self._timeout_s, context=self._tls)
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=self._timeout_s)
        try:
            connection.ehlo_or_helo_if_needed()
            is_private = server.scheme == "smtps"
            if server.scheme == "smtp+starttls" or (server.scheme == "smtp" and connection.has_extn("starttls")):
                connection.starttls(context=self._tls)
                is_private = True
            if server.user and server.password:
                if not is_private and not server.is_this_machine:
                    msg = f"{server.host} offers no TLS; the password was not sent"
                    raise smtplib.SMTPNotSupportedError(msg)
                connection.login(server.user, server.password)
        except BaseException:
            connection.close()
            raise
        return connection


def compose(taken: Claimed, mail: Mail, sender: Address) -> EmailMessage:
    """The mail as it travels; a second try is the same mail to the letter, so that a mailbox can know it again.

    Raises ValueError, LookupError or MessageError where an address is none, or a name cannot stand in a header.
    """
    recipient = Address(addr_spec=mail.to)
    composed = EmailMessage(SMTP)
    composed["From"] = sender
    composed["To"] = recipient
    composed["Subject"] = mail.title
    composed["Date"] = taken.posted_at
    composed["Message-ID"] = f"<{taken.id}@{sender.domain}>"
    composed["Auto-Submitted"] = "auto-generated"
    if mail.reply_to:
        composed["Reply-To"] = read_address(mail.reply_to)
    composed.set_content(mail.text)
    if mail.html:
        composed.add_alternative(mail.html, subtype="html")
    for file in mail.attachments:
        main, _, sub = file.media_type.partition("/")
        name = " ".join(file.name.split())
        composed.add_attachment(file.content, maintype=main, subtype=sub or "octet-stream", filename=name)
    return composed


def _refuse(code: int, said: bytes | str, refusal: smtplib.SMTPException) -> None:
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    if code in FOR_GOOD:
        raise Undeliverable(f"{code} {words}") from refusal
    raise refusal
