"""Many records at once as a program sees it: draft, look at what it would do, carry it out, undo it.

Drafts are made at the address of each kind's own list (`Drafting`); what follows is the same for all of them.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.urls import path, reverse

from common import clock, history
from common.api.endpoint import Endpoint, operation
from common.api.fields import LARGEST_ID, body_of
from common.api.problems import FieldError, Problem, form_errors, invalid, refuses
from common.api.query import Query, check_query
from common.api.requests import ApiRequest, Created, Listing
from common.api.shapes import Schema
from common.bulk import changing
from common.bulk.forms import BulkForm
from common.bulk.kinds import Kind, Planned, kind_of
from common.bulk.selecting import MOST, NotSelected, chosen_ids, keep_selection
from common.models import BulkChange, BulkItem, BulkOutcome, BulkState
from common.paging import Sort

refuses(changing.NotPossible, NotSelected)
VIEW = "view"
"""A change is shown to whoever drafted it; the permission of its kind is asked where it is drafted and carried out."""
NEWEST = (Sort("newest", "Newest first", ("created_at",), descending=True),)
OUTCOMES = (Sort("outcome", "What became of it", ("outcome",)),)
IDS: Schema = {
    "type": "array",
    "items": {"type": "integer", "minimum": 1, "maximum": LARGEST_ID},
    "maxItems": MOST,
    "description": "The records; those that you do not see are left out. Either this or `filter`.",
}
FILTER: Schema = {
    "type": "string",
    "maxLength": 1000,
    "description": "All that the list finds: what follows the question mark of its address. Either this or `ids`.",
}


class BulkField(TypedDict):
    """What is asked for, in words."""

    field: str
    value: str


class BulkDifference(TypedDict):
    """One value that would change, in words."""

    field: str
    before: Any
    after: Any


class BulkExample(TypedDict):
    """One record that would change."""

    id: int
    name: str
    changes: list[BulkDifference]


class BulkLeftOut(TypedDict):
    """Records that would stay as they are, with the reason and some of their names."""

    reason: str
    count: int
    names: list[str]


class BulkPreview(TypedDict):
    """What would happen as things stand now; `examples` are the first of those that change."""

    changing: int
    examples: list[BulkExample]
    left_out: list[BulkLeftOut]


class BulkChangeRow(TypedDict):
    """A change of many records. `records`: how many were selected."""

    id: UUID
    kind: str
    title: str
    state: str
    reason: str
    records: int
    undo_of: UUID | None
    created_at: datetime
    done_at: datetime | None


class BulkChangeRecord(BulkChangeRow):
    """A change with what it would do (`preview`, while it is a draft) or what came of it (`outcomes`).

    `job` works on a large one; when it stopped, `continue/` does what is left.
    """

    asked: list[BulkField]
    preview: BulkPreview | None
    outcomes: dict[str, int]
    job: UUID | None
    is_stopped: bool
    may_undo: bool
    undone_by: UUID | None


class BulkItemRow(TypedDict):
    """What became of one record; `note` says why it was left as it was. Without a name: you see it no more."""

    record: int
    name: str | None
    outcome: str
    note: str


def bulk_row(bulk: BulkChange) -> BulkChangeRow:
    return {
        "id": bulk.pk,
        "kind": bulk.kind,
        "title": kind_of(bulk).title,
        "state": bulk.state,
        "reason": bulk.reason,
        "records": len(bulk.targets),
        "undo_of": bulk.undo_of_id,
        "created_at": bulk.created_at,
        "done_at": bulk.done_at,
    }


def bulk_record(bulk: BulkChange) -> BulkChangeRecord:
    """A change as it stands now."""
    is_draft = bulk.state == BulkState.DRAFT.value
    numbers = {} if is_draft else {one.value: bulk.items.filter(outcome=one.value).count() for one in BulkOutcome}
    undo = BulkChange.objects.filter(undo_of=bulk).values_list("pk", flat=True).first()
    return {
        **bulk_row(bulk),
        "asked": [{"field": field, "value": str(value)} for field, value in kind_of(bulk).describe(bulk.asked)],
        "preview": _preview(bulk) if is_draft else None,
        "outcomes": numbers,
        "job": bulk.job_id,
        "is_stopped": bulk.state == BulkState.RUNNING.value and (bulk.job is None or bulk.job.is_over),
        "may_undo": bool(numbers.get(BulkOutcome.DONE.value)) and changing.can_undo(bulk, at=clock.now()),
        "undone_by": undo,
    }


def _preview(bulk: BulkChange) -> BulkPreview:
    found = changing.preview_of(bulk, today=clock.today())
    return {
        "changing": found.changing,
        "examples": [_example(one) for one in found.examples],
        "left_out": [{"reason": why, "count": number, "names": names} for why, number, names in found.left_out],
    }


def _example(one: Planned) -> BulkExample:
    changes: list[BulkDifference] = [
        {"field": field, "before": history.plain(old), "after": history.plain(new)}
        for field, old, new in history.readable_changes(one.as_entry)
    ]
    return {"id": one.pk, "name": str(one.row), "changes": changes}


def draft_body(form: type[BulkForm]) -> Schema:
    """The body of a draft: which records, and the fields of the page's form."""
    return body_of(form, extra={"ids": IDS, "filter": FILTER})


