"""The steps of `make test`: what each runs, how their results are counted, and what is printed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from environment import PROJECT, ROOT, VENV, WEB, node_environment

STEP_LIMIT = 30 * 60  # seconds; a step that hangs must not take the whole run with it
KEPT_VARIABLES = ("DESERTBREW_TEST_", "DESERTBREW_SHARED", "DESERTBREW_REQUIRE_SERVICES")

# The closing lines of the runners: pytest's "3 passed, 1 skipped in 2s", vitest's "Tests  3 passed | 1 skipped (4)",
# and node's own "# pass 3" (or "ℹ pass 3").
PYTEST_CLOSING = re.compile(r"^=*\s*(?:\d+ \w+, )*\d+ \w+(?:, \d+ \w+)* in [\d.]+s\b.*$", re.MULTILINE)
VITEST_CLOSING = re.compile(r"^\s*Tests\s+(?:\d+ \w+(?: \| )?)+ \(\d+\)\s*$", re.MULTILINE)
NODE_COUNT = re.compile(r"^(?:#|ℹ) (pass|fail|skipped|cancelled|todo) (\d+)$", re.MULTILINE)
PAIR = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed)\b")
COLOURS = re.compile(r"\x1b(?:\[[0-9;]*[A-Za-z]|\(B)")


@dataclass(frozen=True)
class Step:
    """One command of the run; `needs` names the services without which it cannot say anything."""

    name: str
    command: tuple[str, ...]
    cwd: Path
    env: dict[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    live: bool = False
    """Show the output as it comes: for steps that take minutes."""
    counted: bool = False
    """Must close with a runner's count: a run that executed no test has not passed."""


@dataclass(frozen=True)
class Result:
    """How a step ended; a step without a count of its own is one check."""

    step: Step
    ok: bool
    seconds: float
    output: str
    passed: int
    failed: int
    skipped: int
    closing: str = ""
    unsteady: tuple[str, ...] = ()
    """Tests that passed only at the second try."""


def tool(name: str) -> str:
    """Path of a program of the virtual environment."""
    return str(VENV / "bin" / name)


def static_steps() -> list[Step]:
    """Everything that is known without running the program; each takes seconds."""
    python_files = [str(folder) for folder in (ROOT / "tools", ROOT / "bench") if folder.is_dir()]
    return [
        Step("mypy", (tool("mypy"), "src", "tests", *python_files), PROJECT),
        Step("ruff", (tool("ruff"), "check", ".", *python_files), PROJECT),
        Step("format", (tool("ruff"), "format", "--check", ".", *python_files), PROJECT),
        Step("laws", (tool("lint-imports"),), PROJECT),
        Step("unused", (tool("python"), str(ROOT / "tools" / "unused.py")), PROJECT),
        Step("deptry", (tool("deptry"), "src"), PROJECT),
        Step("contracts", (tool("desertbrew"), "gen", "--check"), ROOT),
        Step("web-types", ("npm", "run", "typecheck"), WEB),
        Step("web-lint", ("npm", "run", "lint"), WEB),
        Step("web-unused", ("npm", "run", "knip"), WEB),
        Step("web-tests", ("npm", "test"), WEB, counted=True),
    ]


