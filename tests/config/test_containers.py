"""docker-compose.yml and Dockerfile start the same code as ./dev up, as nobody, with no secret inside."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.db import connection

from config import env, supervise

ROOT = Path(settings.BASE_DIR)
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ("web", "worker", "scheduler", "migrate")
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def as_in_a_container(command: list[str]) -> list[str]:
    """A command of the supervisor as a container writes it: by its script, without Python's path."""
    return command[2:] if command[1] == "-m" else command


@pytest.mark.parametrize("child", supervise.children("0.0.0.0", 8000), ids=lambda child: child.name)  # noqa: S104
def test_a_service_runs_the_very_command_of_the_supervisor(child):
    assert SERVICES[child.name]["command"] == as_in_a_container(child.command)


def test_the_image_starts_the_web_process_by_default():
    command = re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    assert command is not None
    assert yaml.safe_load(command.group(1)) == SERVICES["web"]["command"]


def test_every_service_has_a_health_check_but_the_one_that_ends():
    assert [name for name in SERVICES if "healthcheck" not in SERVICES[name]] == ["migrate"]


def test_the_program_runs_as_nobody_special_on_a_read_only_disk():
    last_stage = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER vetted$", last_stage, re.MULTILINE)
    for name in OURS:
        assert SERVICES[name]["read_only"]
        assert SERVICES[name]["cap_drop"] == ["ALL"]


def test_no_secret_is_written_in_either_file_and_a_missing_one_stops_the_start():
    environment = COMPOSE["x-program"]["environment"]
    assert environment["VETTED_SECRET_KEY"].startswith("${VETTED_SECRET_KEY:?")
    assert "${POSTGRES_PASSWORD:?" in environment["DATABASE_URL"]
    assert SERVICES["db"]["environment"]["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")
    assert "SECRET" not in DOCKERFILE.rpartition("\nFROM ")[2]
    assert ".env" in (ROOT / ".dockerignore").read_text().split()


def test_compose_passes_only_variables_that_the_program_knows():
    assert set(COMPOSE["x-program"]["environment"]) <= env.known


def test_web_worker_and_scheduler_share_files_and_wait_for_the_migration():
    for name in ("web", "worker", "scheduler"):
        assert SERVICES[name]["volumes"] == ["files:/data"]
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_the_static_files_of_the_image_can_be_collected(tmp_path):
    """As the Dockerfile does it: every file that a style sheet names is there."""
    variables = {
        "VETTED_SECRET_KEY": "build",
        "VETTED_DATA_DIR": tmp_path / "data",
        "VETTED_STATIC_ROOT": tmp_path / "static",
    }
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"} | {
        k: str(v) for k, v in variables.items()
    }
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "static" / "staticfiles.json").exists()


@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.django_db
def test_the_migrate_service_prepares_an_empty_database_and_does_no_harm_twice(tmp_path):
    name = f"{connection.settings_dict['NAME']}_migrate"
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    psql = (
        "import sys, psycopg2; c = psycopg2.connect(sys.argv[1]); c.autocommit = True; c.cursor().execute(sys.argv[2])"
    )
    run_sql = [sys.executable, "-c", psql, f"{server}/postgres"]
    subprocess.run([*run_sql, f'DROP DATABASE IF EXISTS "{name}"'], check=True)
    subprocess.run([*run_sql, f'CREATE DATABASE "{name}"'], check=True)
    variables = {
        "DATABASE_URL": f"{server}/{name}",
        "VETTED_DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    command = [sys.executable, *SERVICES["migrate"]["command"][1:]]
    try:
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert "password" in done.stdout
        again = subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True)
        assert (again.returncode, again.stdout) == (0, ""), shlex.join(command)
    finally:
        subprocess.run([*run_sql, f'DROP DATABASE "{name}"'], check=True)
