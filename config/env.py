"""Reading environment variables so that a mistake is told at start, with its name and the remedy.

Every variable that the program reads goes through one of these functions; `known` then lists them all, and a test
compares it with `.env.example` and `docs/configuration.md`.
"""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from django.core.exceptions import ImproperlyConfigured

PREFIX = "VETTED_"
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}
known: set[str] = set()


def text(name: str, default: str) -> str:
    """The variable as it stands; unset or empty gives the default."""
    known.add(name)
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """Yes or no."""
    value = text(name, str(default)).lower()
    if value not in TRUE | FALSE:
        raise wrong(name, value, "Use true or false.")
    return value in TRUE


def whole(name: str, default: int, *, low: int, high: int) -> int:
    """A whole number within a range."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise wrong(name, value, f"Use a whole number from {low} to {high}.")
    return int(value)


def names(name: str, default: list[str]) -> list[str]:
    """A list separated by commas."""
    return [word.strip() for word in text(name, ",".join(default)).split(",") if word.strip()]


def choice(name: str, default: str, options: tuple[str, ...]) -> str:
    """One word of a closed list."""
    value = text(name, default)
    if value not in options:
        raise wrong(name, value, f"Use one of: {', '.join(options)}.")
    return value


def time_zone(name: str, default: str) -> str:
    """The name of a time zone that this machine knows."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise wrong(name, value, "Use a name such as Europe/Berlin or America/Chicago.") from error
    return value


def address(name: str, default: str, schemes: tuple[str, ...]) -> str:
    """A URL with one of these schemes; empty when unset and the default is empty."""
    value = text(name, default).rstrip("/")
    scheme, separator, rest = value.partition("://")
    if value and (scheme not in schemes or not separator or not rest):
        raise wrong(name, value, f"It must begin with {' or '.join(f'{scheme}://' for scheme in schemes)}.")
    return value


def database(name: str, embedded: Path) -> dict[str, Any]:
    """Django's settings of the database: PostgreSQL by its URL, else an SQLite file."""
    value = address(name, f"sqlite:///{embedded}", ("postgres", "postgresql", "sqlite"))
    return dict(environ.Env.db_url_config(value))


def data_folder(name: str, default: Path) -> Path:
    """The folder below which everything is written; made when it is missing."""
    folder = Path(text(name, str(default))).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise wrong(name, str(folder), f"The folder cannot be made ({error.strerror}): choose one.") from error
    return folder


def wrong(name: str, value: str, remedy: str) -> ImproperlyConfigured:
    """The error for a value that cannot be used; long values (secrets, often) are not repeated in full."""
    shown = value if len(value) <= 40 else f"{value[:20]}…"
    return ImproperlyConfigured(f"{name}={shown!r} cannot be used. {remedy} See docs/configuration.md.")


def refuse_unknown(environment: Mapping[str, str] = os.environ) -> None:
    """A misspelt variable would silently leave its default in force: say so instead."""
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f" Did you mean {close[0]}?" if close else ""
            raise ImproperlyConfigured(f"{name} is no variable of Vetted.{hint} See docs/configuration.md.")
