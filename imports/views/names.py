"""Names in the file that are no supplier's for certain: whose they are is said once for all their rows."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from common.paging import keyset_page
from common.problems import Invalid
from common.views import AuthedRequest, form_page, redirect_to
from imports import selectors, services
from imports.domain.flow import ImportState, NameDecision
from imports.forms import CountryForm, chosen, parse_answer, parse_answers
from imports.models import Batch
from imports.services.deciding import Answer, may_create
from imports.views.steps import PASSED, posted, to_step

SIDE_BY_SIDE = 25
_WITH_NAMES = (ImportState.SUPPLIERS.value, ImportState.REVIEW.value)


@requires(Permission.RECORD_IMPORT, listing=True)
def import_names(request: AuthedRequest, import_id: int) -> HttpResponse:
    """The names of the file with what they may be; POST takes the answers of one page."""
    batch, kind = selectors.import_of(request.user, import_id)
    if batch.state not in _WITH_NAMES:
        return to_step(request, batch)
    if request.method == "POST":
        return _decide(request, batch)
    only_open = "open" in request.GET
    names = selectors.names_for_page(batch)
    if only_open:
        names = names.filter(decision=NameDecision.OPEN.value)
    after, before = request.GET.get("after"), request.GET.get("before")
    page = keyset_page(names, sort=selectors.AS_GIVEN, size=SIDE_BY_SIDE, after=after, before=before)
    counts = selectors.name_counts(batch)
    context = {
        "batch": batch,
        "kind": kind,
        "here": "suppliers",
        "page": page,
        "rows": [(row, chosen(row.name)) for row in selectors.name_rows(page.rows, request.user)],
        "counts": counts,
        "open": counts[NameDecision.OPEN],
        "total": sum(counts.values()),
        "only_open": only_open,
        "may_create": may_create(request.user),
        "country_form": CountryForm(selectors.usual_country(batch)),
    }
    return form_page(request, "imports/names.html", context)


def _decide(request: AuthedRequest, batch: Batch) -> HttpResponse:
    here = reverse("imports:names", args=[batch.pk])
    answers = parse_answers(batch, request.POST.dict(), request.POST.get("country", ""))
    try:
        done = services.decide_names(batch, answers, user=request.user)
    except services.StepPassed:
        return to_step(request, batch, PASSED)
    except Invalid as error:
        return redirect_to(request, here, str(error), level=messages.ERROR)
    wanted = request.POST.get("next", "")
    ours = wanted.startswith("?") and url_has_allowed_host_and_scheme(wanted, None)
    return redirect_to(request, f"{here}{wanted}" if ours else here, f"{done} name{'' if done == 1 else 's'} decided.")


@require_POST
@requires(Permission.RECORD_IMPORT)
def import_names_rest(request: AuthedRequest, import_id: int) -> HttpResponse:
    """One answer for all names that nobody has decided about."""
    batch, _kind = selectors.import_of(request.user, import_id)
    answer = parse_answer(request.POST.get("answer", ""), request.POST.get("country", ""))
    here = reverse("imports:names", args=[batch.pk])
    if answer is None or answer.decision is NameDecision.EXISTING:
        return redirect_to(request, here, "Choose what becomes of these names.", level=messages.ERROR)
    try:
        done = services.decide_rest(batch, answer, user=request.user)
    except services.StepPassed:
        return to_step(request, batch, PASSED)
    except Invalid:
        sentence = "Choose the country in which the new suppliers are."
        return redirect_to(request, here, sentence, level=messages.ERROR)
    words = "will be created" if answer.decision is NameDecision.CREATE else "left out with all their rows"
    return redirect_to(request, here, f"{done} {words}.")


@requires(Permission.RECORD_IMPORT)
def import_name(request: AuthedRequest, import_id: int, name_id: int) -> HttpResponse:
    """One name, and a search for the supplier that it is."""
    batch, kind = selectors.import_of(request.user, import_id)
    name = selectors.names_for_page(batch).filter(pk=name_id).first()
    if name is None:
        raise Http404
    if batch.state not in _WITH_NAMES:
        return to_step(request, batch)
    if (data := posted(request)) is not None:
        answer = parse_answer(data.get("answer", ""), data.get("country", ""))
        return _decide_one(request, batch, name.pk, answer)
    text = request.GET.get("q", str(name)).replace("\x00", "")
    context = {
        "batch": batch,
        "kind": kind,
        "here": "suppliers",
        "name": name,
        "text": text,
        "found": selectors.suppliers_found(text, request.user),
    }
    return form_page(request, "imports/name.html", context)


def _decide_one(request: AuthedRequest, batch: Batch, name_id: int, answer: Answer | None) -> HttpResponse:
    here = reverse("imports:names", args=[batch.pk])
    if answer is None:
        return redirect_to(request, here, "Choose a supplier.", level=messages.ERROR)
    try:
        services.decide_names(batch, {name_id: answer}, user=request.user)
    except services.StepPassed:
        return to_step(request, batch, PASSED)
    except Invalid as error:
        return redirect_to(request, here, str(error), level=messages.ERROR)
    return redirect_to(request, here, "Decided.")
