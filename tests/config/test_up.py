"""`./dev up` itself: what it prints, what it writes, how it ends."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
pytestmark = pytest.mark.journey


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def up(data: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    ours = ("VETTED_", "DATABASE_URL", "REDIS_URL", "DJANGO_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    command = [ROOT / "dev", "up", "--empty", "--port", str(port), "--data", str(data)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """Everything printed until a line holds these words."""
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    raise AssertionError(f"it ended without {words!r}:\n{''.join(lines)}")


def processes_of(data: Path) -> list[int]:
    """Processes whose environment names this data folder."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"VETTED_DATA_DIR={data}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def test_from_nothing_to_a_clean_end_with_all_that_is_written_below_the_data_folder(tmp_path):
    data, port = tmp_path / "data", free_port()
    before = {path.name for path in ROOT.iterdir()}
    with up(data, port) as process:
        printed = read_until(process, "Vetted is ready")
        assert len(re.findall(r"password +[a-z0-9]{4}(-[a-z0-9]{4}){3}", printed)) == 1
        assert f"http://127.0.0.1:{port}/" in printed
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/livez") as answer:  # our own
            assert answer.status == 200
        assert {path.name for path in data.iterdir()} >= {"vetted.sqlite3", "secret-key", "broker", "logs"}
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        assert process.returncode == 0
    assert processes_of(data) == []
    assert {path.name for path in ROOT.iterdir()} <= before | {"test-results"}

    began = time.monotonic()
    with up(data, port) as process:
        printed = read_until(process, "Vetted is ready")
        assert "password" not in printed
        assert time.monotonic() - began < 30  # seconds: nothing is installed or created again


def test_a_taken_port_is_told_with_the_remedy(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with up(tmp_path, port) as process:
            assert f"./dev up --port {port + 1}" in read_until(process, "is taken")
            assert process.wait(timeout=30) == 1
