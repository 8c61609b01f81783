"""Runs web, worker and scheduler as children of one process: `python -m config.supervise --port 8000`.

Each child's lines are shown with its name in front and kept in `<data>/logs/`. A child that dies is started
again, later each time. SIGTERM or Ctrl-C ends all of them; so does the death of this process, however it dies
(Linux).
Only the standard library and no Django: this process must outlive whatever is wrong with the program it runs.
"""

import argparse
import ctypes
import fcntl
import logging
import logging.handlers
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
STOP_SECONDS = 15.0  # what a child gets to finish its work before it is killed
FIRST_DELAY, LONGEST_DELAY = 0.5, 30.0  # seconds before a dead child is started again
STEADY_SECONDS = 30.0  # a child that lived this long starts with the first delay again
PR_SET_PDEATHSIG = 1


class CannotStart(Exception):
    """Something outside is in the way; the text says what to do."""


@dataclass
class Child:
    """One process that is kept running."""

    name: str
    command: list[str]
    process: subprocess.Popen[str] | None = None
    started: float = 0.0
    start_at: float = 0.0
    delay: float = FIRST_DELAY
    log: logging.Logger = field(default_factory=lambda: logging.getLogger("supervise"))

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None


def children(bind: str, port: int) -> list[Child]:
    """The three processes of the program. A container runs the same commands, one in each."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--quiet", "-A", "config"]
    return [
        Child("web", [*python, "gunicorn", "-c", "config/gunicorn.py", "-b", f"{bind}:{port}"]),
        Child("worker", [*celery, "worker", "--without-mingle", "--without-gossip"]),
        Child("scheduler", [*celery, "beat"]),
    ]


class Supervisor:
    """Keeps the children running until it is told to stop."""

    def __init__(self, kids: list[Child], logs: Path) -> None:
        self.kids = kids
        self.stopping = threading.Event()
        for kid in kids:
            kid.log = _logger(kid.name, logs)

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopping.set())
        try:
            while not self.stopping.is_set():
                for kid in self.kids:
                    self._tend(kid)
                self.stopping.wait(0.2)
        finally:
            self.stop()

    def _tend(self, kid: Child) -> None:
        """Start the child if it is not running and its time has come."""
        if kid.is_running():
            return
        now = time.monotonic()
        if kid.process is not None:
            kid.log.warning("ended with code %s", kid.process.returncode)
            kid.delay = FIRST_DELAY if now - kid.started > STEADY_SECONDS else min(kid.delay * 2, LONGEST_DELAY)
            kid.start_at, kid.process = now + kid.delay, None
        if now >= kid.start_at:
            kid.process, kid.started = start(kid), now

    def stop(self) -> None:
        """Ask every child to end, wait, and kill what is left of its process group."""
        running = [kid.process for kid in self.kids if kid.process is not None and kid.is_running()]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
        for kid in self.kids:
            if kid.process is not None:
                _kill_group(kid.process.pid)


def start(kid: Child) -> subprocess.Popen[str]:
    """Start a child in a session of its own, so that Ctrl-C reaches only the supervisor."""
    process = subprocess.Popen(
        kid.command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509  # no threads write here
    )
    assert process.stdout is not None  # noqa: S101  # given as a pipe above
    threading.Thread(target=_copy_lines, args=(process.stdout, kid.log), daemon=True).start()
    return process


def _end_with_parent() -> None:
    """Linux: the kernel sends SIGTERM to this process when the supervisor dies, even by SIGKILL."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _copy_lines(lines: IO[str], log: logging.Logger) -> None:
    with lines:
        for line in lines:
            log.info(line.rstrip())


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return  # nothing of it is left


def _logger(name: str, logs: Path) -> logging.Logger:
    """A logger that writes to the terminal with the child's name in front and to a file of bounded size."""
    log = logging.getLogger(f"supervise.{name}")
    log.setLevel(logging.INFO)
    log.propagate = False
    terminal = logging.StreamHandler(sys.stdout)
    terminal.setFormatter(logging.Formatter(f"{name:<9} | %(message)s"))
    file = logging.handlers.RotatingFileHandler(logs / f"{name}.log", maxBytes=5_000_000, backupCount=2)
    file.setFormatter(logging.Formatter("%(message)s"))
    log.handlers = [terminal, file]
    return log


def check_port_free(bind: str, port: int) -> None:
    """Raise CannotStart when somebody else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as error:
            raise CannotStart(
                f"Port {port} on {bind} cannot be used ({error.strerror}). "
                f"Choose another one: ./dev up --port {port + 1}"
            ) from error


@contextmanager
def only_one_for(data: Path) -> Iterator[None]:
    """Hold the data folder: two workers' schedulers on one folder would send everything twice."""
    with (data / "lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotStart(
                f"Vetted already runs on {data}. Stop it first, or choose another folder: ./dev up --data DIR"
            ) from error
        yield


def announce(bind: str, port: int, stopping: threading.Event) -> None:
    """Print the address as soon as the web process answers."""
    address = f"http://{bind}:{port}"
    while not stopping.wait(0.2):
        try:
            with urllib.request.urlopen(f"{address}/livez", timeout=2):  # noqa: S310  # our own address
                print(f"\nVetted is ready: {address}/   (Ctrl-C stops it)\n", flush=True)
                return
        except (urllib.error.URLError, OSError):
            continue


def main() -> int:
    parser = argparse.ArgumentParser(description="Run web, worker and scheduler together.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--bind", default="127.0.0.1")
    options = parser.parse_args()
    data = Path(os.environ.get("VETTED_DATA_DIR", "var")).resolve()
    (data / "logs").mkdir(parents=True, exist_ok=True)
    try:
        with only_one_for(data):
            check_port_free(options.bind, options.port)
            supervisor = Supervisor(children(options.bind, options.port), data / "logs")
            address = (options.bind, options.port, supervisor.stopping)
            threading.Thread(target=announce, args=address, daemon=True).start()
            supervisor.run()
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
