"""Why kegs cannot, in the words of whoever holds the scanner: every one of a list, not just the first. (INV-K2)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desertbrew.contexts.inventory.contract import KegMove, KegState
from desertbrew.contexts.inventory.errors import KegsCannotMove
from desertbrew.contexts.inventory.rules.kegs import KegFault
from desertbrew.kernel.errors import Fault, Text

STATE_WORDS = {
    KegState.DIRTY: Text(es="sucio", en="dirty"),
    KegState.CLEAN: Text(es="limpio", en="clean"),
    KegState.FULL: Text(es="lleno", en="full"),
    KegState.IN_TRANSIT: Text(es="en camino", en="in transit"),
    KegState.AT_CLIENT: Text(es="con el cliente", en="at the client's"),
    KegState.RETURNING: Text(es="de regreso", en="returning"),
    KegState.TAPPED: Text(es="conectado", en="tapped"),
    KegState.QUARANTINE: Text(es="en cuarentena", en="in quarantine"),
    KegState.LOST: Text(es="perdido", en="lost"),
    KegState.WITH_OWNER: Text(es="con su dueño", en="with its owner"),
    KegState.RETIRED: Text(es="dado de baja", en="retired"),
}
NOBODY = Text(es="sin estado", en="without a state")

FAULT_TEXTS = {
    KegFault.UNKNOWN: Text(es="No hay un barril con el código {code}.", en="There is no keg with the code {code}."),
    KegFault.REPEATED: Text(es="{serial} está dos veces en la lista.", en="{serial} is in the list twice."),
    KegFault.WRONG_STATE: Text(es="{serial} está {state}.", en="{serial} is {state}."),
    KegFault.ONE_WAY: Text(
        es="{serial} es desechable: no se lava ni regresa.", en="{serial} is one-way: it never comes back."
    ),
    KegFault.TOO_SMALL: Text(es="En {serial} solo caben {size} L.", en="{serial} holds {size} L at the most."),
    KegFault.NEEDS_MAINTENANCE: Text(es="{serial} espera mantenimiento.", en="{serial} waits for maintenance."),
    KegFault.NO_CLIENT: Text(
        es="Falta decir a qué cliente va {serial}.", en="Nobody has said which client {serial} is for."
    ),
    KegFault.STILL_AT_CLIENT: Text(
        es="{serial} sigue con el cliente: registra primero su regreso.",
        en="{serial} is still at the client's: record its return first.",
    ),
    KegFault.NOT_HELD_THERE: Text(
        es="{serial} no puede volver a ese estado después de la cuarentena.",
        en="{serial} cannot go back to that state after quarantine.",
    ),
    KegFault.CONTENT_NOT_WRITTEN_OFF: Text(
        es="{serial} tiene {content} L de cerveza: confirma que se pierden.",
        en="{serial} holds {content} L of beer: confirm that they are written off.",
    ),
    KegFault.OURS: Text(es="{serial} es nuestro: no tiene otro dueño.", en="{serial} is ours: it has no other owner."),
    KegFault.MORE_THAN_INSIDE: Text(
        es="A {serial} no le pueden sobrar más de {content} L.", en="{serial} cannot have more than {content} L left."
    ),
    KegFault.NO_TARE: Text(
        es="No se sabe cuánto pesa {serial} vacío: escribe los litros.",
        en="Nobody knows what {serial} weighs empty: give the litres.",
    ),
    KegFault.WEIGHS_NOTHING: Text(es="{serial} pesa como vacío.", en="{serial} weighs as if it were empty."),
    KegFault.NO_SUCH_CONTENT: Text(
        es="{serial} no puede llegar lleno: solo un barril invitado trae cerveza.",
        en="{serial} cannot arrive full: only a guest keg brings beer.",
    ),
}


@dataclass(frozen=True, slots=True)
class Refused:
    """One keg that cannot; `pointer` is where the request names it."""

    pointer: str
    code: str
    fault: KegFault
    serial: str = ""
    state: KegState | None = None
    size: str = ""
    content: str = ""

    def as_fault(self) -> Fault:
        """The same, as a problem lists it."""
        facts = {
            "code": self.code,
            "serial": self.serial,
            "state": STATE_WORDS[self.state] if self.state else NOBODY,
            "size": self.size,
            "content": self.content,
        }
        return Fault(self.pointer, FAULT_TEXTS[self.fault], facts)


def refuse(kind: KegMove, refused: Sequence[Refused], total: int) -> KegsCannotMove:
    """The refusal of the whole list."""
    error = KegsCannotMove(
        count=len(refused),
        total=total,
        kind=kind.value,
        kegs=[
            {
                "code": each.code,
                "serial": each.serial,
                "state": each.state.value if each.state else None,
                "reason": each.fault.value,
            }
            for each in refused
        ],
    )
    error.faults = [each.as_fault() for each in refused]
    return error
