"""The background work: which broker, what runs when, and that what is scheduled exists."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from celery import current_app
from django.conf import settings

from config.background import SCHEDULE, broker_settings
from config.broker import SCHEME

INTERVALS = {"common.sweep_jobs": 5.0, "common.deliver_mail": 20.0, "scoring.drain": 10.0}


def test_without_redis_messages_are_files_below_the_data_folder(tmp_path):
    found = broker_settings("", tmp_path)
    assert found["broker_url"].startswith(f"{SCHEME}://")
    assert Path(found["broker_transport_options"]["data_folder_in"]).is_relative_to(tmp_path)
    assert found["broker_transport_options"]["data_folder_in"] == found["broker_transport_options"]["data_folder_out"]


def test_with_redis_a_task_of_a_killed_worker_comes_back_soon(tmp_path):
    found = broker_settings("redis://somewhere:6379/0", tmp_path)
    assert found["task_acks_late"]
    assert found["broker_transport_options"]["unacked_restore_interval"] <= 2
    assert list(tmp_path.iterdir()) == []


def test_every_scheduled_task_exists():
    current_app.loader.import_default_modules()
    assert set(SCHEDULE) <= set(current_app.tasks)


def test_short_rounds_are_as_often_as_promised():
    assert {name: SCHEDULE[name] for name in INTERVALS} == INTERVALS


def test_a_broker_that_is_down_fails_nobody_and_is_told_in_the_log(tmp_path):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"redis://127.0.0.1:{closed.getsockname()[1]}/0"
    code = """
import django; django.setup()
from common import jobs
jobs.send("5bf94663-a339-4364-a0d6-a6492d8637f7")
jobs.nudge("common.deliver_mail")
"""
    variables = {"REDIS_URL": address, "VETTED_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | variables
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "waits for the sweeper" in done.stderr
    assert "waits for the scheduler" in done.stderr
