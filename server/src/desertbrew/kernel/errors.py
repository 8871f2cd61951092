"""Refusals: requests that were understood and turned down, in the words a person needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence for two readers; Spanish (Mexico) is the one that most people see."""

    es: str
    en: str

    def say(self, language: str, facts: dict[str, Any]) -> str:
        """The sentence in `language` ("es" or "en"), its {placeholders} filled from `facts`."""
        template = self.en if language == "en" else self.es
        words = {name: fact.say(language, {}) if isinstance(fact, Text) else fact for name, fact in facts.items()}
        return template.format_map(words) if words else template


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one part of a request: `pointer` is RFC 6901 into its body."""

    pointer: str
    text: Text
    facts: dict[str, Any] = field(default_factory=dict)


class DomainError(Exception):
    """A refusal with a stable `slug`; what is said of it may change, the slug may not.

    Keyword arguments are facts: they fill the placeholders of `detail` and go out as extension members of the
    RFC 9457 problem, so a client never parses prose. `faults` go out as its `errors`, one sentence a part, so that a form
    or a list of scans can put each where it belongs.
    """

    faults: Sequence[Fault] = ()

    slug: ClassVar[str]
    status: ClassVar[int] = 409
    title: ClassVar[Text]
    detail: ClassVar[Text]

    def __init__(self, **facts: Any) -> None:  # noqa: ANN401 - facts are whatever the refusal has to say
        super().__init__(self.slug)
        self.facts = facts

    def __str__(self) -> str:
        """English prose for logs and test failures."""
        return f"{self.slug}: {self.detail.say('en', self.facts)}"


class NotFound(DomainError):
    """The thing named by the request does not exist, or the caller may not know that it does."""

    slug = "not-found"
    status = 404
    title = Text(es="No existe", en="Not found")
    detail = Text(es="No encontramos {what} con el identificador {id}.", en="There is no {what} with the id {id}.")


class InvalidInput(DomainError):
    """The request is well-formed JSON of the right types, and still cannot be meant.

    `errors` is a list of {"pointer", "detail"} so that a form can put each sentence at its field.
    """

    slug = "invalid-input"
    status = 422
    title = Text(es="Hay datos por corregir", en="Some data needs correcting")
    detail = Text(es="Revisa los campos señalados.", en="Check the fields that are marked.")

    def __init__(self, pointer: str, text: Text, **facts: Any) -> None:  # noqa: ANN401 - as above
        super().__init__(**facts)
        self.pointer = pointer
        self.text = text
        self.faults = (Fault(pointer, text, facts),)

    def __str__(self) -> str:
        """English prose for logs and test failures."""
        return f"{self.slug} at {self.pointer}: {self.text.say('en', self.facts)}"
