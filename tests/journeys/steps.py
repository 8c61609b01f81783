"""Words that journeys share."""

import time
from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from common.models import Job
from common.models.job import UNFINISHED

axe = Axe()
AXE = {
    "preload": False,  # preloading builds styles that the policy refuses
    "resultTypes": ["violations"],  # what passed is megabytes on a long page, and nobody reads it
}


def axe_clean(page: Page) -> None:
    """The accessibility check finds nothing on the page as it stands."""
    page.wait_for_load_state("networkidle")  # a click that sends a form returns before the next page is there
    results = axe.run(page, options=AXE)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def sign_out(context: BrowserContext) -> None:
    """Forget who it was. Pages go first: what one still asks for would answer with cookies of its own."""
    for page in context.pages:
        page.goto("about:blank")
    context.clear_cookies()


def wait_until(condition: Callable[[], object], what: str, seconds: float = 30) -> None:
    """Wait for something that the worker or the scheduler does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.1)


def worker_is_done(seconds: float = 60) -> None:
    """Wait until no job waits or runs."""
    wait_until(lambda: not Job.objects.filter(state__in=UNFINISHED).exists(), "all jobs done", seconds)
