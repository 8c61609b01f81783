"""Verbs about people, teams and notices."""

from accounts.services.notices import notify

__all__ = ["notify"]
