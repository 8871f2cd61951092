"""Every refusal there is has a slug of its own and says the same in both languages."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from string import Formatter

import pytest

import desertbrew
from desertbrew.kernel.errors import DomainError, Text

SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
STATUSES = {401, 403, 404, 409, 410, 412, 422, 429, 503}


def _import_everything() -> None:
    for module in pkgutil.walk_packages(desertbrew.__path__, "desertbrew."):
        if not module.name.endswith("__main__") and ".migrations." not in module.name:
            importlib.import_module(module.name)


def _below(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


_import_everything()
ERRORS = sorted(
    {each for each in _below(DomainError) if each.__module__.startswith("desertbrew.")},
    key=lambda each: (each.__module__, each.__name__),
)


def placeholders(text: Text) -> tuple[set[str], set[str]]:
    found = [{name for _, name, _, _ in Formatter().parse(said) if name is not None} for said in (text.es, text.en)]
    return found[0], found[1]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: f"{error.__module__}.{error.__name__}")
def test_a_refusal_is_complete(error: type[DomainError]) -> None:
    assert SLUG.fullmatch(error.slug), error.slug
    assert error.status in STATUSES, error.status
    for text in (error.title, error.detail):
        assert text.es.strip()
        assert text.en.strip()
        assert text.es != text.en
        spanish, english = placeholders(text)
        assert spanish == english, f"{spanish} in Spanish, {english} in English"
    assert placeholders(error.title)[0] == set(), "a title is the same for every occurrence"
    assert error.__doc__


def test_no_two_refusals_share_a_slug() -> None:
    slugs: dict[str, str] = {}
    for error in ERRORS:
        if "slug" in vars(error):
            assert error.slug not in slugs, f"{error.slug} is {slugs[error.slug]} and {error.__name__}"
            slugs[error.slug] = error.__name__
