"""Verbs about people, teams and notices."""

from accounts.services.administrators import ensure_administrator
from accounts.services.notices import notify

__all__ = ["ensure_administrator", "notify"]