def suite(dialect: str, *arguments: str) -> Step:
    """The Python suite on one database; what looks at the sources alone runs once, with the first."""
    once = () if dialect == "sqlite" else ("--ignore=tests/architecture",)
    # In the order of the folders: the files of few but long tests (faults) begin early, and nobody waits for them alone.
    # What failed is remembered by database: a second try must not run what failed on the other.
    cache = ("-o", f"cache_dir=.pytest_cache/{dialect}")
    command = (tool("pytest"), "-q", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", *cache, *once, *arguments)
    env = {"DESERTBREW_TEST_DIALECT": dialect}
    return Step(f"pytest-{dialect}", command, PROJECT, env=env, live=True, counted=True)


def running_steps() -> list[Step]:
    """Everything that runs the program; each uses both cores itself."""
    return [
        suite("sqlite"),
        suite("postgresql"),
        Step("e2e", ("npm", "run", "e2e"), WEB, needs=("Chromium",), live=True, counted=True),
    ]


def environment_of_steps(found: dict[str, str], *, with_node: bool) -> dict[str, str]:
    """The environment of every step: the tools on PATH, the services found, and none of the developer's settings."""
    kept = {
        key: value
        for key, value in (node_environment() if with_node else os.environ).items()
        if not key.startswith("DESERTBREW_") or key.startswith(KEPT_VARIABLES)
    }
    kept["PATH"] = f"{VENV / 'bin'}{os.pathsep}{kept.get('PATH', '')}"
    kept.setdefault("DESERTBREW_SHARED", str(ROOT.parent / "shared"))
    # One line of one colour: logs are read by people and by machines.
    return {**kept, **found, "NO_COLOR": "1", "FORCE_COLOR": "0", "COLUMNS": "140"}


def run_step(step: Step, env: dict[str, str]) -> Result:
    """Run one step to its end, or to the limit, and count what its runner says it did."""
    began = time.monotonic()
    lines: list[str] = []
    try:
        process = subprocess.Popen(
            step.command,
            cwd=step.cwd,
            env={**env, **step.env},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
    except OSError as trouble:
        return Result(step, ok=False, seconds=0.0, output=f"could not start: {trouble}\n", passed=0, failed=1, skipped=0)
    alarm = threading.Timer(STEP_LIMIT, _end_group, [process.pid])
    alarm.start()
    with process:
        for line in process.stdout or ():
            lines.append(line)
            if step.live:
                print(line, end="", flush=True)
    late = not alarm.is_alive()
    alarm.cancel()
    if late:
        lines.append(f"ended after {STEP_LIMIT} s\n")
    return judge(step, process.returncode, "".join(lines), time.monotonic() - began)


def _end_group(pid: int) -> None:
    """End a step with everything it started."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def judge(step: Step, code: int, output: str, seconds: float) -> Result:
    """Turn a step's exit code and output into counts; an exit code of zero with no test run is a failure."""
    text = COLOURS.sub("", output)
    passed, failed, skipped, closing = count(text)
    ok = code == 0 and failed == 0
    if step.counted:
        if passed + failed == 0:
            ok = False
            output += f"\n{step.name} executed no test\n"
    else:
        passed, failed, skipped, closing = 0, 0, 0, ""
    if not step.counted:
        passed = int(ok)
    if not ok:
        failed = max(failed, 1)
    return Result(step, ok, seconds, output, passed, failed, skipped, closing)


def count(text: str) -> tuple[int, int, int, str]:
    """Passed, failed, skipped, and the line (or lines) that said so, over all the runners in a text."""
    totals = {"passed": 0, "failed": 0, "skipped": 0}
    words = {"passed": "passed", "failed": "failed", "error": "failed", "errors": "failed"}
    closing = [match.group(0) for match in (*PYTEST_CLOSING.finditer(text), *VITEST_CLOSING.finditer(text))]
    for line in closing:
        for number, word in PAIR.findall(line):
            totals[words.get(word, "skipped")] += int(number)
    node = {"pass": "passed", "fail": "failed", "cancelled": "failed"}
    for word, number in NODE_COUNT.findall(text):
        totals[node.get(word, "skipped")] += int(number)
        if int(number):
            closing.append(f"{word} {number}")
    return totals["passed"], totals["failed"], totals["skipped"], " · ".join(line.strip(" =") for line in closing)


class Report:
    """Collects results, prints a line for each as it ends, and the closing summary."""

    def __init__(self) -> None:
        self.results: list[Result] = []
        self.left_out: list[str] = []
        self._began = time.monotonic()

    def add(self, result: Result) -> None:
        """Print one step's line; its whole output when it failed and was not shown while it ran."""
        self.results.append(result)
        mark = "ok  " if result.ok else "FAIL"
        print(f"{mark} {result.step.name:<18} {result.seconds:7.1f} s  {result.closing}", flush=True)
        if not result.ok and not result.step.live:
            print(indent(COLOURS.sub("", result.output)), flush=True)

    def leave_out(self, what: str) -> None:
        """Remember, loudly, what could not be tried on this machine."""
        self.left_out.append(what)
        print(f"LEFT OUT {what}", flush=True)

    def close(self) -> int:
        """Print the summary; the last line is the count. Answers the exit code."""
        passed, failed, skipped = (
            sum(getattr(result, name) for result in self.results) for name in ("passed", "failed", "skipped")
        )
        skipped += len(self.left_out)
        wrong = [result.step.name for result in self.results if not result.ok]
        print(f"\n{'─' * 100}")
        print(f"{len(self.results)} steps in {time.monotonic() - self._began:.0f} s")
        for what in self.left_out:
            print(f"left out: {what}")
        for result in self.results:
            for name in result.unsteady:
                print(f"UNSTEADY: {result.step.name} passed {name} only at the second try")
        if wrong:
            print(f"failed:   {', '.join(wrong)}")
        print(f"total: {passed} passed, {failed} failed, {skipped} skipped", flush=True)
        return 1 if wrong or not self.results else 0


def indent(text: str) -> str:
    """A step's output, set off from the list of steps."""
    return "\n".join(f"     │ {line}" for line in text.rstrip().splitlines())


def run_side_by_side(steps: list[Step], env: dict[str, str], report: Report) -> None:
    """Run independent steps two at a time; a failing one does not stop the others."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        for future in as_completed([pool.submit(run_step, step, env) for step in steps]):
            report.add(future.result())


SecondTry = Callable[[Result, Callable[[Step], Result]], Result]


def run_in_turn(steps: list[Step], env: dict[str, str], report: Report, missing: list[str], second_try: SecondTry) -> None:
    """Run steps one after the other, with a second try; one whose service is missing is counted as left out."""
    for step in steps:
        if lacking := [name for name in step.needs if name in missing]:
            report.leave_out(f"{step.name}: needs {', '.join(lacking)}")
            continue
        print(f"──── {step.name}", flush=True)
        report.add(second_try(run_step(step, env), lambda again: run_step(again, env)))
