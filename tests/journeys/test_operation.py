"""The product as a whole: it is well, and a process that is killed comes back."""

import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

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


def main_process(product: Product, name: str) -> int:
    """The process id of a child of the supervisor, found by its command; 0 when there is none."""
    word = {"worker": "worker", "scheduler": "beat"}[name]
    children = Path(f"/proc/{product.process.pid}/task/{product.process.pid}/children").read_text().split()
    for pid in children:
        if word in Path(f"/proc/{pid}/cmdline").read_text().split("\0"):
            return int(pid)
    return 0
