"""Every list and every listing endpoint: beside the floor, and how it grows from the small to the large database."""

from collections.abc import Iterator

from bench.databases import Filled
from bench.measure import Refused, Target, interleave
from bench.process import measured_list
from bench.result import Result

MOST, MOST_API, MOST_GROWTH = 3.0, 9.0, 1.25
ROUNDS, WARM_UP = 24, 3


def run(area: str, small: Filled, large: Filled, ports: dict[int, int], floor: int) -> Iterator[Result]:
    """One line for each list and one for its growth."""
    bare = Target("bare list", floor, "/", large.cookie)
    bare_json = Target("bare JSON", floor, "/json/", large.cookie)
    pairs = list(_pairs(small, large, ports))
    interleave([bare, bare_json, *(one for pair in pairs for one in pair)], ROUNDS, WARM_UP)
    for first, last in pairs:
        is_api = last.path.startswith("/api/")
        beside, most = (bare_json, MOST_API) if is_api else (bare, MOST)
        yield Result(area, f"{last.name}", last.p50 / beside.p50, most, f"{last} / {beside}")
        yield Result(area, f"{last.name}, growth", last.p50 / first.p50, MOST_GROWTH, f"{last} / {first}")


def _pairs(small: Filled, large: Filled, ports: dict[int, int]) -> Iterator[tuple[Target, Target]]:
    here = dict(measured_list("bench.addresses", small, small.supplier))
    for name, path in measured_list("bench.addresses", large, large.supplier):
        yield _target(name, here[name], small, ports), _target(name, path, large, ports)


def _target(name: str, path: str, at: Filled, ports: dict[int, int]) -> Target:
    """As a buyer asks for it, or an administrator where a buyer may not."""
    target = Target(name, ports[at.count], path, at.cookie)
    try:
        target.ask()
    except Refused:
        target.cookie = at.administrator
    return target
