"""A fact that already happened, frozen, with a name that outlives its class."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Protocol, runtime_checkable

NAME_PATTERN = re.compile(r"^[a-z]+\.[a-z_]+\.v[1-9][0-9]*$")
"""`context.noun_past_participle.vN`, as it stands on the wire and in every stored row."""


@runtime_checkable
class Event(Protocol):
    """A frozen dataclass with a literal NAME, and the id of the thing it is about.

    Stored under NAME rather than under its class path: renaming a class must not orphan what was written before.
    """

    NAME: ClassVar[str]

    @property
    def subject(self) -> str:
        """The id of the thing that the fact is about, as screens look it up."""
        ...


@dataclass(frozen=True, slots=True)
class Envelope:
    """An event on its way: `payload` is the JSON text that was committed with the effect, byte for byte."""

    id: str
    name: str
    context: str
    subject: str
    occurred_at: str
    request_id: str
    payload: str