class Bulk(Endpoint):
    """What all of it shares."""

    def mine(self, bulk_id: UUID) -> BulkChange:
        """One's own change, else 404."""
        bulk = BulkChange.objects.select_related("job", "by").filter(pk=bulk_id, by=self.request.user).first()
        if bulk is None:
            raise Http404("No such change.")
        return bulk

    def mine_to_act(self, bulk_id: UUID) -> BulkChange:
        """The same for somebody who still may do what it does."""
        bulk = self.mine(bulk_id)
        if not self.request.user.can(kind_of(bulk).permission):
            raise PermissionDenied
        return bulk


class Drafting(Bulk):
    """Drafts of one kind, at the address of its list."""

    def drafted(
        self,
        kind: Kind,
        form: Callable[..., BulkForm],
        *,
        seen: Any,
        found: Callable[[QueryDict], Any],
        parameters: Query,
        list_url: str,
        **known: Any,
    ) -> Created:
        """The draft that the body describes. `found`: the records that the list's filter lets through."""
        sent = self.typed()
        ids, narrowed = sent.pop("ids", None), sent.pop("filter", None)
        if (ids is None) == (narrowed is None):
            raise invalid([FieldError("ids", "Give either `ids` or `filter`.", "#/ids")])
        chosen = self._chosen(ids, narrowed, seen, found, parameters)
        self._offered(form(**known), sent)
        filled = self.filled(form, values=sent, **known)
        back = f"{list_url}?{narrowed}" if narrowed else list_url
        selection = keep_selection(self.request.user, kind.noun[1], chosen, back)
        reason = filled.cleaned_data["reason"].strip()
        bulk = changing.draft_change(kind, selection, filled.asked, reason, by=self.request.user, at=clock.now())
        return Created(bulk_record(bulk), reverse("bulk_api:change", args=[bulk.pk]))

    def _chosen(
        self, ids: Any, narrowed: str | None, seen: Any, found: Callable[[QueryDict], Any], parameters: Query
    ) -> list[int]:
        data = QueryDict(mutable=True)
        if narrowed is None:
            data.setlist("id", [str(one) for one in ids])
            return chosen_ids(data, seen, seen)
        asked = QueryDict(narrowed)
        try:
            check_query(asked, parameters)
        except Problem as problem:
            raise invalid([FieldError("filter", problem.detail, "#/filter")]) from None
        data["all"] = "1"
        return chosen_ids(data, seen, found(asked))

    def _offered(self, form: BulkForm, sent: dict[str, Any]) -> None:
        """The page does not show what a role may not change; a program is told."""
        hidden = [name for name in sent if name not in form.fields]
        if hidden:
            words = "Your role does not allow changing this."
            raise invalid([FieldError(name, words, f"#/{name}") for name in hidden])


