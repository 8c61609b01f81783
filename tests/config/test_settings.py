"""Environment variables: in step with their docs, and loud when something is wrong with them."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from config import env
from config.secret import secret_key

ROOT = Path(env.__file__).resolve().parent.parent


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a fresh process with these variables and no other of ours."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("VETTED_")}
    clean = {name: value for name, value in clean.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    command = [sys.executable, "-c", "from config import settings as s; print(s.SECRET_KEY, s.DATABASES)"]
    return subprocess.run(command, env=clean | variables, capture_output=True, text=True, cwd=ROOT)


def test_code_example_and_documentation_name_the_same_variables():
    example = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/configuration.md").read_text(), re.MULTILINE))
    assert example - {"POSTGRES_PASSWORD"} == env.known  # that one is of docker-compose.yml alone
    assert documented == env.known


def test_no_variable_is_read_past_the_list():
    elsewhere = {"tests", "tools", "bench", ".venv"}
    sources = [path.relative_to(ROOT) for path in ROOT.glob("*/**/*.py")]
    program = [path for path in sources if path.parts[0] not in elsewhere]
    reading = re.compile(r"os\.(environ\b(?!\.setdefault)|getenv)")
    readers = {path.as_posix() for path in program if reading.search((ROOT / path).read_text())}
    assert readers <= {"config/env.py", "config/supervise.py"}


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("VETTED_DEBUG", "maybe", "true or false"),
        ("VETTED_UPLOAD_LIMIT_MB", "a lot", "whole number from 1 to 500"),
        ("VETTED_UPLOAD_LIMIT_MB", "0", "whole number from 1 to 500"),
        ("VETTED_TIME_ZONE", "Mars/Olympus", "Europe/Berlin"),
        ("VETTED_PUBLIC_URL", "vetted.example", "https://"),
        ("VETTED_LOG_FORMAT", "xml", "text, json"),
        ("DATABASE_URL", "mysql://host/name", "postgres://"),
        ("REDIS_URL", "localhost:6379", "redis://"),
        ("VETTED_SMTP_URL", "mail.example.com", "smtp+tls://"),
        ("VETTED_DATA_DIR", "/dev/null/data", "choose one"),
    ],
)
def test_a_value_that_cannot_be_used_stops_the_start_naming_variable_and_remedy(name, value, remedy, tmp_path):
    done = start(**{"VETTED_DATA_DIR": str(tmp_path), name: value})
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert name in last
    assert remedy in last


def test_a_misspelt_variable_stops_the_start_with_the_right_name(tmp_path):
    done = start(VETTED_DATA_DIR=str(tmp_path), VETTED_TIMEZONE="Europe/Paris")
    assert done.returncode != 0
    assert "Did you mean VETTED_TIME_ZONE?" in done.stderr


def test_a_long_value_is_not_repeated_in_full():
    assert "tail" not in str(env.wrong("VETTED_SMTP_URL", "x" * 60 + "tail", "Use another."))


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path):
    first = secret_key("", tmp_path)
    assert len(first) >= 64
    assert secret_key("", tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_a_given_secret_key_is_taken_and_nothing_is_written(tmp_path):
    assert secret_key("given", tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


def test_no_place_for_a_secret_key_is_told_with_the_remedy(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="Set VETTED_SECRET_KEY"):
        secret_key("", tmp_path / "missing")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "-c random_page_cost=1.1 -c jit=off -c join_collapse_limit=5"),
        ("?options=-c%20work_mem%3D8MB", "-c work_mem=8MB"),
    ],
)
def test_connections_plan_for_disks_of_today_unless_the_address_says_otherwise(query, expected, tmp_path):
    done = start(VETTED_DATA_DIR=str(tmp_path), DATABASE_URL=f"postgres://vetted@db.example/vetted{query}")
    assert f"'options': '{expected}'" in done.stdout, done.stderr


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_server_takes_what_the_connection_asks_for():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('random_page_cost'), current_setting('jit')")
        assert cursor.fetchone() == ("1.1", "off")
