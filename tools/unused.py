"""Finds functions, classes and imports that nothing uses, with vulture's eyes and our own exceptions.

Fields of wire shapes and columns of tables are read by frameworks, not by code, so unused *variables* say nothing here
and are left to ruff. What a framework calls is known by the decorator that hands it over.
"""

from __future__ import annotations

import sys
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).resolve().parent.parent
WHERE = ("server/src", "server/tests", "tools", "bench")
JUDGED = frozenset({"class", "function", "import", "method", "property", "unreachable_code"})

CALLED_BY_FRAMEWORKS = [
    "@*.callback",  # typer
    "@*.command",  # typer
    "@*.command(*",
    "@*.compiles*",  # SQLAlchemy
    "@compiles*",
    "@*.delete*",  # routes
    "@*.exception_handler*",
    "@*.get*",
    "@*.listens_for*",  # SQLAlchemy events
    "@*.middleware*",
    "@*.patch*",
    "@*.post*",
    "@*.on*",  # reactions
    "@*.put*",
    "@*_validator*",  # pydantic
    "@computed_field*",
    "@contextmanager",
    "@field_serializer*",
    "@model_serializer*",
    "@given*",  # Hypothesis
    "@initialize*",
    "@invariant*",
    "@precondition*",
    "@pytest.fixture*",
    "@routes.*",  # our own routes
    "@wire.*",
    "@rule*",
    "@schema.*",  # schemathesis
    "@schemathesis.*",
]
CALLED_BY_NAME = [
    "Test*",
    "test_*",
    "pytest_*",
    "upgrade",  # Alembic
    "downgrade",
    "visit_*",
    "coerce_compared_value",  # SQLAlchemy types
    "process_bind_param",  # SQLAlchemy type decorators
    "process_result_value",
    "load_dialect_impl",
    "handle_request",  # httpx transports
    "handle_RCPT",  # aiosmtpd
    "handle_DATA",
    "teardown",  # Hypothesis state machines
    "do_GET",  # http.server
    "do_POST",
    "log_message",
]


def main() -> int:
    """Print what is unused, one line each; answers 1 when there is any."""
    eyes = Vulture(ignore_names=CALLED_BY_NAME, ignore_decorators=CALLED_BY_FRAMEWORKS)
    eyes.scavenge([str(ROOT / folder) for folder in WHERE if (ROOT / folder).is_dir()])
    found = [item for item in eyes.get_unused_code(min_confidence=60) if item.typ in JUDGED]
    for item in found:
        place = Path(item.filename).resolve().relative_to(ROOT)
        print(f"{place}:{item.first_lineno}: unused {item.typ} {item.name}")
    return 1 if found or eyes.exit_code not in (0, 3) else 0


if __name__ == "__main__":
    sys.exit(main())
