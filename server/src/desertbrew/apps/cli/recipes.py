"""`desertbrew recipe`: look into recipe files, and import whole folders of them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

if TYPE_CHECKING:
    from desertbrew.apps.operations import RecipeFileIn
    from desertbrew.platform.settings import Settings

recipe = typer.Typer(no_args_is_help=True, help="Recipe files: BeerSmith .bsmx, BeerXML, BeerJSON.")
ENDINGS = frozenset({".bsmx", ".xml", ".json", ".beerxml", ".beerjson"})
PATIENCE_S = 60.0
LONGEST_NAME = 255
"""The end of a path says more than its beginning."""
PLAIN: dict[str, Any] = {"highlight": False, "markup": False, "soft_wrap": True}
SHOWN = {
    "og": "OG",
    "fg": "FG",
    "abv_pct": "ABV",
    "ibu": "IBU",
    "ibu_rager": "IBU-Rager",
    "color_srm": "SRM",
    "color_ebc": "EBC",
    "calories_kcal_l": "kcal/L",
}
out = Console()
err = Console(stderr=True)


@recipe.command(name="import")
def import_files(
    paths: Annotated[list[Path], typer.Argument(help="Files, and folders with all that is in them")],
    data_dir: Annotated[Path | None, typer.Option("--data-dir", help="Where the SQLite files live")] = None,
) -> None:
    """Import recipe files and whole folders, each recipe whole, repaired in sight, or refused with its line and reason.

    Goes through the running server where there is one. Answers 1 when anything was refused; what was good is in.
    """
    from desertbrew.platform.settings import Settings

    settings = Settings()
    if data_dir is not None:
        settings = settings.model_copy(update={"data_dir": data_dir})
    files = list(files_in(paths))
    count = {"imported": 0, "known": 0, "repaired": 0, "refused": 0}
    with Progress(BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), console=err, transient=True) as bar:
        task = bar.add_task("", total=len(files))
        for answer in importing(settings, files):
            bar.update(task, advance=1, description=str(answer.get("file", "")))
            tell_import(answer, count)
    said = f"{len(files)} files: {count['imported']} imported, {count['known']} known already, {count['refused']} refused"
    out.print(f"{said}; {count['repaired']} of them repaired", highlight=False)
    raise typer.Exit(1 if count["refused"] or not files else 0)


def files_in(paths: list[Path]) -> Iterator[tuple[Path, str]]:
    """Every file named, and of every folder what looks like a recipe file, at any depth and in order.

    Each with the name that the brewery keeps: a folder's own files by their place in it, not by where it lies.
    """
    for path in paths:
        if path.is_dir():
            found = sorted(each for each in path.rglob("*") if each.is_file() and each.suffix.lower() in ENDINGS)
            yield from ((each, each.relative_to(path).as_posix()) for each in found)
        else:
            yield path, path.name


def importing(settings: Settings, files: list[tuple[Path, str]]) -> Iterator[dict[str, Any]]:
    """What came of each file: asked of the server that owns the databases, or done here where none runs."""
    from desertbrew.apps import operations
    from desertbrew.apps.embedded import owned_host
    from desertbrew.platform import ownership

    owner = ownership.find_owner(settings.data_dir)
    if owner is None:
        with owned_host(settings, migrated=settings.is_sqlite) as host:
            for file, name in files:
                wish = wish_of(file, name)
                yield from operations.import_recipe_file(host, wish) if wish else iter([unread(name)])
        return
    import httpx

    with httpx.Client(base_url=owner.url, headers={"Authorization": f"Bearer {owner.key}"}, timeout=PATIENCE_S) as client:
        for file, name in files:
            wish = wish_of(file, name)
            if wish is None:
                yield unread(name)
                continue
            response = client.post("/v1/internal/recipe-imports", json=wish.model_dump())
            response.raise_for_status()
            yield json.loads(response.text)


def wish_of(file: Path, name: str) -> RecipeFileIn | None:
    """The file as the server wants it; `None` where it cannot be read, or is larger than any recipe file."""
    from desertbrew.apps.operations import RecipeFileIn
    from desertbrew.contexts.production.rules.recipe_files import MAX_FILE_BYTES

    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            return None
        content = file.read_bytes()
    except OSError:
        return None
    return RecipeFileIn(file_name=name[-LONGEST_NAME:], content_base64=base64.b64encode(content).decode())


def unread(name: str) -> dict[str, Any]:
    """The refusal of a file that is not there, may not be read, or is too large."""
    refusal = {"code": "not-read", "name": name, "line": None, "detail": "cannot be read, or is larger than 8 MiB"}
    return {"file": name, "imported": [], "refused": [refusal]}


def tell_import(answer: dict[str, Any], count: dict[str, int]) -> None:
    """A line for each recipe of a file, and one more for each repair and each refusal."""
    if "error" in answer:
        err.print(answer["error"])
        raise typer.Exit(1)
    for each in answer["imported"]:
        state = "known" if each["known"] else "imported"
        count[state] += 1
        count["repaired"] += bool(each["repairs"])
        repaired = f", {len(each['repairs'])} repairs" if each["repairs"] else ""
        out.print(f"{state:9} {each['name']} v{each['version']}{repaired} ({answer['file']})", **PLAIN)
        for repair in each["repairs"]:
            line = f"line {repair['line']}, " if repair["line"] else ""
            out.print(f"          {line}{repair['path']}: {repair['found']!r} -> {repair['used']!r}", **PLAIN)
    for each in answer["refused"]:
        count["refused"] += 1
        line = f"line {each['line']}: " if each["line"] else ""
        out.print(f"refused   {each['name']}: {line}{each['detail']} ({each['code']}; {answer['file']})", **PLAIN)


@recipe.command()
def inspect(
    file: Annotated[Path, typer.Argument(help="A recipe file of any format")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on standard output")] = False,
) -> None:
    """Say what is read from a file, what is repaired and why, and what we compute; touches no database.

    Answers 1 when anything in the file is refused, and prints all the same.
    """
    found = inspection_of(file)
    if as_json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        tell(found)
    raise typer.Exit(1 if found["refusals"] else 0)


def inspection_of(file: Path) -> dict[str, Any]:
    """What is in a file: `read`, `repairs`, `computed` and `refusals`, each naming its recipe and its place from 1."""
    from desertbrew.contexts.production.rules.brewing_maths import CONVENTIONS, convention_of, figures_of, more_figures_of
    from desertbrew.contexts.production.rules.recipe_document import plain_document_of
    from desertbrew.contexts.production.rules.recipe_files import read_recipe_file
    from desertbrew.contexts.production.rules.recipe_files.reasons import why

    try:
        content = file.read_bytes()
    except OSError as error:
        refusal = {"code": "not-read", "name": file.name, "line": None, "detail": str(error.strerror)}
        return {"file": file.name, "format": "unknown", "read": [], "repairs": [], "computed": [], "refusals": [refusal]}
    result = read_recipe_file(file.name, content)
    repairs, computed = [], []
    for place, draft in enumerate(result.recipes, start=1):
        whose = {"place": place, "recipe": draft.name}
        repairs += [{**whose, **asdict(each), "why": why(each.code)} for each in draft.repairs]
        by_convention = {}
        for name in CONVENTIONS:
            convention = convention_of(name)
            rager = figures_of(draft, convention_of(name, "rager")).ibu
            figures = {**asdict(figures_of(draft, convention)), **asdict(more_figures_of(draft, convention))}
            by_convention[name] = {key: _number(value) for key, value in {**figures, "ibu_rager": rager}.items()}
        computed.append({**whose, "convention": "beersmith-2", **by_convention["beersmith-2"], "by": by_convention})
    return {
        "file": file.name,
        "format": result.format,
        "read": [{"place": place, **plain_document_of(each)} for place, each in enumerate(result.recipes, start=1)],
        "repairs": repairs,
        "computed": computed,
        "refusals": [asdict(each) for each in result.refused],
    }


def _number(value: Decimal | None) -> float | None:
    """Our own figures are science, not stock: numbers, while what was read stays as exact text."""
    return None if value is None else float(value)


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:g}"


def tell(found: dict[str, Any]) -> None:
    """The same for a person."""
    out.print(f"[bold]{found['file']}[/] ({found['format']})", highlight=False)
    for read, figures in zip(found["read"], found["computed"], strict=True):
        said = "  ".join(f"{name} {_shown(figures[key])}" for key, name in SHOWN.items())
        out.print(f"read      {read['name']}: {float(read['batch_volume_l']):g} L  {said}", **PLAIN)
    for each in found["repairs"]:
        line = f"line {each['line']}, " if each["line"] else ""
        change = f"{each['found']!r} -> {each['used']!r}"
        out.print(
            f"repaired  {each['recipe']}: {line}{each['path']}: {change}. {each['why']}", highlight=False, markup=False
        )
    for each in found["refusals"]:
        line = f"line {each['line']}: " if each["line"] else ""
        out.print(f"refused   {each['name']}: {line}{each['detail']} ({each['code']})", **PLAIN)
