from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.models import Notice, User
from audits.models import Capa
from start.selectors import due

MOST = 100
"""A count in the rail stops here: whoever has more to do reads `99+`, and no page pays for counting thousands."""


@dataclass(frozen=True)
class Waiting:
    """A count in the rail: which entry, how many, and whether any is late."""

    name: str
    number: str
    is_late: bool


def waiting_counts(user: User, today: date) -> list[Waiting]:
    """What waits for this person, per entry of the rail."""
    lapsed = due.certificates_to_renew(user, today)
    audits = due.audits_to_conduct(user, today)
    capas = Capa.objects.visible_to(user)
    mine = capas.awaiting_answer_of(user) | capas.awaiting_review_of(user)
    late_capas = capas.awaiting_answer_of(user).filter(due_on__lt=today)
    return [
        Waiting("certificates", _capped(lapsed), lapsed.filter(expires_on__lt=today).exists()),
        Waiting("audits", _capped(audits), audits.overdue(today).exists()),
        Waiting("capas", _capped(mine), late_capas.exists()),
        Waiting("notices", _capped(Notice.objects.filter(user=user, read_at=None)), False),
    ]


def _capped(rows: QuerySet[Any]) -> str:
    number = rows.order_by()[:MOST].count()
    return f"{MOST - 1}+" if number >= MOST else str(number or "")
