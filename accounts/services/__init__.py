"""Verbs about people, teams, invitations and notices."""

from accounts.services.administrators import ensure_administrator
from accounts.services.errors import Refused
from accounts.services.notices import mark_all_read, mark_read, notify, notify_many
from accounts.services.people import change_own_name, change_person, note_password_change

__all__ = [
    "Refused",
    "change_own_name",
    "change_person",
    "ensure_administrator",
    "mark_all_read",
    "mark_read",
    "note_password_change",
    "notify",
    "notify_many",
]
