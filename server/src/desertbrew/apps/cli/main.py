"""The verbs: up, serve, migrate, demo, owner, outbox, doctor, backup, restore, gen, recipe."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from desertbrew.apps import operations
from desertbrew.apps.cli.asking import ServerSilent, ask
from desertbrew.apps.cli.first_start import create_first_owner, greet
from desertbrew.apps.cli.recipes import recipe
from desertbrew.apps.compose import migrate_databases, restore_host
from desertbrew.apps.embedded import owned_host, serve
from desertbrew.apps.registry import CONTEXTS, PORTS, context_named
from desertbrew.kernel.clock import SystemClock
from desertbrew.platform import backup, logs
from desertbrew.platform.db import DatabaseUnavailable
from desertbrew.platform.doctor import Health
from desertbrew.platform.host import Host
from desertbrew.platform.ownership import FolderInUse
from desertbrew.platform.settings import Settings

if TYPE_CHECKING:
    from desertbrew.apps.demo import DemoSize

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Desert Brew OS: what a craft brewery runs on.")
app.add_typer(recipe, name="recipe")
out = Console()
err = Console(stderr=True)

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Where the SQLite files live")]
Host_ = Annotated[str | None, typer.Option("--host", help="Address to listen on")]
Port = Annotated[int | None, typer.Option("--port", help="Port to listen on")]
HEALTH_STYLE = {Health.OK: "green", Health.WARN: "yellow", Health.FAIL: "bold red"}


def _settings(data_dir: Path | None = None, host: str | None = None, port: int | None = None) -> Settings:
    """The environment's settings with what the command line said on top."""
    said = {"data_dir": data_dir, "host": host, "port": port}
    settings = Settings().model_copy(update={name: value for name, value in said.items() if value is not None})
    if settings.web_dir is None:
        settings = settings.model_copy(update={"web_dir": _built_web()})
    logs.configure(settings.log_format, settings.log_level)
    return settings


def _built_web() -> Path | None:
    """The web app as it is built beside the sources, or packed into the installation."""
    here = Path(__file__).resolve()
    for candidate in (here.parents[5] / "web" / "dist", here.parents[2] / "web"):
        if (candidate / "index.html").is_file():
            return candidate
    return None


def _bar() -> Progress:
    return Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=err, transient=True)


@app.command()
def up(
    data_dir: DataDir = None,
    host: Host_ = None,
    port: Port = None,
    demo: Annotated[bool, typer.Option("--demo", help="Load Desert Brew Co., the demo brewery")] = False,
) -> None:
    """Migrate and serve the whole brewery in this process."""
    settings = _settings(data_dir, host, port)
    if demo or settings.demo:
        from desertbrew.apps.demo import QUICK, NotADemo

        settings = settings.model_copy(update={"demo": True})
        try:
            with owned_host(settings) as opened:
                _load_demo(opened, QUICK)
        except NotADemo as error:
            err.print(f"{error} (--data-dir)")
            raise typer.Exit(1) from error
    elif sys.stdin.isatty():
        with owned_host(settings) as opened:
            create_first_owner(opened, err)

    serve(settings, CONTEXTS, lambda running: greet(running, out))


@app.command(name="serve")
def serve_contexts(
    contexts: Annotated[list[str] | None, typer.Argument(help="Which contexts; all where none is named")] = None,
    host: Host_ = None,
    port: Port = None,
    data_dir: DataDir = None,
) -> None:
    """Serve one or several contexts: a service of the distributed mode."""
    try:
        chosen = tuple(context_named(name) for name in contexts) if contexts else CONTEXTS
    except KeyError as error:
        raise typer.BadParameter(str(error.args[0])) from error
    settings = _settings(data_dir, host, port or (PORTS[chosen[0].name] if contexts else None))
    if len(chosen) < len(CONTEXTS) and not settings.service_key.get_secret_value():
        message = "contexts that are apart prove themselves to each other: set DESERTBREW_SERVICE_KEY for all of them"
        raise typer.BadParameter(message)
    if contexts and not settings.is_sqlite:
        # The folder only holds the lock and the address then; services on one machine each have their own.
        own = settings.data_dir / "-".join(context.name for context in chosen)
        settings = settings.model_copy(update={"data_dir": own})
    serve(settings, chosen, lambda running: greet(running, out))


@app.command()
def migrate(data_dir: DataDir = None) -> None:
    """Bring every database to this version's revisions."""
    changed = migrate_databases(_settings(data_dir), CONTEXTS)
    out.print(f"migrated: {', '.join(changed)}" if changed else "everything is current")


@app.command()
def demo(
    data_dir: DataDir = None,
    months: Annotated[int, typer.Option(min=1, max=60, help="How long a past it gets")] = 12,
    batches_per_month: Annotated[int, typer.Option(min=1, max=100, help="How busy it was")] = 8,
    seed: Annotated[int, typer.Option(help="Which of the possible breweries")] = 7,
) -> None:
    """Load the demo brewery without serving it: a year of it, or as much as is asked for."""
    from desertbrew.apps.demo import DemoSize, NotADemo

    settings = _settings(data_dir).model_copy(update={"demo": True})
    try:
        with owned_host(settings) as host:
            _load_demo(host, DemoSize(months, batches_per_month, seed))
    except NotADemo as error:
        err.print(f"{error} (--data-dir)")
        raise typer.Exit(1) from error
    out.print("Lista la cervecería de demostración.")


