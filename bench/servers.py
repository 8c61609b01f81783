"""The program and the floor, each under the same gunicorn with two workers."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
SECRET = "only-for-measuring-" + "x" * 40


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, and its first process."""

    port: int
    pid: int


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(database_url: str, data: Path) -> dict[str, str]:
    """The environment of a measured process: this database, no debugging, its own data folder."""
    own = {
        "DATABASE_URL": database_url,
        "VETTED_DATA_DIR": str(data),
        "VETTED_SECRET_KEY": SECRET,
        "VETTED_DEBUG": "false",
        "REDIS_URL": "",
        "VETTED_API_PER_MINUTE": "1000000",  # one person asks as a hundred would; requests are counted all the same
        "PYTHONPATH": str(ROOT),
    }
    return {**os.environ, **own}


@contextmanager
def serving(wsgi: str, env: dict[str, str]) -> Iterator[Server]:
    """Run `wsgi` until the block ends. Raises RuntimeError when it does not answer in 30 seconds."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", wsgi, "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    command += ["--no-control-socket", "--log-level", "warning"]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            _wait(port, process, log)
            yield Server(port, process.pid)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(port: int, process: "subprocess.Popen[bytes]", log: IO[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            log.seek(0)
            raise RuntimeError("the measured server stopped at once:\n" + log.read().decode(errors="replace")[-3000:])
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the measured server did not answer within 30 seconds")
