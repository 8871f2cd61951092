"""A manifest is complete, and what it promises is true."""

from __future__ import annotations

import importlib
import inspect
import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from desertbrew.apps import registry
from desertbrew.kernel.events import NAME_PATTERN
from desertbrew.platform.context import Context
from desertbrew.platform.http.routes import Declared

PERMISSION = re.compile(r"^[a-z]+\.[a-z_]+\.[a-z_]+$")
HEADINGS = ("## Nouns", "## Invariants", "## Events out", "## Events in")
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


def contract_of(context: Context) -> ModuleType:
    return importlib.import_module(f"desertbrew.contexts.{context.name}.contract")


def events_of(context: Context) -> list[type[Any]]:
    """Every class of the contract that has a NAME."""
    contract = contract_of(context)
    own = contract.__name__  # a contract that outgrew its file is a folder of that name
    classes = (each for _, each in inspect.getmembers(contract, inspect.isclass) if each.__module__.startswith(own))
    return [each for each in classes if hasattr(each, "NAME")]


def readme_of(context: Context) -> str:
    return (Path(context.migrations).parent / "README.md").read_text(encoding="utf-8")


def said(context: Context, heading: str) -> str:
    """The text of one section of the README."""
    return readme_of(context).partition(heading + "\n")[2].partition("\n## ")[0]


# ------------------------------------------------------------------------------------------------------------ events


def test_every_event_of_the_contract_may_be_emitted_and_no_other(context: Context) -> None:
    assert set(events_of(context)) == set(context.emits)


def test_events_are_frozen_and_named_as_they_stand_on_the_wire(context: Context) -> None:
    for event in events_of(context):
        assert NAME_PATTERN.fullmatch(event.NAME), event.NAME
        assert event.NAME.startswith(context.name + "."), event.NAME
        assert is_dataclass(event), event
        assert event.__dataclass_params__.frozen, event  # type: ignore[attr-defined]
        assert isinstance(vars(event).get("subject"), property), f"{event} has no subject"
        assert not [each.name for each in fields(event) if each.type in {"float", float}], event


def test_no_two_events_share_a_name() -> None:
    names = [event.NAME for context in registry.CONTEXTS for event in context.emits]
    assert len(names) == len(set(names))


def test_somebody_emits_what_the_context_hears(context: Context) -> None:
    emitted = {event for each in registry.CONTEXTS for event in each.emits}
    assert {reaction.event for reaction in context.reactions} <= emitted


def test_the_audience_of_every_event_is_a_permission_of_the_context(context: Context) -> None:
    assert set(context.emits.values()) <= set(context.permissions)


# ------------------------------------------------------------------------------------------------- routes, permissions


def test_every_route_needs_a_permission_or_says_why_not(context: Context) -> None:
    assert context.routes.declared
    for route in context.routes.declared:
        assert route.method in METHODS, route
        assert route.path.startswith(("/v1/", "/api/")), route
        assert route.permission is not None or len(route.why_public) > 15, route


def test_no_two_routes_are_the_same() -> None:
    declared = [(route.method, _shape(route)) for context in registry.CONTEXTS for route in context.routes.declared]
    assert len(declared) == len(set(declared))


def _shape(route: Declared) -> str:
    return re.sub(r"\{[^}]+\}", "{}", route.path)


def test_every_route_that_answers_was_declared(context: Context) -> None:
    served = {(method, route.path) for route in context.routes.router.routes for method in route.methods}  # type: ignore[attr-defined]
    assert served == {(route.method, route.path) for route in context.routes.declared}


def test_every_permission_that_a_route_needs_is_in_the_manifest(context: Context) -> None:
    needed = {route.permission for route in context.routes.declared if route.permission is not None}
    assert needed <= set(context.permissions)


def test_every_permission_is_asked_for_somewhere(context: Context) -> None:
    asked_for = {route.permission for route in context.routes.declared} | set(context.emits.values())
    # Some are asked for inside a route (somebody else's sessions): declared, listed in the manifest, and used.
    code = "\n".join(path.read_text(encoding="utf-8") for path in Path(context.migrations).parent.rglob("*.py"))
    for permission in set(context.permissions) - asked_for:
        named = re.search(rf"(\w+) = permission\(\s*\"{re.escape(permission.name)}\"", code)
        assert named, permission.name
        uses = re.findall(rf"\b{named[1]}\.name\b", code)
        assert uses, f"nothing asks for {permission.name}"


def test_permissions_are_named_worded_and_granted(context: Context) -> None:
    names = [permission.name for permission in context.permissions]
    assert len(names) == len(set(names))
    for permission in context.permissions:
        assert PERMISSION.fullmatch(permission.name), permission.name
        assert permission.name.startswith(context.name + "."), permission.name
        assert permission.what.es.strip(), permission.name
        assert permission.what.en.strip(), permission.name
        assert permission.what.es != permission.what.en, permission.name


# -------------------------------------------------------------------------------------------------- jobs, checks, README


def test_jobs_and_checks_have_names_of_their_own(context: Context) -> None:
    for named in (context.jobs, context.checks):
        names = [each.name for each in named]
        assert len(names) == len(set(names))
        assert all(names)


def test_the_context_is_called_what_its_folder_is_called(context: Context) -> None:
    assert Path(context.migrations).parent.name == context.name == context.routes.context
    assert re.fullmatch(r"[a-z]+", context.name)
    assert context.name in registry.PORTS


@pytest.mark.parametrize("heading", HEADINGS)
def test_the_readme_has_its_sections(context: Context, heading: str) -> None:
    assert said(context, heading).strip(), f"{heading} is missing or empty"


def test_the_readme_names_the_events(context: Context) -> None:
    out, heard = said(context, "## Events out"), said(context, "## Events in")
    for event in context.emits:
        assert f"`{event.NAME}`" in out
    for name in context.hears():
        assert f"`{name}`" in heard


def test_invariants_have_ids_of_their_own(context: Context) -> None:
    numbered = re.findall(r"^- \*\*(INV-[A-Z]+[0-9]+)\*\*", said(context, "## Invariants"), re.MULTILINE)
    assert numbered
    assert len(numbered) == len(set(numbered))
