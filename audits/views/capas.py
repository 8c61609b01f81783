"""The list of corrective actions, one of them, its files, and the supplier's tab."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from accounts.saving import Savable
from audits import selectors_capa as selectors
from audits.domain.capa import Act, People, Stage, State, acts_at, is_own_work
from audits.exports import capas_export as capas_export_of
from audits.filters_capa import CapaFilter
from audits.models import Capa, CapaRound, CapaStep
from audits.views.capa_answer_view import ShownAnswer, shown_answer
from audits.views.capa_bulk import ACTIONS
from common import clock
from common.bulk.selecting import actions_for
from common.paging import choose_sort, keyset_page
from common.tables import export_as
from common.uploads import serve_file
from common.views import AuthedRequest
from suppliers.selectors import count_up_to, supplier_for_tab


@requires(Permission.VIEW, listing=True, saves=Savable("Corrective actions", CapaFilter))
def capas(request: AuthedRequest) -> HttpResponse:
    """All corrective actions that this person sees, soonest due first."""
    form = CapaFilter(request.GET)
    today = clock.today()
    found = form.apply(selectors.capas_for_page(request.user), request.user, today)
    sort, descending = choose_sort(selectors.CAPA_SORTS, request.GET.get("sort"))
    after, before = request.GET.get("after"), request.GET.get("before")
    page = keyset_page(found, sort=sort, descending=descending, after=after, before=before)
    context = {
        "form": form,
        "page": page,
        "today": today,
        "narrowed": form.is_narrowed(),
        "actions": actions_for(request.user, ACTIONS),
        "count": count_up_to(found),
        "sorts": selectors.CAPA_SORTS,
    }
    return render(request, "audits/capas.html", context)


@requires(Permission.EXPORT, listing=True)
def capas_export(request: AuthedRequest, kind: str) -> HttpResponseBase:
    """The filtered list as CSV or XLSX."""
    return export_as(kind, capas_export_of(request))


@requires(Permission.VIEW, listing=True)
def supplier_capas(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    """The supplier's tab: open ones first, then the ended."""
    supplier = supplier_for_tab(request.user, supplier_id)
    rows = list(selectors.capas_of_supplier(request.user, supplier))
    context = {
        "supplier": supplier,
        "tab": "capas",
        "today": clock.today(),
        "open": [capa for capa in rows if not capa.has_ended],
        "ended": [capa for capa in rows if capa.has_ended],
    }
    return render(request, "audits/supplier_capas.html", context)


@requires(Permission.VIEW)
def capa_detail(request: AuthedRequest, capa_id: int) -> HttpResponse:
    """Where it stands, what was answered and judged, and what can be done now."""
    capa = selectors.capa_for_page(request.user, capa_id)
    rounds = [_shown_round(each) for each in selectors.rounds_for_page(capa)]
    context = {
        "capa": capa,
        "current": rounds[0],
        "earlier": rounds[1:],
        "waiting": [item["step"] for item in rounds[0]["steps"] if item["step"].state == State.WAITING.value],
        "today": clock.today(),
        "marks": _marks(rounds[0]["round"], capa, clock.today()),
        "acts": _offered(request, capa, rounds[0]["round"]),
        "changes": selectors.history_for_capa(capa)[:100],
    }
    return render(request, "audits/capa_detail.html", context)


def _shown_round(each: CapaRound) -> dict[str, Any]:
    steps = [{"step": step, "answers": _answers(step)} for step in each.steps.all()]
    return {"round": each, "steps": steps}


def _answers(step: CapaStep) -> list[ShownAnswer]:
    return [shown_answer(row) for row in step.submissions.all()]


def _marks(each: CapaRound, capa: Capa, today: Any) -> list[dict[str, Any]]:
    """The stepper: five steps and the closing, each with its mark."""
    words = {State.WAITING: "", State.OPEN: "current", State.SUBMITTED: "review", State.REJECTED: "rejected"}
    icons = {State.SUBMITTED: "eye", State.REJECTED: "rotate-ccw", State.ACCEPTED: "check"}
    over = capa.stage == Stage.CANCELLED.value
    marks = [
        {
            "name": step.get_step_display(),
            "anchor": step.step,
            "css": "" if over and step.state != State.ACCEPTED.value else words.get(State(step.state), "done"),
            "icon": icons.get(State(step.state), ""),
            "late": not capa.has_ended and step.is_overdue(today),
            "step": step,
        }
        for step in each.steps.all()
    ]
    closed, closing = capa.stage == Stage.CLOSED.value, capa.stage == Stage.CLOSURE.value
    last = {
        "name": "Closed",
        "css": "done" if closed else "current" if closing else "",
        "icon": "check" if closed else "",
    }
    return [*marks, {**last, "closed_on": each.closed_on}]


def _offered(request: AuthedRequest, capa: Capa, each: CapaRound) -> dict[str, bool]:
    """What this person can do here now: the table, the role, and whose answer it is."""
    possible = acts_at(capa.position)
    edits, reviews = request.user.can(Permission.CAPA_EDIT), request.user.can(Permission.CAPA_REVIEW)
    under_review = next((a for s in each.steps.all() for a in s.submissions.all() if not a.decision), None)
    step = capa.current_step
    own = bool(
        under_review
        and is_own_work(People(request.user.pk, under_review.submitted_by_id, step.owner_id if step else None))
    )
    return {
        "answer": edits and Act.SUBMIT in possible,
        "review": reviews and capa.state == State.SUBMITTED.value and not own,
        "own": own,
        "withdraw": edits and Act.WITHDRAW in possible,
        "close": reviews and Act.CLOSE in possible,
        "cancel": reviews and Act.CANCEL in possible,
        "reopen": reviews and Act.REOPEN in possible,
        "change": edits and not capa.has_ended,
    }


@requires(Permission.VIEW)
def capa_file(request: AuthedRequest, file_id: int) -> HttpResponseBase:
    """A file of an answer, for those who see the supplier."""
    file = selectors.file_for_page(request.user, file_id)
    return serve_file(file.file, filename=file.original_name, kind=file.kind, inline=True)
