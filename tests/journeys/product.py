"""The running product: web, worker and scheduler under their supervisor, on the test's own database."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

START_SECONDS = 60


class Product:
    """A running installation. Its data folder is the test process's own, so both see the same files and rows."""

    def __init__(self) -> None:
        self.data = Path(settings.DATA_DIR)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.complaints = (
            self.data / "supervisor.txt"
        )  # a pipe that nobody reads would stop the product once it is full
        command = [sys.executable, "-m", "config.supervise", "--port", str(self.port)]
        with self.complaints.open("wb") as complaints:
            self.process = subprocess.Popen(
                command, env=self._env(), cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL, stderr=complaints
            )
        self._wait_until_well()

    def _env(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": _database_url(connection.settings_dict),
            "VETTED_PUBLIC_URL": self.url,
        }

    def _wait_until_well(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):  # noqa: S310  # our own address
                    return
            except OSError:
                time.sleep(0.2)
        self.stop()
        raise AssertionError(f"the product did not start:\n{self.logs()}")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def logs(self, lines: int = 40) -> str:
        """The last lines of each process."""
        tails = []
        for path in [self.complaints, *sorted((self.data / "logs").glob("*.log"))]:
            tails.append(f"--- {path.name} ---\n" + "\n".join(path.read_text().splitlines()[-lines:]))
        return "\n".join(tails)


def _database_url(database: dict[str, Any]) -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    password = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
    return f"postgres://{database['USER']}{password}@{database['HOST']}:{database['PORT'] or 5432}/{database['NAME']}"
