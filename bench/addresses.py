"""The addresses of every list, found in the URLconf, so that none is forgotten: `python -m bench.addresses ID`."""

import json
import sys
from collections.abc import Iterator
from typing import Any

OF_SUPPLIER = {"supplier_id", "supplier"}
"""Variable parts that take the number of a supplier; lists that ask for anything else are reached by a link only."""


def main(supplier_id: int) -> None:
    import django

    django.setup()
    from django.urls import get_resolver

    found = sorted(_walk(get_resolver(), "", supplier_id))
    print(json.dumps(found))


def _walk(resolver: Any, space: str, supplier_id: int) -> Iterator[tuple[str, str]]:
    from django.urls import URLResolver, reverse

    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, f"{space}{entry.namespace}:" if entry.namespace else space, supplier_id)
        elif entry.name and _is_list(entry) and set(entry.pattern.converters) <= OF_SUPPLIER:
            name = f"{space}{entry.name}"
            yield name, reverse(name, kwargs=dict.fromkeys(entry.pattern.converters, supplier_id))


def _is_list(entry: Any) -> bool:
    """A page that says so itself, or an endpoint of the API that lists."""
    endpoint = getattr(entry.callback, "cls", None)
    get = endpoint.operations().get("GET") if endpoint is not None and hasattr(endpoint, "operations") else None
    return bool(getattr(entry.callback, "listing", False) or (get and get.listing))


if __name__ == "__main__":
    main(int(sys.argv[1]))
