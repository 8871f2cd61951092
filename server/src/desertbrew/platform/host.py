"""A running process: the contexts it serves, their databases, the courier between them, and what happens by the clock."""

from __future__ import annotations

import hmac
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select, update

from desertbrew.kernel.clock import Clock
from desertbrew.kernel.roles import Role
from desertbrew.platform.auth import Caller, NoSessions, RememberedSessions
from desertbrew.platform.context import Context, Job
from desertbrew.platform.courier import Courier
from desertbrew.platform.db import Database, Origin, Tx, new_request_id
from desertbrew.platform.http import idempotency
from desertbrew.platform.inbox import Receiver, insert_once
from desertbrew.platform.live import LiveHub
from desertbrew.platform.messages import Outgoing, forget_old_contents
from desertbrew.platform.outbox import forget_old as forget_old_events
from desertbrew.platform.ports import Ports
from desertbrew.platform.push import PushCarrier
from desertbrew.platform.relay import Relay
from desertbrew.platform.sender import Carrier, Sender
from desertbrew.platform.settings import Settings
from desertbrew.platform.smtp import SmtpCarrier, mail_server_of
from desertbrew.platform.tables import job_run

JOBS_LOOK_EVERY_S = 5.0
JOIN_WITHIN_S = 10.0

HOUSE_JOBS = (
    Job(name="forget_old_answers", every=timedelta(hours=24), run=idempotency.forget_old),
    Job(name="forget_old_events", every=timedelta(hours=24), run=forget_old_events),
    Job(name="forget_old_contents", every=timedelta(hours=24), run=forget_old_contents),
)
"""What every context's database needs by the clock."""

log = structlog.get_logger()


@dataclass
class Host:
    """Everything a process has while it runs; built in `apps/`, found by endpoints at `app.state.host`."""

    settings: Settings
    clock: Clock
    contexts: Sequence[Context]
    every_context: Sequence[Context]
    """Also those that other processes serve: their permissions and events are known here."""
    databases: dict[str, Database]
    courier: Courier
    ports: Ports
    hub: LiveHub
    sessions: RememberedSessions
    relays: list[Relay] = field(default_factory=list)
    receivers: dict[str, Receiver] = field(default_factory=dict)
    carriers: list[Carrier] = field(default_factory=list)
    senders: list[Sender] = field(default_factory=list)
    _stopping: threading.Event = field(default_factory=threading.Event)
    _clockwork: threading.Thread | None = None

    def __post_init__(self) -> None:
        """Find out what can be sent; raises `BadMailSettings` before anything is begun."""
        server = mail_server_of(self.settings)
        if server is not None:
            self.carriers.append(SmtpCarrier(server))
        self.carriers.append(PushCarrier())
        told = self.settings
        self.ports.bind(Outgoing, Outgoing(server is not None, told.push_hosts, told.public_url.rstrip("/")))

    def start(self) -> None:
        """Begin to move events and run jobs; the databases are open and migrated already."""
        self._stopping.clear()
        self.receivers = {context.name: Receiver(context, self.databases[context.name]) for context in self.contexts}
        self.courier.start(list(self.receivers.values()), self.hub.show)
        for context in self.contexts:
            relay = Relay(self.databases[context.name], self.courier, self.receivers[context.name])
            relay.start()
            self.relays.append(relay)
        self._start_senders()
        self._clockwork = threading.Thread(target=self._run_jobs, name="jobs", daemon=True)
        self._clockwork.start()

    def stop(self) -> None:
        """Stop in the order in which nothing is lost: feeds, jobs, relays, courier, databases."""
        self._stopping.set()
        self.hub.close()
        with ExitStack() as steps:  # last in, first out, and each even if another fails
            for database in self.databases.values():
                steps.callback(database.close)
            if self._clockwork is not None:
                steps.callback(self.courier.stop)
                for relay in self.relays:
                    steps.callback(relay.stop)
                for sender in self.senders:
                    steps.callback(sender.stop, JOIN_WITHIN_S)
                steps.callback(self._clockwork.join, timeout=JOIN_WITHIN_S)

    def _start_senders(self) -> None:
        rooms = [(context, self.databases[context.name]) for context in self.contexts]
        self.senders = [Sender(carrier, rooms) for carrier in self.carriers]

        def wake() -> None:
            for sender in self.senders:
                sender.wake()

        for _, database in rooms:
            database.on_posted = wake
        for sender in self.senders:
            sender.start()

    def find_service(self, key: str) -> Caller | None:
        """The caller that stands for our own processes, if `key` is the installation's service key."""
        expected = self.settings.service_key.get_secret_value()
        if not expected or not hmac.compare_digest(expected.encode(), key.encode()):
            return None
        roles = frozenset({Role.SERVICE})
        allowed = frozenset(
            granted.name
            for context in self.every_context
            for granted in context.permissions
            if Role.SERVICE in granted.roles
        )
        return Caller("system:service", "service", roles, allowed, "", self.clock.now() + timedelta(minutes=1))

    def _run_jobs(self) -> None:
        while not self._stopping.is_set():
            for context in self.contexts:
                for job in (*HOUSE_JOBS, *context.jobs):
                    try:
                        run_if_due(self.databases[context.name], job, self.clock.now())
                    except Exception as error:
                        log.exception("job_failed", context=context.name, job=job.name, error=repr(error))
            self._stopping.wait(JOBS_LOOK_EVERY_S)


def run_if_due(database: Database, job: Job, now: datetime) -> bool:
    """Run `job` if its time has come; the mark commits with its effect, so it happens once."""
    with database.read() as reading:
        row = reading.session.execute(select(job_run.c.next_at).where(job_run.c.name == job.name)).one_or_none()
    if row is not None and row.next_at > now:
        return False

    def work(tx: Tx) -> bool:
        connection = tx.connection
        # Marked at the first look also where it is not due yet: else a machine that sleeps at the job's time never ran it.
        insert_once(connection, job_run, {"name": job.name, "next_at": job.first_due(now, database.zone)})
        # The row is locked from here on: a second process finds it moved and stands back.
        taken = connection.execute(
            update(job_run)
            .where(job_run.c.name == job.name, job_run.c.next_at <= now)
            .values(next_at=job.due_after(now, database.zone))
        )
        if not taken.rowcount:
            return False
        job.run(tx)
        return True

    return database.write(work, Origin(f"system:job:{job.name}", new_request_id()))


def no_sessions(clock: Clock) -> RememberedSessions:
    """A directory to start with, until the composition root binds the real one."""
    return RememberedSessions(NoSessions(), clock)
