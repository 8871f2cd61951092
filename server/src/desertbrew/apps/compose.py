"""Puts a process together: settings and contexts in, a host that can start out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from desertbrew.apps import registry
from desertbrew.apps.demo_accounts import DEMO_ACCOUNTS
from desertbrew.apps.ports import LocalDeliveryCheck, LocalMaterialAvailability, LocalStockFigures
from desertbrew.contexts.inventory.contract import DeliveryCheck, MaterialAvailability, StockFigures
from desertbrew.contexts.purchasing.contract import Letterhead
from desertbrew.contexts.security.commands import Directory, FirstStart, revoke_every_session
from desertbrew.kernel.clock import Clock, SystemClock
from desertbrew.platform import backup, migrate
from desertbrew.platform.auth import RememberedSessions, SessionDirectory
from desertbrew.platform.context import Context
from desertbrew.platform.courier import Courier
from desertbrew.platform.courier.local import LocalCourier
from desertbrew.platform.db import Database, Origin, ensure_postgresql, new_request_id, open_postgresql, open_sqlite
from desertbrew.platform.host import Host
from desertbrew.platform.live import LiveHub
from desertbrew.platform.ownership import own
from desertbrew.platform.ports import Ports
from desertbrew.platform.settings import Settings


def open_database(settings: Settings, context: Context, clock: Clock, ports: Ports) -> Database:
    """The context's database as the settings say, at whatever revision it is."""
    if settings.is_sqlite:
        path = settings.data_dir / f"{context.name}.db"
        database = open_sqlite(context.name, path, clock, ports, settings.write_queue_max)
    else:
        url = settings.context_url(context.name)
        workers = settings.database_workers
        database = open_postgresql(context.name, url, clock, ports, workers, settings.write_queue_max)
    database.zone = settings.zone
    return database


def migrate_all(settings: Settings, contexts: Sequence[Context], databases: dict[str, Database]) -> list[str]:
    """Create what is missing and bring every database to the code's revisions; returns those that changed."""
    changed = []
    for context in contexts:
        if not settings.is_sqlite:
            ensure_postgresql(settings.context_url(context.name))
        if migrate.upgrade(context, databases[context.name]):
            changed.append(context.name)
    return changed


def build_courier(settings: Settings) -> Courier:
    """In-process unless a broker is set."""
    if not settings.broker_url:
        return LocalCourier()
    from desertbrew.platform.courier.rabbitmq import RabbitCourier

    topology = {context.name: context.hears() for context in registry.CONTEXTS}
    return RabbitCourier(settings.broker_url, settings.broker_prefix, topology)


def bind_ports(settings: Settings, ports: Ports, databases: dict[str, Database]) -> None:
    """Answer every context's questions: here where the neighbour is here, over HTTP where it is not."""
    if "inventory" in databases:
        ports.bind(MaterialAvailability, LocalMaterialAvailability(databases["inventory"]))
        ports.bind(DeliveryCheck, LocalDeliveryCheck(databases["inventory"]))
        ports.bind(StockFigures, LocalStockFigures(databases["inventory"]))
    else:
        from desertbrew.apps.neighbours import HttpDeliveryCheck, HttpMaterialAvailability, HttpStockFigures

        url = settings.service_urls.get("inventory", "http://127.0.0.1:8001")
        key = settings.service_key.get_secret_value()
        ports.bind(MaterialAvailability, HttpMaterialAvailability(url, key))
        ports.bind(DeliveryCheck, HttpDeliveryCheck(url, key))
        ports.bind(StockFigures, HttpStockFigures(url, key))
    if "purchasing" in databases:
        ports.bind(Letterhead, Letterhead(settings.brewery_name, settings.brewery_rfc, settings.brewery_address))
    if "security" in databases:
        ports.bind(FirstStart, FirstStart(demo=settings.demo, demo_accounts=DEMO_ACCOUNTS))


def open_directory(settings: Settings, databases: dict[str, Database]) -> SessionDirectory:
    """Who is signed in: security's own database where it is here, its HTTP face where it is not."""
    if "security" in databases:
        granted = [each for context in registry.CONTEXTS for each in context.permissions]
        return Directory(databases["security"], granted)
    from desertbrew.apps.remote import RemoteSessionDirectory

    url = settings.service_urls.get("security", f"http://127.0.0.1:{registry.PORTS['security']}")
    return RemoteSessionDirectory(url, settings.service_key.get_secret_value())


def build_host(
    settings: Settings, contexts: Sequence[Context], clock: Clock | None = None, *, migrated: bool = True
) -> Host:
    """A host for `contexts` with its ports bound and its databases open and migrated; not started yet."""
    backup.refuse_unfinished(settings, contexts)
    clock = clock or SystemClock()
    ports = Ports()
    databases = {context.name: open_database(settings, context, clock, ports) for context in contexts}
    if migrated:
        migrate_all(settings, contexts, databases)
    bind_ports(settings, ports, databases)
    audience = {event.NAME: seen_by for context in registry.CONTEXTS for event, seen_by in context.emits.items()}
    return Host(
        settings=settings,
        clock=clock,
        contexts=contexts,
        every_context=registry.CONTEXTS,
        databases=databases,
        courier=build_courier(settings),
        ports=ports,
        hub=LiveHub(audience),
        sessions=RememberedSessions(open_directory(settings, databases), clock),
    )


def migrate_databases(settings: Settings, contexts: Sequence[Context]) -> list[str]:
    """Migrate without serving; returns the contexts that changed. Owns the folder meanwhile."""
    with own(settings.data_dir):
        ports, clock = Ports(), SystemClock()
        databases = {context.name: open_database(settings, context, clock, ports) for context in contexts}
        try:
            return migrate_all(settings, contexts, databases)
        finally:
            for database in databases.values():
                database.close()


def restore_host(
    settings: Settings, contexts: Sequence[Context], source: Path, now: datetime, *, replace: bool
) -> Iterator[backup.Progress]:
    """Bring the backup in `source` back: checked whole first, migrated to this version's revisions afterwards.

    Raises `BackupBroken` with nothing touched where it does not fit. Owns the folder meanwhile.
    """
    manifest = backup.read_manifest(source)
    with own(settings.data_dir):
        backup.check_target(settings, manifest, contexts, replace=replace)
        backup.begin(settings, source, contexts)
        if settings.broker_url:
            # What the broker still holds was told after the cut: the restored brewery never said it.
            from desertbrew.platform.courier.rabbitmq import empty_queues

            empty_queues(settings.broker_url, settings.broker_prefix, [context.name for context in contexts])
        yield from backup.put_files(settings, source, manifest, now)
        ports, clock = Ports(), SystemClock()
        databases = {context.name: open_database(settings, context, clock, ports) for context in contexts}
        try:
            yield from backup.settle(manifest, databases)
            migrate_all(settings, contexts, databases)
            if "security" in databases:
                # Who was signed in then may have been shown the door since.
                databases["security"].write(revoke_every_session, Origin("system:restore", new_request_id()))
            backup.finish(settings, contexts)
        finally:
            for database in databases.values():
                database.close()
