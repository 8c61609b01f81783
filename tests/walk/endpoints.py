"""Every method of every address of the programming interface, found in the URLconf."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from common.api.endpoint import Endpoint, Operation
from tests.walk.pages import Page


@dataclass(frozen=True)
class Method:
    """One operation, with its address in the shape in which `tests.walk.examples` gives values for its parts."""

    verb: str
    page: Page
    operation: Operation

    def __str__(self) -> str:
        return f"{self.verb} {self.page.name}"


def methods() -> list[Method]:
    """All operations by address and verb; a method that nobody declared fails here."""
    return sorted(_walk(get_resolver(), ""), key=str)


def _walk(resolver: URLResolver, space: str) -> Iterator[Method]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern) and hasattr(entry.callback, "cls"):
            kinds = {
                name: type(one).__name__.removesuffix("Converter").lower()
                for name, one in entry.pattern.converters.items()
            }
            page = Page(f"{space}{entry.name}", entry.callback, tuple(kinds), kinds)
            yield from (Method(verb, page, declared) for verb, declared in _declared(entry.callback.cls).items())


def _declared(endpoint: type[Endpoint]) -> dict[str, Operation]:
    written = {name.upper() for name in ("get", "post", "put", "patch", "delete") if hasattr(endpoint, name)}
    declared = endpoint.operations()
    assert written == set(declared), f"{endpoint.__name__}: a method without @operation"
    return declared
