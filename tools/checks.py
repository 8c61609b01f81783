"""`./dev check` and `./dev fmt`."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools import environment
from tools.shell import PYTHON, ROOT, captured, run, say

BIN = PYTHON.parent
DEPLOYMENT = {  # an installation as it should be: nothing in it may draw a warning
    "VETTED_SECRET_KEY": "only-for-this-check-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH",
    "VETTED_PUBLIC_URL": "https://vetted.example",
    "VETTED_ALLOWED_HOSTS": "vetted.example",
    "VETTED_SMTP_URL": "smtp+tls://user:password@mail.example:587",
    "VETTED_MAIL_FROM": "Vetted <vetted@vetted.example>",
}


def check() -> int:
    """Run every check, two at a time, and show what failed; 0 when nothing did."""
    mypy, *quick = commands()
    with ThreadPoolExecutor(max_workers=2) as pool:  # types take longest: first, beside all the others
        results = list(pool.map(_timed, (mypy, *quick)))
    for name, code, output, seconds in results:
        say(f"{name:<12} {'ok' if code == 0 else 'FAILED'} in {seconds:.0f} s")
        if code != 0:
            say(output)
    return int(any(code for _, code, _, _ in results))


def commands() -> list[tuple[str, list[str | Path], dict[str, str]]]:
    """Name, command and environment of each check."""
    manage: list[str | Path] = [PYTHON, "manage.py"]
    env = environment.program_env()
    return [
        ("types", [BIN / "mypy", "."], env),
        ("format", [BIN / "ruff", "format", "--check", "."], env),
        ("lint", [BIN / "ruff", "check", "."], env),
        ("imports", [BIN / "lint-imports", "--no-logo"], env),
        ("templates", [BIN / "djade", "--check", *templates()], env),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"], env),
        ("deployment", [*manage, "check", "--deploy", "--fail-level", "WARNING"], env | DEPLOYMENT),
    ]


def fmt() -> int:
    """Format code and templates in place."""
    code = run(BIN / "ruff", "check", "-q", "--fix", ".")
    code |= run(BIN / "ruff", "format", "-q", ".")
    run(BIN / "djade", *templates())  # its code says only whether something was changed
    return code


def templates() -> list[str]:
    """Every Django template, found by its ending."""
    return sorted(os.path.relpath(path, ROOT) for path in (ROOT / "templates").rglob("*.html"))


def _timed(check: tuple[str, list[str | Path], dict[str, str]]) -> tuple[str, int, str, float]:
    name, command, env = check
    began = time.monotonic()
    code, output = captured(command, env)
    return name, code, output, time.monotonic() - began
