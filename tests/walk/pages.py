"""Every page of the product, found in the URLconf."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.domain.permissions import Permission, Role

NOT_OURS = ("allauth", "django")


@dataclass(frozen=True)
class Page:
    """One address: its name, its view, and the names of its variable parts."""

    name: str
    view: Any
    params: tuple[str, ...]
    kinds: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def permission(self) -> Permission | None:
        asked = getattr(self.view, "permission", None)
        return Permission(asked) if asked else None

    @property
    def is_public(self) -> bool:
        return getattr(self.view, "login_required", True) is False

    @property
    def is_listing(self) -> bool:
        return bool(getattr(self.view, "listing", False))


def pages() -> list[Page]:
    """All pages of ours, by name."""
    return sorted(_walk(get_resolver(), ""), key=lambda page: page.name)


def _walk(resolver: URLResolver, space: str) -> Iterator[Page]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern) and not _is_foreign(entry):
            yield Page(f"{space}{entry.name}", entry.callback, tuple(entry.pattern.converters))


def _is_foreign(entry: URLPattern) -> bool:
    """Pages of libraries; and endpoints, which tests/walk/test_api.py walks by method."""
    return entry.callback.__module__.startswith(NOT_OURS) or hasattr(entry.callback, "cls")


def documented_permissions() -> dict[Permission, set[Role]]:
    """The table of docs/permissions.md."""
    lines = (Path(settings.BASE_DIR) / "docs/permissions.md").read_text().splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    roles = [Role(name) for name in rows[0][2:]]
    return {
        Permission(row[1].strip("`")): {role for role, cell in zip(roles, row[2:], strict=True) if cell == "yes"}
        for row in rows
        if re.fullmatch(r"`\w+`", row[1])
    }


def counted_pages() -> set[str]:
    """Names of the pages whose queries a test counts with `assert_same_queries`."""
    sources = (Path(settings.BASE_DIR) / "tests").rglob("test_*.py")
    call = re.compile(r'assert_same_queries\(\s*\w+,\s*"([\w:]+)"')
    return {name for path in sources for name in call.findall(path.read_text())}
