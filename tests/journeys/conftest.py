"""Journeys: a real browser against the running product, with an accessibility check of each page.

Nothing is emptied between journeys, as in a real installation: each makes the records it needs under names of its own.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from accounts.domain.permissions import Role
from accounts.models import User
from tests import moment
from tests.accounts.factories import make_user
from tests.journeys.product import Product
from tests.journeys.steps import sign_out

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop in the thread of the test
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "correct-horse-battery-staple"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    return {**browser_type_launch_args, "executable_path": path, "args": FLAGS}


@pytest.fixture(scope="session")
def product(django_db_setup: None, django_db_blocker: Any) -> Iterator[Product]:
    """The running product, one for all journeys."""
    with django_db_blocker.unblock():
        moment.end()
        running = Product()
        yield running
        running.stop()
        moment.begin()


@pytest.fixture
def _django_db_helper(product: Product, django_db_blocker: Any) -> Iterator[None]:
    """Instead of pytest-django's: no transaction around a journey and nothing emptied after it.

    A journey may prepare its records through services and look at what is stored.
    """
    with django_db_blocker.unblock():
        yield


@pytest.fixture(autouse=True)
def _own_files() -> None:
    """Other tests' files go to a folder of their own; here the product must find them."""


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], product: Product) -> dict[str, Any]:
    return {**browser_context_args, "base_url": product.url, "viewport": {"width": 1440, "height": 900}}


@pytest.fixture(autouse=True)
def _no_script_errors(page: Page) -> Iterator[None]:
    """A page whose script fails, or which the content policy stops from doing something, fails the journey."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            complaints.append(f"{page.url}: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    yield
    assert not complaints


@pytest.fixture
def make_person() -> Callable[..., User]:
    """A person who can sign in with PASSWORD."""

    def make(role: Role = Role.PROCUREMENT, **fields: Any) -> User:
        user = make_user(role, **fields)
        User.objects.filter(pk=user.pk).update(
            password=PBKDF2PasswordHasher().encode(PASSWORD, "salt", iterations=1000)
        )
        user.refresh_from_db()  # a session is valid for the password it was opened with
        return user

    return make


@pytest.fixture
def sign_in(context: BrowserContext, product: Product, make_person: Callable[..., User]) -> Callable[..., User]:
    """Sign the browser in as somebody with this role, without the form; returns the person."""

    def enter(who: Role | User = Role.PROCUREMENT) -> User:
        user = who if isinstance(who, User) else make_person(who)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        name = settings.SESSION_COOKIE_NAME
        sign_out(context)
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": product.url}])
        return user

    return enter


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """What the three processes wrote is shown with a journey that failed."""
    report = yield
    if report.failed and isinstance(product := getattr(item, "funcargs", {}).get("product"), Product):
        report.sections.append(("logs of the product", product.logs()))
    return report
