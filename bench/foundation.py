"""Area `foundation`: lists, exports, imports, ratings and documents, at 1,000 and 100,000 suppliers (PostgreSQL).

Targets: ratios to a bare Django page of fifty rows for somebody signed in, under the same server, on the
same tables.
"""

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from bench import ahead, bundles, documents, export, importing, lists, rating, rescoring, sweep
from bench.databases import Filled, filled
from bench.measure import Target, interleave
from bench.result import Result
from bench.seed import NEEDLE
from bench.servers import serving

AREA = "foundation"
SMALL, LARGE = 1_000, 100_000
HTMX = {"HX-Request": "true", "HX-Target": "results"}
NEXT = re.compile(r'href="([^"]*[?&](?:amp;)?after=[^"]*)"')


SECTIONS = ("pages", "lists", "export", "rating", "rescoring", "sweep", "import", "documents", "bundles", "migrate")


def run(rounds: int, sections: Sequence[str]) -> Iterator[Result]:
    """Measure the sections of the area that are wanted."""
    with tempfile.TemporaryDirectory() as data:
        small, large = filled(SMALL, Path(data)), filled(LARGE, Path(data))
        if "rescoring" in sections:  # first, since the overview and the lists show what it writes
            yield from rescoring.run(AREA, large)
        if {"pages", "lists", "export"} & set(sections):
            yield from _served(small, large, rounds, sections)
        apart: dict[str, Callable[[], list[Result]]] = {
            "rating": lambda: rating.run(AREA, large),
            "sweep": lambda: sweep.run(AREA, large),
            "import": lambda: importing.run(AREA, large, whole="import-all" in sections),
            "documents": lambda: documents.run(AREA, large),
            "bundles": lambda: bundles.run(AREA, large),
            "migrate": lambda: [_migrate(large)] if large.migrate_seconds is not None else [],
        }
        for name, measure in apart.items():
            if name in sections:
                yield from measure()


def _served(small: Filled, large: Filled, rounds: int, sections: Sequence[str]) -> Iterator[Result]:
    """What goes through a server."""
    yield from ahead.run(AREA, small, large)
    with ExitStack() as servers:
        programs = {one.count: servers.enter_context(serving("config.wsgi", one.env)) for one in (small, large)}
        floor = servers.enter_context(serving("bench.floor.wsgi", large.env))
        ports = {count: server.port for count, server in programs.items()}
        if "pages" in sections:
            yield from _pages(small, large, ports, floor.port, rounds)
        if "lists" in sections:
            yield from lists.run(AREA, small, large, ports, floor.port)
        if "export" in sections:
            yield from export.run(AREA, large, programs[large.count])


def _pages(small: Filled, large: Filled, ports: dict[int, int], floor: int, rounds: int) -> Iterator[Result]:
    def ours(name: str, path: str, at: Filled = large, headers: dict[str, str] | None = None) -> Target:
        return Target(f"{name} at {at.count:,}", ports[at.count], path, at.cookie, headers or {})

    needle = f"/suppliers/?q={NEEDLE.split()[0]}"
    common = "/suppliers/?q=castings"
    real = Target("bare list", floor, "/", large.cookie)
    real_search = Target("bare search with count", floor, "/?q=castings", large.cookie)
    first, first_small = ours("list", "/suppliers/"), ours("list", "/suppliers/", small)
    deep = ours("page 30 of the list", _deep_page(first, 30))
    one_hit, one_hit_small = ours("search with one hit", needle), ours("search with one hit", needle, small)
    many = ours("search with many hits", common)
    detail = ours("supplier page", f"/suppliers/{large.supplier}/")
    detail_small = ours("supplier page", f"/suppliers/{small.supplier}/", small)
    swapped = ours("swapped rows", "/suppliers/", headers=HTMX)
    by_score = ours("list by score", "/suppliers/?sort=score")
    panel = ours("rating of one supplier", f"/suppliers/{large.supplier}/rating/panel/")
    all_targets = [real, real_search, first, first_small, deep, one_hit, one_hit_small, many, detail, detail_small]
    interleave([*all_targets, swapped, by_score, panel], rounds)

    yield _ratio("supplier list", first, real, 3.0)
    yield _ratio("supplier list by another sort", by_score, real, 3.0)
    yield _ratio("swapped rows", swapped, real, 2.0)
    yield _ratio("search with many hits", many, real_search, 2.0)
    yield _ratio("search with one hit", one_hit, real_search, 2.0)
    yield _ratio("supplier page", detail, real, 3.0)
    yield _ratio("one rating, as the supplier page loads it", panel, real, 2.0)
    yield _ratio("deep page against the first", deep, first, 1.2)
    yield _ratio("supplier list, growth", first, first_small, 1.25)
    yield _ratio("supplier page, growth", detail, detail_small, 1.25)
    yield _ratio("search with one hit, growth", one_hit, one_hit_small, 1.6)
    yield Result(AREA, "bytes of the list, share of 60 KB", first.size / 61_440, 1.0, f"{first.size:,} bytes of HTML")


def _deep_page(first: Target, pages: int) -> str:
    """Walk `pages` pages forward as a reader would; the address arrived at."""
    walker = Target("walk", first.port, first.path, first.cookie)
    for _ in range(pages):
        found = NEXT.search(walker.ask())
        if found is None:
            raise RuntimeError(f"{walker.path} offers no next page")
        target = urlsplit(found.group(1).replace("&amp;", "&"))
        walker.path = f"/suppliers/?{target.query}"
    return walker.path


def _ratio(name: str, ours: Target, floor: Target, target: float) -> Result:
    return Result(AREA, name, ours.p50 / floor.p50, target, f"{ours} / {floor}")


def _migrate(large: Filled) -> Result:
    seconds = large.migrate_seconds or 0.0
    return Result(AREA, "migrate of an empty database, share of 15 s", seconds / 15, 1.0, f"{seconds:.1f} s")
