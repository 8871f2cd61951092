"""Pure decisions: how what was told adds up, how a code is read, and which rows a recall needs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TypeVar
from uuid import UUID, uuid5

from desertbrew.contexts.traceability.contract import NodeKind
from desertbrew.kernel.ids import Id

T = TypeVar("T")

Facts = Mapping[str, Sequence[str]]
"""Name -> [value, stamp]."""

CONTENTS = UUID("0b0c5d5e-5a43-5c1e-9a53-7d1f6f0c8a11")
"""The namespace of ids that follow from two others, so that every teller names the same thing."""


def stamp_of(at: datetime, document_id: Id, rank: int = 0) -> str:
    """When something was so, and by whose word: sorts by time, and no two documents share one.

    `rank` orders what one document says of the same moment, such as two steps of a batch in one transaction.
    """
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f} {document_id} {rank:02d}"


FIRST_STANDS = frozenset({"brewed_at"})
"""A batch tells its state whenever anything about it changes; it began to brew when it first said so."""


def merge(known: Facts, told: Facts) -> dict[str, list[str]]:
    """What is known after another word: of each fact the newest stands, whatever came first. (INV-T2)"""
    merged = {name: list(entry) for name, entry in known.items()}
    for name, (value, stamp) in told.items():
        before = merged.get(name)
        newer = before is None or (stamp, value) > (before[1], before[0])
        if before is None or newer != (name in FIRST_STANDS):
            merged[name] = [value, stamp]
    return merged


@dataclass(frozen=True, slots=True)
class Title:
    """How a node is shown and found."""

    label: str
    about: str
    words: str
    happened_at: datetime | None


# Which facts name a node, describe it, and date it; the first that is known counts.
_LABELS = ("code", "number", "serial", "name")
_ABOUT = ("item", "beer", "about", "place")
_MOMENTS = ("received_at", "brewed_at", "filled_at", "packaged_at", "moved_at", "planned_on")
_SEARCHED = ("supplier_lot", "supplier", "invoice", "batch", "client", "vessel", "qr")


def title(facts: Facts) -> Title:
    """The node's face, as far as it is known."""
    plain = values(facts)

    def first(names: Iterable[str]) -> str:
        return next((plain[name] for name in names if plain.get(name)), "")

    label, about, moment = first(_LABELS)[:120], first(_ABOUT)[:200], first(_MOMENTS)
    searched = (label, about, *(plain.get(name, "") for name in _SEARCHED))
    words = " ".join(dict.fromkeys(word for word in searched if word))[:600]
    return Title(label, about, words, _moment(moment) if moment else None)


def values(facts: Facts) -> dict[str, str]:
    """The facts without their stamps."""
    return {name: entry[0] for name, entry in facts.items()}


def _moment(written: str) -> datetime:
    moment = datetime.fromisoformat(written)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def content_id(vessel_id: Id, batch_id: Id) -> Id:
    """What this batch has in this vessel: the same for every movement that speaks of it."""
    return uuid5(CONTENTS, f"{vessel_id}/{batch_id}")


def client_id_of(name: str) -> Id:
    """A client of whom only the name was written down: the same name is the same client."""
    return uuid5(CONTENTS, f"client/{' '.join(name.split()).casefold()}")


# ------------------------------------------------------------------------------------------------------ codes of kegs

_LABEL = re.compile(r"^KEG-(?P<serial>.{1,60})-(?P<check>[0-9A-F]{8})$", re.IGNORECASE)
_GRAI = re.compile(r"^(?:\(?8003\)?/?)?0\d{13}(?P<serial>[!-z]{1,16})$")


@dataclass(frozen=True, slots=True)
class KegCode:
    """What a guest's QR says: a serial, and what proves that the label is the keg's own, where it is one of ours."""

    serial: str
    check: str | None

    def fits(self, keg_id: Id) -> bool:
        """Whether the label may be this keg's: its check is the end of the keg's id, and no other label shows that."""
        return self.check is None or self.check == keg_id.hex[-8:]


