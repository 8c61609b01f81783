"""Timing requests in turn, so that a machine that slows down slows both sides of a ratio."""

import http.client
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field


class Refused(RuntimeError):
    """The page answered something else than 200."""


@dataclass
class Target:
    """A page to ask for: where, as whom, and the times it took (milliseconds)."""

    name: str
    port: int
    path: str
    cookie: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    size: int = 0

    def ask(self) -> str:
        """One request over a connection of its own. Raises Refused when the answer is not 200."""
        begun = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", self.path, headers={"Cookie": f"sessionid={self.cookie}", **self.headers})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        self.times.append(1000 * (time.perf_counter() - begun))
        self.size = len(body)
        if answer.status != 200:
            raise Refused(f"{self.name}: {self.path} answered {answer.status}")
        return body.decode(errors="replace")

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return sorted(self.times)[int(0.95 * (len(self.times) - 1))]

    def __str__(self) -> str:
        return f"{self.name} {self.p50:.1f} ms (p95 {self.p95:.1f}, {self.size / 1024:.0f} KB)"


def interleave(targets: Sequence[Target], rounds: int, warm_up: int = 8) -> None:
    """Ask each target `rounds` times, in turn, after `warm_up` rounds that do not count."""
    for number in range(warm_up + rounds):
        for target in targets:
            target.ask()
            if number < warm_up:
                target.times.clear()
