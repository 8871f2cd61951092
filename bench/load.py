"""A lean HTTP load: blocking sockets in threads, requests built beforehand, answers read by their length."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Measured:
    """What a load saw; times in milliseconds."""

    clients: int
    done: int
    per_second: float
    p50_ms: float
    p99_ms: float
    refused: int


def measure(port: int, build: Callable[[], bytes], clients: int, seconds: float) -> Measured:
    """Keep `clients` connections busy for `seconds`; `build` makes the bytes of the next request."""
    times: list[list[float]] = [[] for _ in range(clients)]
    refused = [0] * clients
    begin = threading.Barrier(clients + 1)
    end = [0.0]

    def work(number: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            begin.wait()
            while perf_counter() < end[0]:
                request = build()
                started = perf_counter()
                connection.sendall(request)
                status = _read(connection)
                times[number].append(perf_counter() - started)
                refused[number] += status >= 400

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    end[0] = perf_counter() + seconds
    started = perf_counter()
    begin.wait()
    for thread in threads:
        thread.join()
    return summarize(clients, [each for part in times for each in part], perf_counter() - started, sum(refused))


def summarize(clients: int, times: list[float], seconds: float, refused: int = 0) -> Measured:
    """Rate and percentiles."""
    times.sort()

    def at(share: float) -> float:
        return round(times[min(len(times) - 1, int(len(times) * share))] * 1000, 2) if times else 0.0

    return Measured(clients, len(times), round(len(times) / seconds, 1), at(0.5), at(0.99), refused)


def _read(connection: socket.socket) -> int:
    buffer = b""
    while b"\r\n\r\n" not in buffer:
        part = connection.recv(65536)
        if not part:
            raise ConnectionError("the server hung up")
        buffer += part
    head, _, body = buffer.partition(b"\r\n\r\n")
    lowered = head.lower()
    mark = lowered.index(b"content-length:") + 15
    length = int(lowered[mark:].split(b"\r\n", 1)[0])
    while len(body) < length:
        body += connection.recv(65536)
    return int(head[9:12])
