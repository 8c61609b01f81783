"""Errors as problem details (RFC 9457): one shape for every refusal, with the sentence that the page would say."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ObjectDoesNotExist, PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response

from common.problems import Invalid, NotAllowed
from common.records import Conflict
from common.uploads import UploadRejected

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
TYPE = "urn:vetted:problem:"
GONE = "There is nothing at this address, or you may not see it."
STALE = "Somebody changed this in the meantime. Read it again, then decide anew."
REFUSED = "refused"


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one value: `pointer` into the body (RFC 6901), or the name of a parameter of the address."""

    field: str
    message: str
    pointer: str = ""

    def called(self, names: Mapping[str, str]) -> "FieldError":
        """The same under the name that the body has for it."""
        name = next((other for start, other in names.items() if self.field.startswith(start)), self.field)
        return FieldError(name.replace("/", "."), self.message, f"#/{name}" if self.pointer else "")

    @property
    def plain(self) -> dict[str, str]:
        return {"field": self.field, "pointer": self.pointer, "message": self.message}


@dataclass
class Problem(Exception):
    """A refusal: `kind` is the end of its type, `detail` the sentence for a person."""

    status: int
    kind: str
    detail: str
    errors: list[FieldError] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)

    def document(self, instance: str) -> dict[str, Any]:
        """The problem as JSON says it."""
        return {
            "type": TYPE + self.kind,
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
            "errors": [error.plain for error in self.errors],
            **self.more,
        }


def invalid(errors: Iterable[FieldError], *, status: int = 422, kind: str = "invalid") -> Problem:
    """A body or an address with values that cannot be taken."""
    found = list(errors)
    return Problem(status, kind, " ".join(dict.fromkeys(error.message for error in found)), found)


def stale_at(version: int | str) -> Problem:
    """Somebody saved in between; the answer carries the version that is there now."""
    return Problem(412, "stale", STALE, headers={"ETag": f'"{version}"'}, more={"current_version": version})


def _conflict(error: Conflict) -> Problem:
    version = getattr(error.current, "version", None)
    return Problem(409, "conflict", STALE) if version is None else stale_at(version)


def form_errors(form: BaseForm) -> list[FieldError]:
    """What the page shows beside its fields."""
    return _named({name: [str(text) for text in texts] for name, texts in form.errors.items()})


def validation_errors(error: ValidationError) -> list[FieldError]:
    """What a service says of the fields of a record."""
    return _named(error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages})


def _named(texts: Mapping[str, list[str]]) -> list[FieldError]:
    return [
        FieldError(name, message, f"#/{name}") if name not in ("", NON_FIELD_ERRORS) else FieldError("", message)
        for name, messages in texts.items()
        for message in messages
    ]


Translate = Callable[[Any], Problem]
_words: dict[type[Exception], Translate] = {}


def refuses(*kinds: type[Exception]) -> None:
    """Register exceptions of services whose text is the refusal that a person reads."""
    for kind in kinds:
        _words[kind] = lambda error: Problem(422, REFUSED, str(error))


def translates(kind: type[Exception], translate: Translate) -> None:
    """Register how one exception of services becomes a problem."""
    _words[kind] = translate


refuses(UploadRejected, NotAllowed)
translates(Invalid, lambda error: invalid(_named({one.field: [one.message] for one in error.problems})))
translates(Conflict, _conflict)
translates(ValidationError, lambda error: invalid(validation_errors(error)))
translates(Http404, lambda error: Problem(404, "not-found", GONE))
translates(ObjectDoesNotExist, lambda error: Problem(404, "not-found", GONE))
translates(PermissionDenied, lambda error: Problem(403, "forbidden", str(error) or "Your role does not allow this."))


def _of_framework(error: exceptions.APIException) -> Problem:
    kinds = {
        400: "malformed",
        401: "not-signed-in",
        403: "forbidden",
        404: "not-found",
        405: "method",
        406: "not-acceptable",
        415: "media-type",
        429: "too-many",
    }
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if (wait := getattr(error, "wait", None)) is not None:
        headers["Retry-After"] = str(max(1, int(wait)))
    return Problem(error.status_code, kinds.get(error.status_code, "error"), str(error.detail), headers=headers)


def problem_of(error: Exception) -> Problem | None:
    """The problem that an exception stands for; None for one that nobody foresaw."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, exceptions.APIException):
        return _of_framework(error)
    known = next((kind for kind in type(error).__mro__ if kind in _words), None)
    return _words[known](error) if known else None


def answer_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """The framework's hook. None lets what nobody foresaw go on to the log and to `plain_problem` with 500."""
    problem = problem_of(error)
    if problem is None:
        return None
    request = context["request"]
    document = problem.document(request.path)
    return Response(document, status=problem.status, headers=problem.headers, content_type=MEDIA_TYPE)


def plain_problem(request: HttpRequest, status: int, kind: str, detail: str) -> JsonResponse:
    """A problem from outside of the interface's own views: middleware, unknown addresses, what nobody foresaw."""
    document = Problem(status, kind, detail).document(request.path)
    return JsonResponse(document, status=status, content_type=MEDIA_TYPE)
