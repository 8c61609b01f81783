"""The product as a whole: it is well, and a process that is killed comes back."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page

from suppliers.models import Supplier
from suppliers.services import create_supplier
from tests.journeys.product import Product
from tests.journeys.steps import axe_clean, wait_until


def health(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.request.get("/healthz").json()
    return found


@pytest.mark.servers
def test_everything_is_well_after_the_start(page):
    answer = page.request.get("/healthz")
    assert answer.status == 200
    assert all(answer.json()[part]["ok"] for part in ("database", "worker", "scheduler", "mail"))


def test_a_stranger_is_asked_to_sign_in(page):
    page.goto("/")
    assert "/account/login/" in page.url
    axe_clean(page)


@pytest.mark.servers
@pytest.mark.parametrize("name", ["worker", "scheduler"])
def test_a_killed_process_is_back_within_seconds(product: Product, page, name):
    before = main_process(product, name)
    os.kill(before, signal.SIGKILL)
    wait_until(lambda: main_process(product, name) not in (0, before), f"a new {name}", 15)
    beat = product.data / "heartbeats" / name
    killed = time.time()
    wait_until(lambda: beat.stat().st_mtime > killed, f"a sign of life of the new {name}", 30)
    assert health(page)[name]["ok"]


@pytest.mark.servers
def test_work_goes_on_after_every_process_of_the_worker_was_killed(product: Product, page, make_person):
    """Also those that only wait for work: with the file broker they hold the lock of the pipe that brings it."""
    worker = main_process(product, "worker")
    children = Path(f"/proc/{worker}/task/{worker}/children")
    wait_until(lambda: len(children.read_text().split()) >= settings.WORKER_PROCESSES, "the worker's processes")
    for pid in children.read_text().split():
        os.kill(int(pid), signal.SIGKILL)
    supplier = create_supplier(actor=make_person(), legal_name="Killed and rated Works", country="DE")
    wait_until(lambda: Supplier.objects.get(pk=supplier.pk).rated_on is not None, "the worker rates it", 60)


def main_process(product: Product, name: str) -> int:
    """The process id of a child of the supervisor, found by its command; 0 when there is none."""
    word = {"worker": "worker", "scheduler": "beat"}[name]
    children = Path(f"/proc/{product.process.pid}/task/{product.process.pid}/children").read_text().split()
    for pid in children:
        with suppress(FileNotFoundError, ProcessLookupError):  # ended between the two readings
            if word in Path(f"/proc/{pid}/cmdline").read_text().split("\0"):
                return int(pid)
    return 0
