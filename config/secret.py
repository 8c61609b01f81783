"""The secret key of an installation that was not given one: made once, readable by its owner only."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret_key(given: str, data: Path) -> str:
    """The key from the environment, else the one kept in the data folder, which is made when it is missing."""
    if given:
        return given
    path = data / "secret-key"
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        return _make(path)
    except OSError as error:
        raise _unusable(path, error) from error


def _make(path: Path) -> str:
    """Write a new key whole or not at all; when two processes start at once, both use the first one's."""
    temporary = path.with_name(f".secret-key-{os.getpid()}")
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass  # another process was quicker
        finally:
            temporary.unlink()
    except OSError as error:
        raise _unusable(path, error) from error
    return path.read_text(encoding="ascii")


def _unusable(path: Path, error: OSError) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"No secret key: {path} cannot be used ({error.strerror}). Set VETTED_SECRET_KEY, or make the folder writable."
    )
