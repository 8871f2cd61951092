"""Where the demo's year is played: acts wait for their moment, and each is a transaction of the context it belongs to.

Nothing here runs beside anything else: an act commits, its events are delivered to whoever listens, then the next begins.
So the same seed makes the same brewery. What an act answered is written down with it, in its context's audit trail: a load
that was killed plays its acts again from there, and does none of them twice.
"""

from __future__ import annotations

import heapq
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import bindparam, select

from desertbrew.kernel.clock import FixedClock
from desertbrew.kernel.events import Envelope
from desertbrew.kernel.roles import Role
from desertbrew.platform import outbox
from desertbrew.platform.db import Origin, Tx, new_request_id
from desertbrew.platform.host import Host
from desertbrew.platform.inbox import Receiver
from desertbrew.platform.tables import audit_entry
from desertbrew.platform.tables import outbox as outbox_table

T = TypeVar("T")

STEP = "demo_step"
"""How the trail calls what the demo did: `<context>.demo_step`."""

Work = Callable[[Tx], Any]
"""What an act does; it answers with what JSON can hold. It may be tried twice, so it must change nothing but its Tx."""
Then = Callable[[Any], None]
"""What follows from an act's answer, on the stage: never in a database."""


@dataclass(order=True, slots=True)
class Cue:
    """An act that waits for its moment; those of one moment, context and role share a transaction."""

    at: datetime
    context: str
    role: Role
    number: int
    work: Work | None = field(compare=False)
    then: Then | None = field(compare=False)
    deed: str = field(compare=False, default="")
    subject: str = field(compare=False, default="")
    """What the audit trail says was done, and to what; without a subject to what the act answers."""

    @property
    def scene(self) -> tuple[datetime, str, Role]:
        """What acts that share a transaction have in common."""
        return self.at, self.context, self.role


_FRESH = (
    select(outbox_table)
    .where(outbox_table.c.delivered_at.is_(None), outbox_table.c.seq > bindparam("seen"))
    .order_by(outbox_table.c.seq)
)