def _load_demo(host: Host, size: DemoSize) -> None:
    """Load it with a bar that tells the month that is being played."""
    from desertbrew.apps.demo import load_demo

    columns = (SpinnerColumn(), TextColumn("Cervecería de demostración"), BarColumn(), TextColumn("{task.description}"))
    with Progress(*columns, TimeElapsedColumn(), console=err, transient=True) as bar:
        task = bar.add_task("", total=1.0)
        load_demo(host, lambda part, at: bar.update(task, completed=part, description=f"{at:%d/%m/%Y}"), size)


@app.command()
def owner(data_dir: DataDir = None) -> None:
    """Create the first owner from this terminal."""
    with owned_host(_settings(data_dir)) as host:
        if not create_first_owner(host, err):
            err.print("There is an owner already.")
            raise typer.Exit(1)


@app.command()
def outbox(
    data_dir: DataDir = None,
    replay: Annotated[str | None, typer.Option(help="CONTEXT:EVENT_ID of a dead letter to try again")] = None,
    discard: Annotated[str | None, typer.Option(help="CONTEXT:EVENT_ID of a dead letter to give up")] = None,
    reason: Annotated[str, typer.Option(help="Why it is discarded")] = "",
) -> None:
    """See what waits to leave and what could not be taken; settle dead letters."""
    settings = _settings(data_dir)
    chosen = replay or discard
    if chosen:
        context, _, event_id = chosen.partition(":")
        if discard and not reason:
            message = "--discard needs a --reason"
            raise typer.BadParameter(message)
        wish = operations.LetterIn(context=context, event_id=event_id, discard_reason=reason if discard else None)
        answer = next(
            iter(
                ask(
                    settings,
                    "POST",
                    "/v1/internal/letters",
                    wish.model_dump(),
                    lambda host: operations.settle_letter(host, wish),
                )
            )
        )
        out.print("done" if answer["done"] else "there is no such letter")
        raise typer.Exit(0 if answer["done"] else 1)
    table = Table("context", "waiting", "held event", "state", "tries", "last error")
    for line in ask(settings, "GET", "/v1/internal/outbox", None, operations.list_outbox):
        held = [str(line.get(key, "")) for key in ("name", "state", "attempts", "last_error")]
        table.add_row(line["context"], str(line.get("waiting", "")), *held)
    out.print(table)


@app.command()
def doctor(data_dir: DataDir = None) -> None:
    """Examine the machine, the databases, the audit chains and every context's invariants."""
    ill = False
    for line in ask(_settings(data_dir), "GET", "/v1/internal/doctor", None, operations.examine):
        health = Health(line["health"])
        ill = ill or health is Health.FAIL
        out.print(f"[{HEALTH_STYLE[health]}]{health.value:4}[/] {line['what']}: {line['detail']}", highlight=False)
    raise typer.Exit(1 if ill else 0)


@app.command(name="backup")
def back_up(
    target: Annotated[Path, typer.Argument(help="A folder that does not exist yet")], data_dir: DataDir = None
) -> None:
    """Back everything up while the brewery works."""
    target = target.resolve()
    with _bar() as bar:
        task = bar.add_task("backup")
        lines = ask(
            _settings(data_dir),
            "POST",
            "/v1/internal/backups",
            {"target": str(target)},
            lambda host: operations.back_up(host, target),
        )
        for line in lines:
            if "error" in line:
                err.print(f"The backup failed: {line['error']}")
                raise typer.Exit(1)
            bar.update(task, description=f"{line['what']} ({line['done']}/{line['of']})")
    out.print(f"Backup in {target}")


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(help="The backup's folder")],
    data_dir: DataDir = None,
    replace: Annotated[bool, typer.Option("--replace", help="Keep existing databases aside and go on")] = False,
) -> None:
    """Bring a backup back; checks it whole before anything is touched."""
    settings = _settings(data_dir)
    try:
        with _bar() as bar:
            task = bar.add_task("restore")
            for progress in restore_host(settings, CONTEXTS, source.resolve(), SystemClock().now(), replace=replace):
                bar.update(task, description=f"{progress.what} ({progress.done}/{progress.of})")
    except backup.BackupBroken as error:
        began = backup.is_unfinished(settings, CONTEXTS)
        err.print(
            f"The restore did not finish, run it again with --replace: {error}"
            if began
            else f"Nothing was restored: {error}"
        )
        raise typer.Exit(1) from error
    out.print("Restored. Events of the last days go out once more when the brewery starts; inboxes know the ones they saw.")
    out.print("Everybody signs in anew.")


@app.command()
def gen(
    folder: Annotated[Path, typer.Option(help="The contracts folder")] = Path("contracts"),
    check: Annotated[bool, typer.Option("--check", help="Only say what is stale")] = False,
) -> None:
    """Write the generated contracts: OpenAPI, event schemas, the permission table."""
    from desertbrew.apps import contracts

    if not check:
        contracts.write_contracts(folder)
        return
    stale = contracts.stale(folder)
    for name in stale:
        err.print(f"stale: {name}")
    raise typer.Exit(1 if stale else 0)


def main() -> None:
    """Run a verb; what an operator can mend is said in a line, not in a stack."""
    try:
        app()
    except FolderInUse as error:
        err.print(f"{error}. Stop it first, or use a command that asks the running server.")
        sys.exit(1)
    except backup.BackupBroken as error:
        err.print(f"{error}.")
        sys.exit(1)
    except DatabaseUnavailable as error:
        err.print(f"{error}: {error.__cause__}")
        sys.exit(1)
    except ServerSilent as error:
        err.print(f"The running server does not answer: {error}")
        sys.exit(1)
    except OSError as error:
        err.print(f"{error.strerror}: {error.filename or ''}")
        sys.exit(1)