def read_code(written: str) -> list[KegCode]:
    """Whatever the code may mean, the likeliest first: our label, a GS1 asset (AI 8003, GRAI), a bare serial."""
    text = written.strip()
    meant = []
    if found := _LABEL.match(text):
        meant.append(KegCode(found["serial"], found["check"].lower()))
    if found := _GRAI.match(text):
        meant.append(KegCode(found["serial"], None))
    return [*meant, KegCode(text, None)]


# ---------------------------------------------------------------------------------------------------------- the curve

CURVE_POINTS = 120


def thin(points: Sequence[T], most: int = CURVE_POINTS) -> list[T]:
    """At most `most` of the points, evenly, with the first and the last: a curve for a phone."""
    if len(points) <= most:
        return list(points)
    step = (len(points) - 1) / (most - 1)
    return [points[round(number * step)] for number in range(most)]


def day_of(at: datetime, start: datetime) -> Decimal:
    """Days since the start, to the hundredth."""
    return (Decimal(int((at - start) / timedelta(seconds=1))) / 86_400).quantize(Decimal("0.01"))


# ---------------------------------------------------------------------------------------------------------- the graph


@dataclass(frozen=True, slots=True)
class RecallRow:
    """One line of the file that an authority sorts: which lot went, by which batch, in which keg, to whom."""

    lot: Id | None
    batch: Id | None
    fill: Id | None
    client: Id | None


CONTAINERS = frozenset({NodeKind.KEG_FILL, NodeKind.CASE})


def recall_rows(kinds: Mapping[Id, str], edges: Iterable[tuple[Id, Id]]) -> list[RecallRow]:
    """Every lot with every batch, container and client that it reached; what begins late or ends early keeps its line.

    Nothing of the graph that is a lot, a batch, a container or a client is without a line. (INV-T4)
    """
    told = _Telling(kinds, edges)
    for lot in told.missing(NodeKind.SUPPLIER_LOT):
        for batch in told.below(lot, NodeKind.BATCH):
            for fill in told.below(batch or lot, *CONTAINERS):
                told.line(lot, batch, fill)
    for batch in told.missing(NodeKind.BATCH):
        for fill in told.below(batch, *CONTAINERS):
            told.line(None, batch, fill)
    for fill in told.missing(*CONTAINERS):
        told.line(None, None, fill)
    return told.rows + [RecallRow(None, None, None, client) for client in told.missing(NodeKind.CLIENT)]


class _Telling:
    """The lines so far, and what is in none of them yet."""

    def __init__(self, kinds: Mapping[Id, str], edges: Iterable[tuple[Id, Id]]) -> None:
        below: dict[Id, list[Id]] = defaultdict(list)
        for source, target in edges:
            below[source].append(target)
        self._kinds = kinds
        self._reach = _Reach(below)
        self._told: set[Id] = set()
        self.rows: list[RecallRow] = []

    def below(self, start: Id | None, *wanted: NodeKind) -> list[Id | None]:
        """What of that kind lies below; a blank where there is none."""
        found = [] if start is None else [each for each in self._reach.below(start) if self._kinds.get(each) in wanted]
        return [*sorted(found)] or [None]

    def missing(self, *wanted: NodeKind) -> list[Id]:
        """What of that kind no line names yet."""
        return sorted(each for each, kind in self._kinds.items() if kind in wanted and each not in self._told)

    def line(self, lot: Id | None, batch: Id | None, fill: Id | None) -> None:
        """One line for each client it came to; a blank client where it came to none."""
        for client in self.below(fill or batch or lot, NodeKind.CLIENT):
            self.rows.append(RecallRow(lot, batch, fill, client))
            self._told.update(each for each in (lot, batch, fill, client) if each)


class _Reach:
    """What can be reached from a node, remembered; cycles are walked once."""

    def __init__(self, below: Mapping[Id, Sequence[Id]]) -> None:
        self._below = below
        self._known: dict[Id, set[Id]] = {}

    def below(self, start: Id) -> set[Id]:
        """Everything below, without the start unless a cycle leads back to it."""
        if start not in self._known:
            seen: set[Id] = set()
            waiting = list(self._below.get(start, ()))
            while waiting:
                each = waiting.pop()
                if each not in seen:
                    seen.add(each)
                    waiting.extend(self._below.get(each, ()))
            self._known[start] = seen
        return self._known[start]
