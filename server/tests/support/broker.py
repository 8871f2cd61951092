"""A prefix of its own on a real RabbitMQ, swept away afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import aio_pika
from aio_pika.abc import AbstractChannel
from yarl import URL

from desertbrew.kernel.ids import new_id


@dataclass
class Broker:
    """Where the broker is, and the first word of everything that this test puts on it."""

    url: str
    prefix: str = field(default_factory=lambda: f"test-{new_id()}")

    def answers(self) -> bool:
        """Whether somebody is there."""
        try:
            asyncio.run(self._do(_nothing))
        except (OSError, aio_pika.exceptions.AMQPError, TimeoutError):
            return False
        return True

    @property
    def port(self) -> int:
        """Where it listens."""
        return URL(self.url).port or 5672

    def url_at(self, port: int) -> str:
        """The same broker, reached through another port of this machine."""
        return str(URL(self.url).with_host("127.0.0.1").with_port(port))

    def sweep(self, contexts: Iterable[str]) -> None:
        """Delete the exchange and the queues of `contexts`."""

        async def delete(channel: AbstractChannel) -> None:
            for context in contexts:
                await channel.queue_delete(f"{self.prefix}.{context}")
            await channel.queue_delete(f"{self.prefix}.unreadable")
            await channel.exchange_delete(f"{self.prefix}.unreadable")
            await channel.exchange_delete(f"{self.prefix}.events")

        asyncio.run(self._do(delete))

    def waiting(self, context: str) -> int:
        """How many messages wait in a context's queue."""
        counted: list[int] = []

        async def count(channel: AbstractChannel) -> None:
            queue = await channel.declare_queue(f"{self.prefix}.{context}", passive=True)
            counted.append(queue.declaration_result.message_count or 0)

        asyncio.run(self._do(count))
        return counted[0]

    async def _do(self, act: Any) -> None:
        connection = await aio_pika.connect(self.url, timeout=5)
        async with connection:
            await act(await connection.channel())


async def _nothing(_: AbstractChannel) -> None:
    """Connecting was the question."""
