"""Finds the PostgreSQL, the Redis and the browser that tests may use."""

import glob
import os
import shutil
import socket
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tools.shell import PYTHON, apt_install, captured, run

POSTGRES_USUAL = (
    "postgres://vetted:vetted@127.0.0.1:5432/vetted",
    "postgres://postgres@127.0.0.1:5432/postgres",
    "postgres://postgres:postgres@127.0.0.1:5432/postgres",
)
REDIS_USUAL = ("redis://127.0.0.1:6379/15",)  # the last of its sixteen databases: nobody's by habit
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_BROWSERS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)

ASK_POSTGRES = "import sys, psycopg2; psycopg2.connect(sys.argv[1], connect_timeout=3).close()"
ASK_REDIS = "import sys, redis; redis.Redis.from_url(sys.argv[1], socket_connect_timeout=3).ping()"


@dataclass(frozen=True)
class Servers:
    """Addresses of what answered; an empty one did not."""

    postgres: str
    redis: str

    def both(self) -> bool:
        return bool(self.postgres and self.redis)

    def env(self) -> dict[str, str]:
        addresses = {"DATABASE_URL": self.postgres, "REDIS_URL": self.redis}
        return {name: address for name, address in addresses.items() if address}

    def missing(self) -> str:
        """What did not answer, in words, with where it was looked for."""
        postgres = "" if self.postgres else f"PostgreSQL ({_first('DATABASE_URL', POSTGRES_USUAL)})"
        redis = "" if self.redis else f"Redis ({_first('REDIS_URL', REDIS_USUAL)})"
        return " and ".join(filter(None, (postgres, redis)))


def found() -> Servers:
    """Ask the servers named by DATABASE_URL and REDIS_URL, else the usual local ports."""
    return Servers(
        postgres=_answering(ASK_POSTGRES, _named("DATABASE_URL") or POSTGRES_USUAL),
        redis=_answering(ASK_REDIS, _named("REDIS_URL") or REDIS_USUAL),
    )


def _named(variable: str) -> tuple[str, ...]:
    return (os.environ[variable],) if os.environ.get(variable) else ()


def _first(variable: str, usual: tuple[str, ...]) -> str:
    return (_named(variable) or usual)[0].rpartition("@")[2]


def _answering(question: str, addresses: Iterable[str]) -> str:
    for address in addresses:
        if captured((PYTHON, "-c", question, address))[0] == 0:
            return address
    return ""


def answers(host: str, port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def chromium() -> str:
    """Path of a Chromium, installed where that is possible; empty when there is none."""
    if path := _chromium_here():
        return path
    if apt_install("chromium", "fonts-noto-cjk") and (path := _chromium_here()):
        return path
    if run(PYTHON, "-m", "playwright", "install", "chromium") == 0:
        return _chromium_here()
    return ""


def _chromium_here() -> str:
    named = os.environ.get("CHROMIUM", "")
    candidates = [named, *(shutil.which(name) or "" for name in BROWSERS)]
    if sys.platform == "darwin":
        candidates += MAC_BROWSERS
    candidates += _chromium_of_playwright()
    return next((path for path in candidates if path and Path(path).exists()), "")


def _chromium_of_playwright() -> list[str]:
    """Where `playwright install chromium` puts its browser."""
    cache = "~/Library/Caches/ms-playwright" if sys.platform == "darwin" else "~/.cache/ms-playwright"
    folder = os.path.expanduser(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", cache))
    return sorted(glob.glob(f"{folder}/chromium-*/chrome-*/chrome"), reverse=True) + sorted(
        glob.glob(f"{folder}/chromium-*/chrome-mac*/*.app/Contents/MacOS/*"), reverse=True
    )
