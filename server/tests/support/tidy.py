"""What a tidy tree means, as functions from text or folders to complaints; an empty list is praise."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

LONGEST_FUNCTION = 70
LONGEST_FILE = 400

# Spelt so that this file does not break its own law.
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX|HA" + r"CK)\b")
WEB_SKIP = re.compile(r"\b(?:it|test|describe)\.(?:skip|only|todo|fixme)\b")
INVARIANT = re.compile(r"\bINV-[A-Z]+[0-9]+\b")
NAMED = re.compile(r"\bdef test_inv_([a-z]+[0-9]+)_")
"""A test may carry its invariant in its name: test_inv_l4_the_draws_add_up."""
DEFINED = re.compile(r"^\s*(?:[-*]|\|)?\s*\**`?(INV-[A-Z]+[0-9]+)\b", re.MULTILINE)

SAY_NOTHING = frozenset({"common", "helper", "helpers", "manager", "managers", "misc", "stuff", "util", "utils"})
REQUIRED_PARTS = ("commands", "context", "contract", "errors", "http", "queries", "rules", "tables")
REQUIRED_HEADINGS = ("## Nouns", "## Invariants", "## Events out", "## Events in")


def long_functions(code: str) -> list[str]:
    """Functions that do not fit on a screen; counted from `def` to the last line."""
    complaints = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                complaints.append(f"{node.lineno}: {node.name} has {lines} lines, more than {LONGEST_FUNCTION}")
    return complaints


def long_file(text: str) -> list[str]:
    """A file that holds more than one idea."""
    lines = text.count("\n")
    return [f"{lines} lines, more than {LONGEST_FILE}"] if lines > LONGEST_FILE else []


def unfinished(text: str) -> list[str]:
    """Notes to oneself."""
    return [
        f"{number}: {found.group()}"
        for number, line in enumerate(text.splitlines(), 1)
        if (found := UNFINISHED.search(line))
    ]


def silent_skips(code: str) -> list[str]:
    """Python tests that are left out without saying why."""
    tree = list(ast.walk(ast.parse(code)))
    explained = {id(node.func) for node in tree if isinstance(node, ast.Call) and _says_why(node)}
    return [
        f"{node.lineno}: {ast.unparse(node)} without a reason"
        for node in tree
        if isinstance(node, ast.Attribute) and _is_skip(node) and id(node) not in explained
    ]


def _says_why(call: ast.Call) -> bool:
    """A `reason=`, or a first argument where that is not a condition."""
    named = any(keyword.arg == "reason" for keyword in call.keywords)
    return named or (bool(call.args) and not _is_condition(call.func))


def _is_skip(node: ast.expr) -> bool:
    return ast.unparse(node) in {
        "pytest.skip", "pytest.xfail", "pytest.mark.skip", "pytest.mark.skipif", "pytest.mark.xfail",
    }  # fmt: skip


def _is_condition(node: ast.expr) -> bool:
    """A first argument that is a condition is no reason."""
    return ast.unparse(node) in {"pytest.mark.skipif", "pytest.mark.xfail"}


def web_skips(code: str) -> list[str]:
    """Web tests that are left out, or that leave the others out."""
    return [f"{number}: {line.strip()}" for number, line in enumerate(code.splitlines(), 1) if WEB_SKIP.search(line)]


def empty_name(path: Path) -> list[str]:
    """A file or folder whose name does not say what it holds; `service` is a word of apps/ alone."""
    stems = {part.partition(".")[0].lower() for part in path.parts}
    complaints = [f"`{stem}` says nothing" for stem in sorted(stems & SAY_NOTHING)]
    if path.stem in {"service", "services"} and "contexts" in path.parts:
        complaints.append("`service` says nothing inside a context")
    return complaints


def context_folder(folder: Path) -> list[str]:
    """What a context lacks of the files and headings that all contexts have."""
    complaints = [
        f"{folder.name} has no {part}.py"
        for part in REQUIRED_PARTS
        if not (folder / f"{part}.py").is_file() and not (folder / part / "__init__.py").is_file()
    ]
    if not (folder / "migrations").is_dir():
        complaints.append(f"{folder.name} has no migrations/")
    readme = folder / "README.md"
    lines = readme.read_text().splitlines() if readme.is_file() else []
    if not lines:
        return [*complaints, f"{folder.name} has no README.md"]
    if not lines[0].startswith("# "):
        complaints.append(f"{folder.name}/README.md does not begin with its name")
    complaints.extend(f"{folder.name}/README.md has no `{title}`" for title in REQUIRED_HEADINGS if title not in lines)
    return complaints


def invariants(readmes: Mapping[str, str], tests: Iterable[str], sources: Iterable[str]) -> list[str]:
    """Ids that no test holds to, that no README explains, or that two READMEs give to different things."""
    defined = Counter(name for text in readmes.values() for name in set(DEFINED.findall(text)))
    tested = _ids(tests)
    spoken = tested | _ids(sources)
    return [
        *(f"{name} is in a README and in no test" for name in sorted(defined.keys() - tested)),
        *(f"{name} is spoken of and no README explains it" for name in sorted(spoken - defined.keys())),
        *(f"{name} is explained in {times} READMEs" for name, times in sorted(defined.items()) if times > 1),
    ]


def _ids(texts: Iterable[str]) -> set[str]:
    read = list(texts)
    written_out = {name for text in read for name in INVARIANT.findall(text)}
    in_names = {f"INV-{name.upper()}" for text in read for name in NAMED.findall(text)}
    return written_out | in_names


def hosts(text: str) -> list[str]:
    """Addresses in a lock: packages come from wherever the machine's client is told, and hashes prove them."""
    return [f"{number}: {line.strip()[:80]}" for number, line in enumerate(text.splitlines(), 1) if "://" in line]


def written(root: Path, *suffixes: str) -> Iterator[Path]:
    """The files below a folder that people write, sorted."""
    made = {"node_modules", "dist", "dev-dist", "__pycache__", ".hypothesis"}
    for path in sorted(root.rglob("*")):
        inside = set(path.relative_to(root).parts)
        if path.suffix in suffixes and path.is_file() and not inside & made:
            yield path
