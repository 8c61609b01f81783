"""The supervising process: restarts what dies, ends everything with itself, says what is in the way."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config import supervise

ROOT = Path(supervise.__file__).resolve().parent.parent

SCRIPT = """
import sys, logging
from pathlib import Path
from config import supervise
kids = [supervise.Child(n, [sys.executable, "-u", "-c", c]) for n, c in (
    ("steady", "import time, os; print('steady', os.getpid()); time.sleep(600)"),
    ("stubborn", "import time, os, signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
                 "print('stubborn', os.getpid()); time.sleep(600)"),
)]
supervise.STOP_SECONDS = 1.0
supervise.Supervisor(kids, Path(sys.argv[1])).run()
"""


class Running:
    """A supervisor with two children in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
        )

    def pids(self, name: str, count: int = 1) -> list[int]:
        """The process ids that a child announced in its log; waits until there are so many."""
        log = self.folder / f"{name}.log"
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            lines = log.read_text().splitlines() if log.exists() else []
            found = [int(line.split()[1]) for line in lines if line.startswith(name)]
            if len(found) >= count:
                return found
            time.sleep(0.05)
        raise AssertionError(f"{name} did not start {count} times")


@pytest.fixture
def running(tmp_path):
    supervisor = Running(tmp_path)
    yield supervisor
    supervisor.process.kill()
    supervisor.process.communicate()


def gone(pid: int) -> bool:
    for _ in range(100):
        try:
            os.kill(pid, 0)
            if "State:\tZ" in Path(f"/proc/{pid}/status").read_text():
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


def test_a_killed_child_is_started_again(running):
    first = running.pids("steady")[0]
    os.kill(first, signal.SIGKILL)
    second = running.pids("steady", count=2)[1]
    assert second != first
    assert "ended with code -9" in (running.folder / "steady.log").read_text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_all_children_even_one_that_will_not(running, number):
    pids = [running.pids("steady")[0], running.pids("stubborn")[0]]
    running.process.send_signal(number)
    assert running.process.wait(timeout=10) == 0
    assert all(gone(pid) for pid in pids)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal exists on Linux only")
def test_no_child_outlives_a_supervisor_killed_hard(running):
    pid = running.pids("steady")[0]
    running.process.kill()
    assert gone(pid)


def test_a_child_that_keeps_failing_is_started_later_each_time(tmp_path):
    kid = supervise.Child("failing", [sys.executable, "-c", "raise SystemExit(3)"])
    supervisor = supervise.Supervisor([kid], tmp_path)
    delays = []
    for _ in range(4):
        kid.start_at = 0
        supervisor._tend(kid)
        assert kid.process is not None
        kid.process.wait()
        supervisor._tend(kid)
        delays.append(kid.delay)
    assert delays == [1.0, 2.0, 4.0, 8.0]


def test_a_taken_port_is_named_with_what_to_do():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(supervise.CannotStart, match=rf"Port {port} .* --port {port + 1}"):
            supervise.check_port_free("127.0.0.1", port)


def test_a_second_start_on_the_same_data_is_refused(tmp_path):
    with (
        supervise.only_one_for(tmp_path),
        pytest.raises(supervise.CannotStart, match="already runs"),
        supervise.only_one_for(tmp_path),
    ):
        pass
