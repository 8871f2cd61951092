"""Alerts in words, for mail and for a telephone's lock screen; the app says the same from its own catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from desertbrew.contexts.alerts.contract import AlertKind
from desertbrew.kernel.errors import Text

SHOWN_IN_A_PUSH = 4


@dataclass(frozen=True, slots=True)
class Said:
    """One alert in a title and a sentence."""

    title: str
    body: str


NONE_LEFT = 3

TITLES: dict[AlertKind, Text] = {
    AlertKind.LOW_STOCK: Text(es="Poca existencia: {name}", en="Low stock: {name}"),
    AlertKind.LOT_EXPIRING: Text(es="Por caducar: {name}", en="Expiring soon: {name}"),
    AlertKind.LOT_EXPIRED: Text(es="Caducó: {name}", en="Expired: {name}"),
    AlertKind.COLD_ROOM: Text(es="Cámara fuera de límites: {name}", en="Cold room out of limits: {name}"),
    AlertKind.ORDER_WAITING: Text(es="Compra por aprobar: {name}", en="Order to approve: {name}"),
}
SOLD_OUT = Text(es="Se acabó: {name}", en="Out of stock: {name}")
BODIES: dict[AlertKind, Text] = {
    AlertKind.LOW_STOCK: Text(
        es="Quedan {on_hand} {unit}; el mínimo es {minimum} {unit}.",
        en="{on_hand} {unit} left; the minimum is {minimum} {unit}.",
    ),
    AlertKind.LOT_EXPIRING: Text(
        es="Lote {code}: caduca el {expires_on}, quedan {available} {unit}.",
        en="Lot {code}: expires on {expires_on}, {available} {unit} left.",
    ),
    AlertKind.LOT_EXPIRED: Text(
        es="Lote {code}: caducó el {expires_on} con {available} {unit}. Quedó bloqueado.",
        en="Lot {code}: expired on {expires_on} with {available} {unit} left. It is blocked.",
    ),
    AlertKind.COLD_ROOM: Text(es="Marcó {temperature_c} °C.", en="It read {temperature_c} °C."),
    AlertKind.ORDER_WAITING: Text(
        es="{supplier}: {total} {currency}, para el {expected_on}.",
        en="{supplier}: {total} {currency}, for {expected_on}.",
    ),
}


DAYS = ("expires_on", "expected_on")
"""Figures that are days: they travel as ISO and are said as people write them."""


class _Figures(dict[str, str]):
    """A figure that an old alert does not carry is a dash, not a failure."""

    def __missing__(self, key: str) -> str:
        return "–"


def say(kind: AlertKind, name: str, figures: Mapping[str, str], urgency: int | None, language: str) -> Said:
    """An alert in `language`."""
    facts = _Figures(figures)
    facts["name"] = name
    for day in DAYS:
        if day in facts:
            facts[day] = f"{date.fromisoformat(facts[day]):%d/%m/%Y}"
    title = SOLD_OUT if kind is AlertKind.LOW_STOCK and urgency == NONE_LEFT else TITLES[kind]
    return Said(_fill(title, language, facts), _fill(BODIES[kind], language, facts))


def _fill(text: Text, language: str, facts: _Figures) -> str:
    # Not `Text.say`: it copies the facts, and would forget what stands for a missing one.
    return (text.en if language == "en" else text.es).format_map(facts)


def letter_of(said: Sequence[Said], language: str, link: str) -> tuple[str, str, str]:
    """Subject, text and HTML of a mail about one alert or many."""
    subject = said[0].title if len(said) == 1 else Text(es="{n} alertas", en="{n} alerts").say(language, {"n": len(said)})
    open_it = Text(es="Abrir las alertas", en="Open the alerts").say(language, {})
    text = "\n\n".join(f"{each.title}\n{each.body}" for each in said) + f"\n\n{open_it}: {link}\n"
    lines = "".join(f"<p><strong>{escape(each.title)}</strong><br>{escape(each.body)}</p>" for each in said)
    return subject, text, f'{lines}<p><a href="{escape(link, quote=True)}">{open_it}</a></p>'


def push_of(said: Sequence[Said], language: str) -> Said:
    """What a telephone shows: one alert as it is, many as a count and their titles."""
    if len(said) == 1:
        return said[0]
    title = Text(es="{n} alertas", en="{n} alerts").say(language, {"n": len(said)})
    more = len(said) - SHOWN_IN_A_PUSH
    titles = [each.title for each in said[:SHOWN_IN_A_PUSH]]
    return Said(title, "\n".join([*titles, *([f"+{more}"] if more > 0 else [])]))
