"""Changing where a supplier stands: its status, who sees it, whether it is archived. Each with a reason."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from common.records import Conflict
from common.views import AuthedRequest
from suppliers import services
from suppliers.domain.status import MEANING
from suppliers.domain.terms import Status
from suppliers.forms import AccessForm, ReasonForm, StatusForm
from suppliers.labels import STATUS_LABELS
from suppliers.models import Supplier
from suppliers.selectors import supplier_for_page
from suppliers.views.saving import save_form

ARCHIVED = {"title": "Bring back", "button": "Bring it back", "text": "It returns to the lists as it was."}
CURRENT = {
    "title": "Archive",
    "button": "Archive it",
    "text": "It leaves the lists, and nothing more is asked of it. Nothing is deleted: its evidence stays readable.",
}
STATUS_PAGE = "suppliers/status.html"


@requires(Permission.SUPPLIER_STATUS)
def change_status(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    """The statuses this person may set, each with what it means."""
    supplier = supplier_for_page(request.user, supplier_id)
    form = StatusForm(request.POST or None, user=request.user, status=_opened_at(request, supplier))

    def save() -> str:
        expected = Status(form.cleaned_data["expected"])
        try:
            services.change_status(
                supplier,
                Status(form.cleaned_data["to"]),
                expected=expected,
                actor=request.user,
                reason=form.cleaned_data["reason"],
            )
        except Conflict:
            raise _Moved from None
        return supplier.get_absolute_url()

    try:
        context = _status_context(supplier, form)
        return save_form(request, form, save, template=STATUS_PAGE, context=context, message="Status changed.")
    except _Moved:
        return _moved_page(request, supplier)


class _Moved(Exception):
    """Somebody moved the status in between."""


def _opened_at(request: AuthedRequest, supplier: Supplier) -> Status:
    """The status that the form was opened at: what may follow is judged from there, a move since is a conflict."""
    text = request.POST.get("expected", "")
    return Status(text) if text in set(Status) else Status(supplier.status)


def _status_context(supplier: Supplier, form: StatusForm) -> dict[str, object]:
    choices = [(to.value, STATUS_LABELS[to], MEANING[to]) for to in form.offered]
    chosen = str(form["to"].value() or "")
    return {"supplier": supplier, "choices": choices, "chosen": chosen, "meaning": MEANING[Status(supplier.status)]}


def _moved_page(request: AuthedRequest, supplier: Supplier) -> HttpResponse:
    """The form anew from where the supplier stands now, with the reason that was typed."""
    supplier.refresh_from_db()
    initial = {"reason": request.POST.get("reason", "")}
    form = StatusForm(user=request.user, status=Status(supplier.status), initial=initial)
    context = {**_status_context(supplier, form), "form": form, "moved": True}
    return render(request, STATUS_PAGE, context, status=409)


@requires(Permission.SUPPLIER_RESTRICT)
def change_access(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    """Who sees the supplier."""
    supplier = supplier_for_page(request.user, supplier_id)
    form = AccessForm(request.POST or None, supplier=supplier)

    def save() -> str:
        typed = form.cleaned_data
        word = {"expected_version": typed["version"] or 0, "actor": request.user, "reason": typed["reason"]}
        if typed["restricted"] == "yes":
            services.restrict_supplier(supplier, team=typed["team"], people=typed["people"], **word)
        else:
            services.unrestrict_supplier(supplier, **word)
        return supplier.get_absolute_url()

    context = {"supplier": supplier, "title": "Who sees this supplier", "button": "Save"}
    return save_form(request, form, save, template="suppliers/part_form.html", context=context, message="Saved.")


@requires(Permission.SUPPLIER_ARCHIVE)
def archive_supplier(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    """Take a supplier out of lists and work, or bring it back."""
    supplier = supplier_for_page(request.user, supplier_id)
    form = ReasonForm(request.POST or None)
    is_archived = supplier.archived_at is not None

    def save() -> str:
        act = services.unarchive_supplier if is_archived else services.archive_supplier
        act(supplier, actor=request.user, reason=form.cleaned_data["reason"])
        return supplier.get_absolute_url()

    words = ARCHIVED if is_archived else CURRENT
    context = {"supplier": supplier, **words}
    message = "Brought back." if is_archived else "Archived."
    return save_form(request, form, save, template="suppliers/part_form.html", context=context, message=message)
