"""`./dev test`: the whole suite in its parts, and at the end by name what could not run.

| leg | what | where |
|---|---|---|
| embedded | all tests but journeys, two processes | SQLite, broker of files |
| servers | the same, and what needs the servers | PostgreSQL, Redis |
| journeys | real browser, running web, worker and scheduler | SQLite, broker of files |
| journeys-servers | the journeys marked `servers` | PostgreSQL, Redis |
"""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from tools import environment, servers
from tools.shell import PYTHON, ROOT, captured, run, say

LEGS = ("embedded", "servers", "journeys", "journeys-servers")
RESULTS = ROOT / "test-results"
NO_TESTS = 5  # pytest's exit code when a selection is empty
EXPRESSIONS = {
    "embedded": "not journey and not postgres and not redis",
    "servers": "not journey",
    "journeys": "journey",
    "journeys-servers": "journey and servers",
}
NEEDS_SERVERS = {"servers": "postgres or redis", "journeys-servers": "journey and servers"}


@dataclass
class Outcome:
    """What a run of the suite has to tell at its end."""

    lines: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    failed: bool = False


def test(legs: Sequence[str] | None, words: Sequence[str]) -> int:
    """Run the chosen legs (default: all); further words go to pytest. With CI=true all must be able to run."""
    there, chosen = servers.found(), tuple(legs or LEGS)
    browser = servers.chromium() if any(leg.startswith("journeys") for leg in chosen) else ""
    outcome = Outcome()
    for leg in chosen:
        reason = _cannot_run(leg, there, browser)
        if reason:
            _leave_out(leg, reason, outcome)
        else:
            _run_leg(leg, words, _env(leg, there, browser), outcome)
    return _report(outcome)


def _cannot_run(leg: str, there: servers.Servers, browser: str) -> str:
    if leg in NEEDS_SERVERS and not there.both():
        return f"no answer from {there.missing()}"
    if leg.startswith("journeys") and not browser:
        return "no Chromium here and none could be installed"
    return ""


def _env(leg: str, there: servers.Servers, browser: str) -> dict[str, str]:
    env = environment.program_env()
    for name in ("DATABASE_URL", "REDIS_URL"):
        env.pop(name, None)
    if leg in NEEDS_SERVERS:
        env |= there.env()
    if browser:
        env["CHROMIUM"] = browser
    return env


def _run_leg(leg: str, words: Sequence[str], env: dict[str, str], outcome: Outcome) -> None:
    say(f"\n=== {leg} ===")
    report = RESULTS / f"{leg}.xml"
    report.unlink(missing_ok=True)
    command: list[str | Path] = [PYTHON, "-m", "pytest", "-q", "-m", EXPRESSIONS[leg], f"--junitxml={report}", *words]
    if not leg.startswith("journeys"):
        command += ["-n", "2"]
    began = time.monotonic()
    code = run(*command, env=env)
    verdict = {0: "passed", NO_TESTS: "no test selected"}.get(code, "FAILED")
    outcome.failed |= verdict == "FAILED"
    outcome.lines.append(f"{leg:<17} {verdict} in {time.monotonic() - began:.0f} s")
    outcome.left_out += _skipped(report)


def _skipped(report: os.PathLike[str]) -> list[str]:
    """Names and reasons of the tests that a leg skipped."""
    if not os.path.exists(report):
        return []
    cases = ElementTree.parse(report).iter("testcase")  # noqa: S314  # written by our own run
    return [
        f"{case.get('classname')}.{case.get('name')}: {skip.get('message')}"
        for case in cases
        for skip in case.iter("skipped")
    ]


def _leave_out(leg: str, reason: str, outcome: Outcome) -> None:
    outcome.lines.append(f"{leg:<17} could not run: {reason}")
    expression = NEEDS_SERVERS.get(leg, EXPRESSIONS[leg])
    _, listing = captured((PYTHON, "-m", "pytest", "--collect-only", "-q", "-m", expression))
    outcome.left_out += [f"{line}: {reason}" for line in listing.splitlines() if "::" in line]
    if os.environ.get("CI") == "true":
        outcome.failed = True


def _report(outcome: Outcome) -> int:
    if outcome.left_out:
        say("\nCould not run:")
        for line in sorted(set(outcome.left_out)):
            say(f"  {line}")
    say("")
    for line in outcome.lines:
        say(line)
    return int(outcome.failed)
