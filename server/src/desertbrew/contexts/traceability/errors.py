"""What traceability refuses."""

from __future__ import annotations

from desertbrew.kernel.errors import DomainError, Text


class TraceNotFound(DomainError):
    """Nothing public stands behind the code; says the same of every code, so that nobody learns which kegs there are."""

    slug = "trace-not-found"
    status = 404
    title = Text(es="No encontramos este barril", en="We could not find this keg")
    detail = Text(
        es="Revisa el código de la etiqueta o vuelve a escanearlo.",
        en="Check the code on the label, or scan it again.",
    )


class TooManyLooks(DomainError):
    """One address asks for more kegs than a guest drinks."""

    slug = "too-many-looks"
    status = 429
    title = Text(es="Demasiadas consultas", en="Too many requests")
    detail = Text(
        es="Espera {retry_after_s} segundos y vuelve a intentarlo.",
        en="Wait {retry_after_s} seconds and try again.",
    )
