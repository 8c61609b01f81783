"""What every form of a supplier does: save through a service, or say what stood against it; nothing typed is lost."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Model
from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from common.records import AlreadySubmitted, Conflict
from common.views import AuthedRequest, form_page, redirect_to
from suppliers.services import Refused

TWICE = "This was saved already; nothing was done twice."
GONE = "Somebody removed this in the meantime. What you typed is still here; add it anew if it is needed."


def save_form(
    request: AuthedRequest,
    form: forms.BaseForm,
    save: Callable[[], str],
    *,
    template: str,
    context: dict[str, Any],
    message: str,
) -> HttpResponse:
    """The page of a form. A valid POST is handed to `save`, which returns where to go next.

    422 with the reasons when it cannot be accepted; 409 with both versions when somebody saved in between.
    """
    context = {**context, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            return redirect_to(request, save(), message)
        except AlreadySubmitted as again:
            return redirect_to(request, again.url, TWICE, level=messages.INFO)
        except Conflict as conflict:
            return conflict_page(request, form, conflict.current, template, context)
        except ObjectDoesNotExist:
            form.add_error(None, GONE)
        except ValidationError as error:
            add_errors(form, error)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return form_page(request, template, context)


def conflict_page(
    request: AuthedRequest, form: forms.BaseForm, current: Model, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Both versions. The form takes the current version along, so that saving again replaces knowingly."""
    data = cast(QueryDict, form.data).copy()
    for name, value in (("version", getattr(current, "version", "")), ("was", str(current))):
        if name in form.fields:
            data[name] = str(value)
    form.data = data
    return render(request, template, {**context, "current": current}, status=409)


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """The words of a service beside the fields they speak of; of fields that the form does not show, above it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def act(request: AuthedRequest, url: str, do: Callable[[], object], message: str) -> HttpResponse:
    """A button without fields of its own: does it and goes to `url`, or says there why not."""
    try:
        do()
    except ValidationError as error:
        return redirect_to(request, url, " ".join(error.messages), level=messages.ERROR)
    except Refused as refusal:
        return redirect_to(request, url, str(refusal), level=messages.ERROR)
    except Conflict:
        words = "Somebody changed this in the meantime. Look at it again before you go on."
        return redirect_to(request, url, words, level=messages.WARNING)
    return redirect_to(request, url, message)
