"""What alerts refuses."""

from __future__ import annotations

from desertbrew.kernel.errors import DomainError, Text


class AlertClosed(DomainError):
    """The alert was over before it was acknowledged; there is nothing left to take care of."""

    slug = "alert-closed"
    title = Text(es="La alerta ya se cerró", en="The alert is closed")
    detail = Text(es="Lo que avisaba «{name}» ya no es así.", en="What “{name}” warned of is no longer so.")


class MailNeedsAnAddress(DomainError):
    """Mail was chosen, and nobody said where to."""

    slug = "mail-needs-an-address"
    title = Text(es="Falta tu correo", en="Your address is missing")
    detail = Text(
        es="Escribe a qué correo te avisamos, o quita los avisos por correo.",
        en="Say which address we should write to, or turn mail off.",
    )
