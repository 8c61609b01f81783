"""Words that journeys share."""

import time
from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from common.models import Job
from common.models.job import ACTIVE

axe = Axe()


def axe_clean(page: Page) -> None:
    """The accessibility check finds nothing on the page as it stands."""
    page.wait_for_load_state("networkidle")  # a click that sends a form returns before the next page is there
    results = axe.run(page, options={"preload": False})  # preloading builds styles that the policy refuses
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def wait_until(condition: Callable[[], object], what: str, seconds: float = 30) -> None:
    """Wait for something that the worker or the scheduler does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.1)


def worker_is_done(seconds: float = 60) -> None:
    """Wait until no job waits or runs."""
    wait_until(lambda: not Job.objects.filter(state__in=ACTIVE).exists(), "all jobs done", seconds)
