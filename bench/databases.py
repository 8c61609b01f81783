"""A PostgreSQL database per size, filled once and kept until what fills it changes."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

from bench.seed import fingerprint
from bench.servers import ROOT, environment


@dataclass(frozen=True)
class Filled:
    """A filled database: how to reach it, as whom to ask (sessions), and a supplier to look at."""

    count: int
    env: dict[str, str]
    url: str
    cookie: str
    administrator: str
    supplier: int
    migrate_seconds: float | None
    rows: int


def filled(count: int, data: Path) -> Filled:
    """The database of `count` suppliers, made and filled when it is not there."""
    base = os.environ.get("DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
    name = f"vetted_bench_{count}_{fingerprint()}"
    url = urlunsplit(urlsplit(base)._replace(path=f"/{name}"))
    env = environment(url, data) | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    fresh = _create(base, name, f"vetted_bench_{count}_")
    begun = time.perf_counter()
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True)
    seconds = time.perf_counter() - begun
    command = [sys.executable, "-m", "bench.seed", str(count)]
    printed = subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout
    answer = json.loads(printed.splitlines()[-1])
    return Filled(
        count,
        env,
        url,
        answer["cookie"],
        answer["administrator"],
        answer["supplier"],
        seconds if fresh else None,
        answer["rows"],
    )


def _create(base: str, name: str, prefix: str) -> bool:
    """Create the database if it is missing, dropping those of earlier fillings; whether it is new."""
    connection = psycopg2.connect(urlunsplit(urlsplit(base)._replace(path="/postgres")))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
        present = {row[0] for row in cursor.fetchall()}
        for old in present - {name}:
            cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(old)))
        if name not in present:
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    connection.close()
    return name not in present
