"""Counting queries: a page must cost the same with one row and with three.

A test walks all views marked `listing=True` and demands a call of `assert_same_queries` with the view's name.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def queries_of(client: Client, url: str) -> list[str]:
    """The statements of one GET that answers 200."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url)
        if getattr(response, "streaming", False):
            b"".join(response)
    assert response.status_code == 200, f"{url} answered {response.status_code}"
    return [query["sql"] for query in captured.captured_queries]


def assert_same_queries(
    client: Client,
    name: str,
    make_one: Callable[[], Any],
    *,
    args: tuple[Any, ...] = (),
    query: dict[str, Any] | None = None,
    at_most: int | None = None,
) -> None:
    """GET the page `name` with one record and with three: the number of statements is the same, and at most so many."""
    url = reverse(name, args=args) + (f"?{urlencode(query)}" if query else "")
    make_one()
    queries_of(client, url)  # fills what is cached once per process
    with_one = queries_of(client, url)
    make_one()
    make_one()
    with_three = queries_of(client, url)
    listing = "\n".join(with_three)
    assert len(with_one) == len(with_three), (
        f"{len(with_one)} with one record, {len(with_three)} with three:\n{listing}"
    )
    assert at_most is None or len(with_three) <= at_most, f"{len(with_three)} statements:\n{listing}"
