"""Every import law is seen failing on an example that breaks it, and holding on the real tree.

The laws run as they stand in pyproject.toml, on a throw-away package that has our folders and our declared edges and
nothing else. A law that nothing here breaks fails `test_every_law_has_an_example`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import pytest

SERVER = Path(__file__).resolve().parents[2]
CONFIGURATION = tomllib.loads((SERVER / "pyproject.toml").read_text())
LAWS: list[dict[str, Any]] = CONFIGURATION["tool"]["importlinter"]["contracts"]
BANNED: dict[str, Any] = CONFIGURATION["tool"]["ruff"]["lint"]["flake8-tidy-imports"]["banned-api"]
BIN = Path(sys.executable).parent

CONTEXT_FILES = (
    "context", "http", "reactions", "jobs", "commands", "queries", "tables", "rules", "errors", "contract",
)  # fmt: skip


class Breach(NamedTuple):
    """A line of code in a file of the skeleton, and the law that forbids it."""

    law: str
    file: str
    code: str


# `malting` and `bottling` are contexts that no declared edge joins.
BREACHES = [
    Breach("layers", "kernel/money.py", "import desertbrew.platform.db"),
    Breach("layers", "platform/db.py", "import desertbrew.contexts.malting.contract"),
    Breach("layers", "contexts/malting/commands.py", "import desertbrew.apps.registry"),
    Breach("layers", "sundries/__init__.py", ""),
    Breach("inside", "contexts/malting/rules.py", "from desertbrew.contexts.malting import tables"),
    Breach("inside", "contexts/malting/queries.py", "from desertbrew.contexts.malting import commands"),
    Breach("inside", "contexts/malting/reactions.py", "from desertbrew.contexts.malting import http"),
    Breach("inside", "contexts/malting/contract.py", "from desertbrew.contexts.malting import errors"),
    Breach("inside", "contexts/malting/utils.py", ""),
    Breach("edges", "contexts/malting/commands.py", "import desertbrew.contexts.bottling.contract"),
    Breach("edges", "contexts/malting/reactions.py", "import desertbrew.contexts.bottling.tables"),
    Breach("pure", "contexts/malting/rules.py", "import sqlalchemy"),
    Breach("pure", "contexts/malting/contract.py", "import fastapi"),
    Breach("pure", "contexts/malting/rules.py", "import desertbrew.platform.db"),
    Breach("pure", "kernel/money.py", "import pydantic_settings"),
    Breach("no-world", "contexts/malting/rules.py", "import time"),
    Breach("no-world", "contexts/malting/contract.py", "from os import environ"),
    Breach("no-web", "contexts/malting/commands.py", "from fastapi import HTTPException"),
    Breach("no-web", "contexts/malting/queries.py", "import starlette.requests"),
    Breach("no-web", "contexts/malting/tables.py", "import fastapi"),
    Breach("environment", "contexts/malting/http.py", "import os"),
    Breach("environment", "contexts/malting/context.py", "import desertbrew.platform.settings"),
]


def declared_edges() -> list[tuple[str, str, str]]:
    """The context map: who asks, from which of its files, whose contract."""
    edges = next(law for law in LAWS if law["id"] == "edges")["ignore_imports"]
    found = []
    for edge in edges:
        asks, answers = (side.split(".") for side in edge.split(" -> "))
        found.append((asks[2], "commands" if asks[-1] == "**" else asks[3], answers[2]))
    return found


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """A package with our folders, one empty file for each role, and an import for each declared edge."""
    package = tmp_path / "desertbrew"
    files = {
        "apps/registry.py": "",
        "platform/db.py": "",
        "platform/settings.py": "",
        "kernel/money.py": "",
    }
    edges = declared_edges()
    contexts = {"malting", "bottling", *(end for edge in edges for end in (edge[0], edge[2]))}
    files |= {f"contexts/{context}/{name}.py": "" for context in contexts for name in CONTEXT_FILES}
    for asks, name, answers in edges:
        files[f"contexts/{asks}/{name}.py"] += f"import desertbrew.contexts.{answers}.contract\n"
    for name, code in files.items():
        write(package / name, code)
    shutil.copy(SERVER / "pyproject.toml", tmp_path)
    return package


def write(file: Path, code: str) -> None:
    """Add code to a file, and make the folders above it packages."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as handle:
        handle.write(code + "\n")
    folder = file.parent
    while True:
        (folder / "__init__.py").touch()
        if folder.name == "desertbrew":
            return
        folder = folder.parent


