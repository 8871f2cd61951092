"""A gate on the line between a client and a server: opens late, holds answers back, cuts."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Final

LOOPBACK: Final = "127.0.0.1"


class Gate:
    """Passes bytes between a port of its own and a server on loopback, until told otherwise."""

    def __init__(self, port: int, target: int) -> None:
        self._target = target
        self._listener = socket.create_server((LOOPBACK, port))
        self._lines: list[socket.socket] = []
        self._answers_pass = threading.Event()
        self._answers_pass.set()
        self._closed = False
        threading.Thread(target=self._accept, daemon=True).start()

    def hold(self) -> None:
        """From now on the server hears, and nobody hears the server."""
        self._answers_pass.clear()

    def cut(self) -> None:
        """Break every line that is open; new ones may be made, and pass."""
        lines, self._lines = self._lines, []
        for line in lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        self._answers_pass.set()

    def close(self) -> None:
        """Let nobody in any more."""
        self._closed = True
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        while not self._closed:
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection((LOOPBACK, self._target))
            except OSError:
                return
            self._lines += [client, server]
            threading.Thread(target=self._pass, args=(client, server, False), daemon=True).start()
            threading.Thread(target=self._pass, args=(server, client, True), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, is_answer: bool) -> None:
        with contextlib.suppress(OSError), source:
            while data := source.recv(65536):
                if is_answer:
                    self._answers_pass.wait()
                sink.sendall(data)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_RDWR)
