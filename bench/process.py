"""A measurement in a process of its own, which reads a filled database and prints JSON at the end."""

import json
import subprocess
import sys
from typing import Any

from bench.databases import Filled
from bench.servers import ROOT


def measured(module: str, at: Filled, *arguments: object) -> dict[str, Any]:
    """What `python -m module` found out in the environment of `at`. Raises RuntimeError with its last words."""
    found: dict[str, Any] = json.loads(_last_line(module, at, arguments))
    return found


def measured_list(module: str, at: Filled, *arguments: object) -> list[list[str]]:
    """The same of a module that finds a list."""
    found: list[list[str]] = json.loads(_last_line(module, at, arguments))
    return found


def _last_line(module: str, at: Filled, arguments: tuple[object, ...]) -> str:
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=at.env, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{module} failed:\n{done.stderr[-3000:]}")
    return done.stdout.splitlines()[-1]
