from collections.abc import Iterable

from django.db import IntegrityError, transaction

from accounts.models import Notice, User
from common import clock


def notify(user: User, *, kind: str, text: str, url: str, key: str) -> Notice | None:
    """Tell one person something in the app. None when this person was told it before (same key)."""
    try:
        with transaction.atomic():
            return Notice.objects.create(
                user=user, kind=kind, text=text[:300], url=url, key=key, created_at=clock.now()
            )
    except IntegrityError:
        return None


def mark_read(notice: Notice) -> None:
    """The person opened what the notice speaks of."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=clock.now())


def mark_all_read(user: User) -> int:
    """All notices of this person; returns how many were unread."""
    return Notice.objects.filter(user=user, read_at=None).update(read_at=clock.now())


def notify_many(notices: Iterable[Notice]) -> None:
    """Tell many people at once; what somebody was told before (same key) is left out by the database."""
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)
