"""Brings a checkout to the point where it can run: the virtual environment, Node, and the built web app.

Every step leaves a stamp (a hash of what went in) inside what it made, and is skipped while the stamp still fits, so a
second start takes no time; whoever deletes the product deletes the stamp with it.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
UV_PIN = ROOT / "tools" / "uv-pin.txt"
NODE_PIN = ROOT / "tools" / "node-pin.txt"
PROJECT = ROOT / "server"
WEB = ROOT / "web"
DIST = WEB / "dist"

# What web/'s tools accept; Node 21 and 22.0 to 22.11 lack require(esm), which Vite needs.
OLDEST_NODE = (20, 19)
OLDEST_NODE_22 = (22, 12)

# Folders in web/ that are made, not written: they must not move the hash of the sources.
MADE_IN_WEB = frozenset({"node_modules", "dist", "dev-dist", "coverage", "test-results", ".vite", "screenshots"})


class SetupError(Exception):
    """The checkout cannot be set up; the text says what to do about it."""


def say(text: str) -> None:
    """Print one line of progress at once, also when the output is a pipe."""
    print(text, flush=True)


def run(command: Sequence[str | Path], *, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Run a command to its end with its output shown; raises SetupError when it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=cwd, env=env, check=False)
    if done.returncode != 0:
        message = f"`{' '.join(words)}` failed with exit code {done.returncode} (in {cwd})"
        raise SetupError(message)


def digest(parts: Iterable[str | bytes | Path]) -> str:
    """SHA-256 over texts and file contents; a file that is missing counts as empty."""
    total = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            data = part.read_bytes() if part.is_file() else b""
        else:
            data = part.encode() if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big"))
        total.update(data)
    return total.hexdigest()


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold the checkout's setup lock, so that two verbs started at once do not build into the same folders."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "setup.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


# ---------------------------------------------------------------------------------------------------------- Python


def make_venv(folder: Path, *, with_pip: bool) -> None:
    """Make a virtual environment of this interpreter; a bare Debian gets a SetupError with the line to type."""
    try:
        import ensurepip  # noqa: F401, PLC0415  # Debian keeps both in a package of its own; absence is the news
        import venv  # noqa: PLC0415
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        message = (
            f"This Python {version} comes without its venv module. Type:\n"
            f"  sudo apt-get install -y python{version}-venv\n"
            "and start again."
        )
        raise SetupError(message) from None
    venv.EnvBuilder(clear=True, with_pip=with_pip, symlinks=True).create(folder)


def tool_venv(name: str, pin: Path) -> Path:
    """Path of a side environment that holds one pinned tool, made when it is missing or its pin changed."""
    folder = CACHE / name
    stamp = folder / ".stamp"
    wanted = digest([str(folder), sys.version, pin])
    if not stamp.is_file() or stamp.read_text() != wanted:
        make_venv(folder, with_pip=True)
        python = folder / "bin" / "python"
        run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", pin])
        stamp.write_text(wanted)
    return folder


def ensure_python() -> None:
    """Make `.venv` hold exactly what requirements.lock says, hashes checked, and the project itself, editable."""
    stamp = VENV / ".stamp"
    locked = digest([str(ROOT), sys.version, LOCK])
    wanted = locked + "\n" + digest([PROJECT / "pyproject.toml"])
    have = stamp.read_text() if stamp.is_file() and PYTHON.exists() else ""
    if have == wanted:
        return
    if have.split("\n")[0] != locked:
        say("· Python packages from requirements.lock (hashes checked) …")
        interpreter_stayed = (VENV / ".python").is_file() and (VENV / ".python").read_text() == sys.version
        if not (interpreter_stayed and PYTHON.exists()):
            make_venv(VENV, with_pip=False)
            (VENV / ".python").write_text(sys.version)
        stamp.unlink(missing_ok=True)
        install_locked()
    install_project()
    stamp.write_text(wanted)


def install_locked() -> None:
    """Install the lock with uv, or with pip where uv cannot (no wheel for the machine, or an index only pip knows)."""
    side = tool_venv("uv", UV_PIN)
    # Compiled now: a start that compiles takes seconds more, and a service's user may not write beside the sources.
    flags: list[str | Path] = ["--quiet", "--require-hashes", "--compile-bytecode", "--python", PYTHON]
    uv: list[str | Path] = [side / "bin" / "uv", "pip", "sync", *flags, LOCK]
    try:
        run(uv)
    except SetupError as refusal:
        say(f"  {refusal}; trying pip instead")
        pip: list[str | Path] = [side / "bin" / "python", "-m", "pip", "--python", PYTHON, "install", "--quiet"]
        run([*pip, "--require-hashes", "-r", LOCK])


def install_project() -> None:
    """Install the server editable; its build tools are in the lock, so nothing is fetched."""
    side = tool_venv("uv", UV_PIN)
    pip: list[str | Path] = [side / "bin" / "python", "-m", "pip", "--python", PYTHON, "install", "--quiet"]
    run([*pip, "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "--no-index", "-e", PROJECT])
    run([PYTHON, "-m", "compileall", "-q", Path(PROJECT) / "src"])


# ------------------------------------------------------------------------------------------------------------ Node


def node_is_new_enough(text: str) -> bool:
    """Whether `node --version`'s answer (`v22.12.0`) is one that the web tools run on."""
    try:
        version = tuple(int(number) for number in text.strip().removeprefix("v").split(".")[:2])
    except ValueError:
        return False
    return OLDEST_NODE <= version < (21, 0) or version >= OLDEST_NODE_22


def node_environment() -> dict[str, str]:
    """The environment in which `node` and `npm` are found: the system's if new enough, else from the pinned wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        if node_is_new_enough(answer):
            return dict(os.environ)
        say(f"· The system's Node is {answer.strip()}; taking one from a wheel …")
    else:
        say("· No Node on this machine; taking one from a wheel …")
    folder = tool_venv("node", NODE_PIN)
    return {**os.environ, "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}


def web_files() -> list[Path]:
    """Every written file of web/, sorted, so that their hash does not depend on the disk."""
    found: list[Path] = []
    for folder, folders, files in os.walk(WEB):
        folders[:] = sorted(set(folders) - MADE_IN_WEB)
        found.extend(Path(folder) / name for name in files)
    return sorted(found)


def ensure_node_modules() -> dict[str, str]:
    """Install web/'s packages when package-lock.json changed; answers the environment to run npm in."""
    if not (WEB / "package-lock.json").is_file():
        message = "web/package-lock.json is missing: the web app cannot be built"
        raise SetupError(message)
    env = node_environment()
    stamp = WEB / "node_modules" / ".stamp"
    wanted = digest([WEB / "package.json", WEB / "package-lock.json"])
    if not stamp.is_file() or stamp.read_text() != wanted:
        say("· web packages (npm ci) …")
        run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=WEB, env=env)
        stamp.write_text(wanted)
    return env


def ensure_web() -> None:
    """Build web/dist when a source, the lock or the API's description changed since the last build."""
    stamp = DIST / ".stamp"
    files = web_files()
    names = json.dumps([str(path.relative_to(WEB)) for path in files])
    wanted = digest([names, *files, ROOT / "contracts" / "openapi.json"])
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    env = ensure_node_modules()
    say("· web app (npm run build) …")
    run(["npm", "run", "build", "--silent"], cwd=WEB, env=env)
    stamp.write_text(wanted)
