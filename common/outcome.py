"""What a view does with the answer of a service, the same way on every page."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse, HttpResponseBase, QueryDict

from common.problems import Invalid, NotAllowed
from common.records import AlreadySubmitted, Conflict
from common.uploads import UploadRejected
from common.views import AuthedRequest, redirect_to

P = ParamSpec("P")


def sent_once(
    view: Callable[Concatenate[AuthedRequest, P], HttpResponseBase],
) -> Callable[Concatenate[AuthedRequest, P], HttpResponseBase]:
    """A form that was carried out before leads to what it made."""

    @wraps(view)
    def answered(request: AuthedRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except AlreadySubmitted as earlier:
            return redirect_to(request, earlier.url, "This was saved already; nothing was saved twice.")

    return cast(Callable[Concatenate[AuthedRequest, P], HttpResponseBase], answered)


def renewed(form: forms.Form, conflict: Conflict) -> Model:
    """What the record says now; the form keeps what was typed and takes the record's version, to replace knowingly."""
    data = cast(QueryDict, form.data).copy()
    data["version"] = str(getattr(conflict.current, "version", 0))
    form.data = data
    return conflict.current


def accepted(form: forms.BaseForm, act: Callable[[], object], file_field: str = "photo") -> bool:
    """Whether the form is valid and the service did it; its objections are put beside their fields."""
    if not form.is_valid():
        return False
    try:
        act()
    except Invalid as refusal:
        for problem in refusal.problems:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
    except NotAllowed as refusal:
        form.add_error(None, str(refusal))
    except UploadRejected as refusal:
        form.add_error(file_field if file_field in form.fields else None, str(refusal))
    return form.is_valid()


def refused(request: AuthedRequest, url: str, words: str) -> HttpResponse:
    """Back to a page with the words why nothing was done."""
    return redirect_to(request, url, words, level=messages.WARNING)
