"""One list, form, page, correction and retraction for all kinds of record."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from capability import services
from capability.domain.terms import Kind
from capability.exports import records_export, told
from capability.filters import RecordFilter
from capability.forms import ReasonForm, RecordForm, record_form
from capability.kinds import KINDS, KindPage
from capability.labels import RESULT_TONES
from capability.models import CapabilityRecord
from capability.selectors import RECORD_SORTS, record_for_page, records_for_list
from capability.services import Act
from common import clock
from common.history import changes_for
from common.outcome import accepted, refused, sent_once
from common.paging import choose_sort, keyset_page
from common.records import Conflict
from common.tables import export_as
from common.views import AuthedRequest, form_page, redirect_to
from suppliers.selectors import supplier_for_page


def page_of(kind: str) -> KindPage:
    """The table's entry for a kind named in an address. Raises Http404."""
    if kind not in set(Kind):
        raise Http404("No such kind of record.")
    return KINDS[Kind(kind)]


def facts_of(row: CapabilityRecord, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Label and words of the named fields that say something."""
    found = [(str(row._meta.get_field(name).verbose_name), told(row, name)) for name in names]  # type: ignore[union-attr]
    return [(label.capitalize() if label.islower() else label, words) for label, words in found if words]


def summary_of(row: CapabilityRecord, page: KindPage) -> str:
    """What a line of a list says of a record beside its name and result."""
    found = [(around, told(row, name)) for name, around in page.told]
    return " · ".join(around.format(words[:1].lower() + words[1:]) for around, words in found if words)


def result_of(row: CapabilityRecord, page: KindPage) -> tuple[str, str]:
    """Words and tone of the result; empty for kinds that have none."""
    if not page.result:
        return "", ""
    return told(row, page.result), RESULT_TONES[getattr(row, page.result)]


@requires(Permission.VIEW, listing=True)
def record_list(request: AuthedRequest, kind: str) -> HttpResponse:
    """All standing records of a kind, filtered and paged."""
    page_kind = page_of(kind)
    form = RecordFilter(request.GET, page=page_kind)
    sort, descending = choose_sort(RECORD_SORTS, request.GET.get("sort"))
    page = keyset_page(
        form.apply(records_for_list(request.user, page_kind)),
        sort=sort,
        descending=descending,
        after=request.GET.get("after"),
        before=request.GET.get("before"),
    )
    rows = [(row, summary_of(row, page_kind), *result_of(row, page_kind)) for row in page.rows]
    context = {"page": page, "rows": rows, "form": form, "kind": page_kind, "kinds": KINDS.values(), "here": kind}
    return render(request, "capability/records.html", context)


@requires(Permission.EXPORT, listing=True)
def record_export(request: AuthedRequest, kind: str, form: str) -> HttpResponseBase:
    """What the list shows, as CSV or XLSX, with every field."""
    return export_as(form, records_export(request, page_of(kind)))


@requires(Permission.CAPABILITY_EDIT)
@sent_once
def record_new(request: AuthedRequest, supplier_id: int, kind: str) -> HttpResponseBase:
    """Record something about a supplier."""
    page = page_of(kind)
    supplier = supplier_for_page(request.user, supplier_id)
    form = record_form(page)(request.POST or None, page=page, supplier=supplier, initial={"observed_on": clock.today()})

    def act() -> None:
        services.record_capability(page.model, supplier, form.values(), _by(request, form))

    if request.method == "POST" and accepted(form, act):
        return redirect_to(request, f"/suppliers/{supplier.pk}/capability/#{page.key}", "Recorded.")
    return form_page(request, "capability/record_form.html", {"form": form, "supplier": supplier, "kind": page})


def _by(request: AuthedRequest, form: RecordForm) -> Act:
    return Act(request.user, clock.now(), clock.today(), form.cleaned_data["submission"])


@requires(Permission.VIEW)
def record_detail(request: AuthedRequest, kind: str, pk: int) -> HttpResponse:
    """One record: what it says, how we know, and what replaced it."""
    page = page_of(kind)
    row = record_for_page(request.user, page, pk)
    words, tone = result_of(row, page)
    context = {
        "row": row,
        "kind": page,
        "supplier": row.supplier,
        "sections": [(one.title, facts_of(row, one.fields)) for one in page.sections],
        "result": words,
        "tone": tone,
        "newer": getattr(row, "corrected_by", None),
        "changes": changes_for(row)[:20],
    }
    return render(request, "capability/record.html", context)


@requires(Permission.CAPABILITY_EDIT)
@sent_once
def record_correct(request: AuthedRequest, kind: str, pk: int) -> HttpResponseBase:
    """Supersede a wrong record by a right one."""
    page = page_of(kind)
    row = record_for_page(request.user, page, pk)
    form = record_form(page)(request.POST or None, page=page, supplier=row.supplier, correcting=row)
    made: list[CapabilityRecord] = []

    def act() -> None:
        reason = form.cleaned_data["reason"]
        made.append(services.correct_record(row, form.values(), _by(request, form), reason=reason))

    try:
        if request.method == "POST" and accepted(form, act):
            return redirect_to(request, made[0].get_absolute_url(), "Corrected; the first one stays readable.")
    except Conflict:
        return _too_late(request, row)
    context: dict[str, Any] = {"form": form, "supplier": row.supplier, "kind": page, "row": row}
    return form_page(request, "capability/record_form.html", context)


@requires(Permission.CAPABILITY_EDIT)
def record_retract(request: AuthedRequest, kind: str, pk: int) -> HttpResponse:
    """Supersede a record that should not be there, by nothing."""
    page = page_of(kind)
    row = record_for_page(request.user, page, pk)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        by = Act(request.user, clock.now(), clock.today())
        services.retract_record(row, by, reason=form.cleaned_data["reason"])

    try:
        if request.method == "POST" and accepted(form, act):
            return redirect_to(request, row.get_absolute_url(), "Retracted; it stays readable and counts no more.")
    except Conflict:
        return _too_late(request, row)
    context = {"form": form, "row": row, "kind": page, "supplier": row.supplier}
    return form_page(request, "capability/record_retract.html", context)


def _too_late(request: AuthedRequest, row: CapabilityRecord) -> HttpResponse:
    words = "Somebody was quicker: this one is superseded already."
    return refused(request, row.get_absolute_url(), words)
