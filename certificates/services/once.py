"""A form that is sent twice is carried out once, and the second sending gets the first one's answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction

from certificates.services.errors import CertificateError
from common.models import Submission
from common.records import AlreadySubmitted, Conflict


@contextmanager
def counted_once(submission: UUID | str | None) -> Iterator[None]:
    """A transaction for a form with a token.

    The first sending makes the second one fail for a reason of its own (recorded already, changed meanwhile); then
    the token says that it is the same form. Raises AlreadySubmitted.
    """
    _refuse_repeat(submission)
    try:
        with transaction.atomic():
            yield
    except (CertificateError, Conflict):
        _refuse_repeat(submission)
        raise


def _refuse_repeat(submission: UUID | str | None) -> None:
    first = Submission.objects.filter(token=submission).first() if submission else None
    if first is not None:
        raise AlreadySubmitted(first.url)
