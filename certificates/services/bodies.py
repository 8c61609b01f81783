"""Certification bodies are recorded by whoever meets them first."""

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from certificates.models import CertificationBody
from certificates.services.errors import CertificateError
from common import history
from common.text import fold


def certification_body(name: str, *, actor: User, at: datetime, register_url: str = "") -> CertificationBody:
    """The body of this name (however typed), recorded now when it is new. Raises CertificateError without a name."""
    key = fold(name)[:200]
    if not key:
        raise CertificateError("Name the certification body.")
    known = CertificationBody.objects.filter(name_key=key).first()
    return known or _record(" ".join(name.split())[:200], key, register_url, actor, at)


def _record(name: str, key: str, register_url: str, actor: User, at: datetime) -> CertificationBody:
    try:
        with transaction.atomic():
            body = CertificationBody.objects.create(name=name, name_key=key, register_url=register_url)
            history.record_created(body, actor=actor, at=at)
            return body
    except IntegrityError:  # somebody recorded it this moment
        return CertificationBody.objects.get(name_key=key)