def lint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the laws on the package that lies in a folder, and on no other of the same name."""
    env = {**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"}
    command = [str(BIN / "lint-imports"), "--config", str(folder / "pyproject.toml"), "--no-cache", "--no-logo"]
    return subprocess.run([*command, *options], cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_the_skeleton_keeps_every_law(skeleton: Path) -> None:
    done = lint(skeleton.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(LAWS)} kept, 0 broken" in done.stdout


def test_the_real_tree_keeps_every_law() -> None:
    env = {**os.environ, "NO_COLOR": "1"}
    command = [str(BIN / "lint-imports"), "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=SERVER, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_law_has_an_example() -> None:
    examples = {breach.law for breach in BREACHES} | {"acyclic"}  # that one needs two files: see below
    assert {law["id"] for law in LAWS} == examples


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: f"{breach.law}: {breach.file}: {breach.code}")
def test_a_law_is_broken_by_its_example(skeleton: Path, breach: Breach) -> None:
    write(skeleton / breach.file, breach.code)
    done = lint(skeleton.parent, "--contract", breach.law)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "0 kept, 1 broken" in done.stdout


def test_asking_in_a_circle_is_refused(skeleton: Path) -> None:
    write(skeleton / "contexts/malting/commands.py", "import desertbrew.contexts.bottling.contract")
    assert lint(skeleton.parent, "--contract", "acyclic").returncode == 0
    write(skeleton / "contexts/bottling/queries.py", "import desertbrew.contexts.malting.contract")
    done = lint(skeleton.parent, "--contract", "acyclic")
    assert done.returncode == 1, done.stdout
    assert "0 kept, 1 broken" in done.stdout


def test_hearing_in_a_circle_is_allowed(skeleton: Path) -> None:
    write(skeleton / "contexts/malting/commands.py", "import desertbrew.contexts.bottling.contract")
    write(skeleton / "contexts/bottling/reactions.py", "import desertbrew.contexts.malting.contract")
    assert lint(skeleton.parent, "--contract", "acyclic").returncode == 0


def test_an_edge_that_nobody_uses_is_refused(skeleton: Path) -> None:
    asks, name, _ = declared_edges()[0]
    (skeleton / "contexts" / asks / f"{name}.py").write_text("")
    done = lint(skeleton.parent, "--contract", "edges")
    assert done.returncode == 1, done.stdout
    assert "No matches for ignored import" in done.stdout + done.stderr


@pytest.mark.parametrize("name", sorted(BANNED))
def test_what_the_code_may_not_call(name: str) -> None:
    """Each banned name is refused where business code lies, and the refusal says what to use instead."""
    module, _, member = name.rpartition(".")
    code = f"import {name}\n\nprint({name})\n" if name == "unittest.mock" else call_of(module, member)
    done = subprocess.run(
        [str(BIN / "ruff"), "check", "--no-cache", "--output-format", "concise", "--select", "TID251",
         "--stdin-filename", "src/desertbrew/contexts/malting/commands.py", "-"],
        cwd=SERVER, input=code, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    assert BANNED[name]["msg"] in done.stdout


def call_of(module: str, member: str) -> str:
    """A call of a banned function, or of a class's method, as somebody would write it."""
    package, _, owner = module.rpartition(".")
    if package:
        return f"from {package} import {owner}\n\nprint({owner}.{member}())\n"
    return f"import {module}\n\nprint({module}.{member}())\n"
