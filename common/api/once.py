"""Idempotency-Key: the same request sent twice is carried out once, and both times gets the first answer.

The key is taken in the transaction of what is done, so that key and effect are kept or lost together. A second sending
that arrives meanwhile waits for the first (unique key), then gets its answer.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from rest_framework.response import Response

from common import clock
from common.api.encoding import ExactEncoder
from common.api.problems import FieldError, Problem, invalid
from common.api.requests import ApiRequest
from common.models import KeptAnswer

KEPT_FOR = timedelta(hours=48)
KEPT_HEADERS = ("ETag", "Location")
REPLAYED = "Idempotency-Replayed"
KEY = re.compile(r"[\x21-\x7e]{1,100}")


def once(request: ApiRequest, carry_out: Callable[[], Response]) -> Response:
    """What `carry_out` answers, or answered before to the same person's same key. Only success is kept."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return carry_out()
    if not KEY.fullmatch(key):
        errors = [FieldError("Idempotency-Key", "Use 1 to 100 visible ASCII signs, for instance a UUID.")]
        raise invalid(errors, status=400, kind="parameters")
    fingerprint = _fingerprint(request)
    with transaction.atomic():
        try:
            with transaction.atomic():
                mine = KeptAnswer.objects.create(
                    user=request.user, key=key, fingerprint=fingerprint, status=0, at=clock.now()
                )
        except IntegrityError:
            return _first_answer(request, key, fingerprint)
        response = carry_out()
        mine.status, mine.body = response.status_code, json.dumps(response.data, cls=ExactEncoder)
        mine.headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        mine.save(update_fields=["status", "body", "headers"])
        return response


def _first_answer(request: ApiRequest, key: str, fingerprint: str) -> Response:
    first = KeptAnswer.objects.get(user=request.user, key=key)
    if first.fingerprint != fingerprint:
        sentence = "This Idempotency-Key was used for another request. Draw a new one for each thing you do."
        raise Problem(409, "key-reused", sentence)
    return Response(json.loads(first.body), status=first.status, headers={**first.headers, REPLAYED: "true"})


def _fingerprint(request: ApiRequest) -> str:
    digest = hashlib.sha256()
    for part in (request.method or "", request.get_full_path(), request.headers.get("If-Match", "")):
        digest.update(part.encode() + b"\n")
    data: Any = request.data
    if hasattr(data, "lists"):
        data = {name: [_plain(value) for value in values] for name, values in data.lists()}
    digest.update(json.dumps(data, sort_keys=True, default=str).encode())
    return digest.hexdigest()


def _plain(value: Any) -> Any:
    if not isinstance(value, UploadedFile):
        return value
    content = hashlib.sha256()
    for chunk in value.chunks():
        content.update(chunk)
    value.seek(0)
    return content.hexdigest()


def sweep_answers() -> int:
    """Forget answers that nobody asks for any more; returns how many."""
    deleted, _ = KeptAnswer.objects.filter(at__lt=clock.now() - KEPT_FOR).delete()
    return deleted