def judged(filter_form: Any) -> None:
    """Raises Problem (422) for a value that the list's filter does not offer."""
    if filter_form.errors:
        texts = " ".join(f"{error.field}: {error.message}" for error in form_errors(filter_form))
        raise invalid([FieldError("filter", texts, "#/filter")])


class BulkChanges(Bulk):
    """My changes of many records."""

    @operation(VIEW, returns=BulkChangeRow, sorts=NEWEST)
    def get(self, request: ApiRequest) -> Listing:
        """Mine, newest first, drafts as well."""
        return self.page(BulkChange.objects.filter(by=request.user), bulk_row)


class OneBulkChange(Bulk):
    """One change of many records."""

    @operation(VIEW, returns=BulkChangeRecord)
    def get(self, request: ApiRequest, bulk_id: UUID) -> BulkChangeRecord:
        """A draft with what it would do, a begun one with how far it is."""
        return bulk_record(self.mine(bulk_id))


class BulkChangeRecords(Bulk):
    """What became of each record."""

    @operation(VIEW, returns=BulkItemRow, sorts=OUTCOMES)
    def get(self, request: ApiRequest, bulk_id: UUID) -> Listing:
        """Each record with what became of it; empty while nothing was begun."""
        bulk = self.mine(bulk_id)
        page = self.page(bulk.items.all(), _item_row)
        seen = kind_of(bulk).rows(request.user).filter(pk__in=[row["record"] for row in page.rows])
        names = {row.pk: str(row) for row in seen} if page.rows else {}
        for row in page.rows:
            row["name"] = names.get(row["record"])
        return page


def _item_row(item: BulkItem) -> BulkItemRow:
    return {"record": item.subject_id, "name": None, "outcome": item.outcome, "note": item.note}


class BulkChangeCarryOut(Bulk):
    """Carrying it out."""

    @operation(VIEW, returns=BulkChangeRecord)
    def post(self, request: ApiRequest, bulk_id: UUID) -> BulkChangeRecord:
        """Carry a draft out: up to 200 records at once, more in the background (`job`)."""
        bulk = self.mine_to_act(bulk_id)
        changing.begin_change(bulk, at=clock.now())
        return bulk_record(self.mine(bulk_id))


class BulkChangeContinue(Bulk):
    """Going on with it."""

    @operation(VIEW, returns=BulkChangeRecord)
    def post(self, request: ApiRequest, bulk_id: UUID) -> BulkChangeRecord:
        """Do what is left of one that was stopped."""
        bulk = self.mine_to_act(bulk_id)
        if bulk.state != BulkState.RUNNING.value:
            raise changing.NotPossible("There is nothing to go on with.")
        changing.continue_change(bulk)
        return bulk_record(self.mine(bulk_id))


class BulkChangeUndo(Bulk):
    """Undoing it."""

    @operation(VIEW, returns=BulkChangeRecord, status=201)
    def post(self, request: ApiRequest, bulk_id: UUID) -> Created:
        """Bring back what it replaced wherever nobody touched the record since: another change, answered here."""
        undo = changing.undo_change(self.mine_to_act(bulk_id), by=request.user, at=clock.now())
        return Created(bulk_record(self.mine(undo.pk)), reverse("bulk_api:change", args=[undo.pk]))


app_name = "bulk_api"
ONE = "bulk-changes/<uuid:bulk_id>/"
urlpatterns = [
    path("bulk-changes/", BulkChanges.as_view(), name="changes"),
    path(ONE, OneBulkChange.as_view(), name="change"),
    path(f"{ONE}records/", BulkChangeRecords.as_view(), name="records"),
    path(f"{ONE}carry-out/", BulkChangeCarryOut.as_view(), name="carry_out"),
    path(f"{ONE}continue/", BulkChangeContinue.as_view(), name="continue"),
    path(f"{ONE}undo/", BulkChangeUndo.as_view(), name="undo"),
]