class Stage:
    """The acts to come, the time it is, and what was answered before."""

    def __init__(self, host: Host, people: Mapping[Role, Origin], opens: datetime, closes: datetime) -> None:
        self.now = opens
        self.closes = closes
        self._host = host
        self._people = people
        self._cues: list[Cue] = []
        self._cued = 0
        self._step = 0
        self._clocks: dict[str, FixedClock] = {}
        self._told: set[str] = set()
        """Who told something since."""
        self._seen: dict[str, int] = defaultdict(int)
        self._waiting: list[Envelope] = []
        """What those who never answer have not heard."""
        self._unheard: dict[str, list[int]] = defaultdict(list)
        self._heard: dict[str, list[int]] = defaultdict(list)
        """By context, the numbers of its events that somebody has yet to hear, and of those to be marked as delivered."""
        self._receivers = [Receiver(context, host.databases[context.name]) for context in host.contexts]
        self._answers: dict[int, Any] = {}
        self._is_behind = True

    def cue(
        self,
        at: datetime,
        context: str,
        role: Role,
        work: Work,
        then: Then | None = None,
        *,
        deed: str = "",
        subject: object = "",
    ) -> None:
        """Let an act wait for its moment; one that has passed is now, and one that has not come when we close is never."""
        if at > self.closes:
            return
        self._cued += 1
        cue = Cue(max(at, self.now), context, role, self._cued, work, then, deed, str(subject))
        heapq.heappush(self._cues, cue)

    def think(self, at: datetime, then: Callable[[], None]) -> None:
        """Let somebody decide at that moment what to do, before anything of that moment is done; touches no database."""
        if at <= self.closes:
            self._cued += 1
            thought = Cue(max(at, self.now), "", Role.SERVICE, self._cued, None, lambda _: then())
            heapq.heappush(self._cues, thought)

    def play(self) -> Iterator[datetime]:
        """Play until nothing waits any more; tells the moment of every transaction before it."""
        with self._own_time():
            self._recall()
            day = self.now.date()
            while self._cues:
                first = heapq.heappop(self._cues)
                if first.work is None:
                    self.now = first.at
                    assert first.then is not None, "a thought is what follows"
                    first.then(None)
                    continue
                scene = [first]
                while self._cues and self._cues[0].scene == first.scene:
                    scene.append(heapq.heappop(self._cues))
                if first.at.date() != day:
                    self._catch_up()
                    day = first.at.date()
                yield first.at
                self._play(scene)
            self._end()

    def _play(self, scene: list[Cue]) -> None:
        self._step += 1
        answers = self._answers.pop(self._step, None)
        if answers is None and self._is_behind:
            # What the last act of a killed load told may not have arrived.
            self._is_behind = False
            self._told = set(self._host.databases)
            self._catch_up()
        self._set_time(scene[0].at)
        if answers is None:
            answers = self._act(scene)
            self._deliver()
        for cue, answer in zip(scene, answers, strict=True):
            if cue.then is not None:
                cue.then(answer)

    def _act(self, scene: list[Cue]) -> list[Any]:
        first, step = scene[0], str(self._step)

        def work(tx: Tx) -> str:
            answers = []
            for cue in scene:
                assert cue.work is not None, "only acts make a scene"
                answer = cue.work(tx)
                tx.session.flush()
                if cue.deed:
                    said_of = answer["id"] if isinstance(answer, dict) else answer
                    tx.note(f"{first.context}.{cue.deed}", cue.subject or str(said_of or ""), "{}")
                answers.append(answer)
            said = json.dumps(answers, default=str)
            tx.note(f"{first.context}.{STEP}", step, said)
            return said

        who = self._people[first.role]
        # Through JSON, also where the load goes through: what follows sees the same either way.
        return list(json.loads(self._write(first.context, work, Origin(who.actor, new_request_id(), who.actor_name))))

    def _write(self, name: str, work: Callable[[Tx], T], origin: Origin) -> T:
        """Write, and mark besides what this context told and everybody has heard."""
        rows = self._heard.pop(name, [])

        def both(tx: Tx) -> T:
            if rows:
                outbox.mark_delivered(tx.connection, rows, tx.now)
            return work(tx)

        return self._host.databases[name].write(both, origin)

    def _deliver(self) -> None:
        """Give every event to those who may answer, and theirs to theirs, until all is said."""
        while self._told:
            name = min(self._told)
            fresh = self._fresh(name)
            if not fresh:
                self._told.discard(name)
                continue
            self._unheard[name] += [row for row, _ in fresh]
            envelopes = [envelope for _, envelope in fresh]
            self._waiting += envelopes
            for receiver in self._receivers:
                if receiver.context.emits:
                    self._receive(receiver, envelopes)

    def _catch_up(self) -> None:
        """Once a day those hear who never answer; then everybody has."""
        self._deliver()
        for receiver in self._receivers:
            if not receiver.context.emits:
                self._receive(receiver, self._waiting)
        self._waiting = []
        for name, rows in self._unheard.items():
            self._heard[name] += rows
        self._unheard.clear()

    def _fresh(self, name: str) -> list[tuple[int, Envelope]]:
        """What a context told since we last asked."""
        with self._host.databases[name].read() as tx:
            rows = tx.connection.execute(_FRESH, {"seen": self._seen[name]}).all()
        if rows:
            self._seen[name] = rows[-1].seq
        return [
            (
                row.seq,
                Envelope(
                    id=row.id,
                    name=row.name,
                    context=name,
                    subject=row.subject,
                    occurred_at=row.occurred_at.isoformat(),
                    request_id=row.request_id,
                    payload=row.payload,
                ),
            )
            for row in rows
        ]

    def _receive(self, receiver: Receiver, told: Sequence[Envelope]) -> None:
        hears = receiver.context.hears()
        heard = [envelope for envelope in told if envelope.name in hears]
        if not heard:
            return

        def work(tx: Tx) -> None:
            for envelope in heard:
                receiver.apply(tx, envelope)
                tx.session.flush()

        name = receiver.context.name
        self._write(name, work, Origin(f"system:{name}", heard[0].request_id))

    def _end(self) -> None:
        self._catch_up()
        for name in sorted(self._heard):
            self._write(name, lambda _: None, Origin("system:relay", new_request_id()))

    def _recall(self) -> None:
        for name, database in self._host.databases.items():
            query = select(audit_entry.c.subject, audit_entry.c.details).where(audit_entry.c.action == f"{name}.{STEP}")
            with database.read() as tx:
                self._answers |= {int(step): json.loads(said) for step, said in tx.connection.execute(query)}

    def _set_time(self, at: datetime) -> None:
        self.now = at
        for clock in self._clocks.values():
            clock.advance(at - clock.now())

    @contextmanager
    def _own_time(self) -> Iterator[None]:
        """The databases believe what we say; afterwards it is now again."""
        databases = self._host.databases
        for name, database in databases.items():
            self._clocks[name] = FixedClock(self.now)
            database.clock = self._clocks[name]
            database.on_emitted = lambda name=name: self._told.add(name)  # type: ignore[misc]
        try:
            yield
        finally:
            for database in databases.values():
                database.clock = self._host.clock
                database.on_emitted = lambda: None
