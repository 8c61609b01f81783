"""What the pages of imports and programs read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch, QuerySet
from django.http import Http404

from accounts.domain.permissions import Role, is_allowed
from accounts.models import User
from common.paging import Sort
from imports.domain.flow import ImportState, NameDecision, Outcome, Standing
from imports.kinds import Kind, all_kinds, kind_for
from imports.models import Batch, Line, SupplierName
from imports.models.batch import BatchQuerySet
from imports.models.line import LineQuerySet
from suppliers.models import Supplier

SAMPLE = 8
MOST_FOUND = 20
NEWEST = Sort("newest", "Newest", ("created_at",), descending=True)
AS_GIVEN = Sort("given", "Most rows", ("id",))
BY_NUMBER = Sort("number", "Row", ("part", "number"))


def kinds_for(user: User) -> list[Kind]:
    """The kinds that this person may import."""
    return [kind for kind in all_kinds() if is_allowed(Role(user.role), kind.permission)]


def imports_for_list(user: User) -> BatchQuerySet:
    """This person's imports, without those given up."""
    rows = Batch.objects.owned_by(user).exclude(state=ImportState.DISCARDED.value).select_related("job")
    return rows.defer("headers", "mapping", "summary")


def import_for_page(user: User, import_id: int) -> Batch:
    """One of this person's own imports, else Http404: an import shows what its owner may see."""
    batch = Batch.objects.owned_by(user).select_related("job", "created_by").filter(pk=import_id).first()
    if batch is None:
        raise Http404("No such import.")
    return batch


def kind_or_404(user: User, key: str) -> Kind:
    """The kind, for somebody who may import it. Raises Http404, PermissionDenied."""
    kind = kind_for(key)
    if kind is None:
        raise Http404("Nothing of this kind can be imported.")
    if not is_allowed(Role(user.role), kind.permission):
        raise PermissionDenied
    return kind


def import_of(user: User, import_id: int) -> tuple[Batch, Kind]:
    """One's own import with its kind, whose permission is asked at every step: roles change.

    Raises Http404, PermissionDenied.
    """
    batch = import_for_page(user, import_id)
    return batch, kind_or_404(user, batch.kind)


@dataclass
class Review:
    """Counts of an import as it is decided now, and some of its rows."""

    outcomes: dict[Outcome, int] = field(default_factory=dict)
    new: int = 0
    changed: int = 0
    takes_changes: bool = True
    sample: Sequence[Line] = ()
    changes: Sequence[Line] = ()

    @property
    def same(self) -> int:
        return self.outcomes.get(Outcome.SAME, 0)

    @property
    def rejected(self) -> int:
        return self.outcomes.get(Outcome.REJECTED, 0)

    @property
    def skipped(self) -> int:
        return self.outcomes.get(Outcome.SKIPPED, 0)

    @property
    def to_write(self) -> int:
        return self.new + (self.changed if self.takes_changes else 0)


def review_of(batch: Batch, user: User) -> Review:
    """Four queries, however many rows."""
    review = Review(takes_changes=batch.takes_changes)
    counted = batch.lines.values_list("outcome", "standing").annotate(Count("pk")).order_by()
    for outcome, standing, number in counted:
        review.outcomes[Outcome(outcome)] = review.outcomes.get(Outcome(outcome), 0) + number
        if outcome == Outcome.PENDING.value:
            review.new += number if standing == Standing.NEW.value else 0
            review.changed += number if standing == Standing.CHANGED.value else 0
    lines = lines_for_page(batch, user).to_write().order_by("part", "number")
    review.sample = list(lines.filter(standing=Standing.NEW.value)[:SAMPLE])
    review.changes = list(lines.filter(standing=Standing.CHANGED.value)[:SAMPLE])
    return review


def lines_for_page(batch: Batch, user: User, *, outcome: str = "", problem: str = "") -> LineQuerySet:
    """Rows, each with its supplier (if this person may still see it)."""
    visible = Supplier.objects.visible_to(user)
    lines = Line.objects.filter(batch=batch).prefetch_related(Prefetch("supplier", queryset=visible))
    if problem:
        lines = lines.filter(problem_keys__contains=f"|{problem}|")
    return lines.filter(outcome=outcome) if outcome else lines


def outcome_counts(batch: Batch) -> dict[Outcome, int]:
    """How many rows ended how."""
    counted = dict(batch.lines.values_list("outcome").annotate(Count("pk")).order_by())
    return {outcome: counted[outcome.value] for outcome in Outcome if counted.get(outcome.value)}


@dataclass(frozen=True)
class NameRow:
    """A name with what it may be."""

    name: SupplierName
    suggestions: Sequence[tuple[Supplier, str]]
    """Suppliers with the reason why."""
    chosen: Supplier | None


def names_for_page(batch: Batch) -> "QuerySet[SupplierName]":
    return SupplierName.objects.filter(batch=batch)


def name_counts(batch: Batch) -> dict[NameDecision, int]:
    """How many names are decided how."""
    counted = dict(names_for_page(batch).values_list("decision").annotate(Count("pk")).order_by())
    return {decision: counted.get(decision.value, 0) for decision in NameDecision}


def name_rows(names: Sequence[SupplierName], user: User) -> list[NameRow]:
    """The names of a page with their suggestions: one query however many."""
    ids = {each["supplier"] for name in names for each in name.candidates}
    ids |= {name.supplier_id for name in names if name.supplier_id}
    visible = Supplier.objects.visible_to(user).filter(pk__in=ids)
    suppliers = {supplier.pk: supplier for supplier in visible}
    return [
        NameRow(
            name,
            [(suppliers[each["supplier"]], each["reason"]) for each in name.candidates if _may_be(each, suppliers)],
            suppliers.get(name.supplier_id or 0),
        )
        for name in names
    ]


def suppliers_found(text: str, user: User) -> list[Supplier]:
    """Suppliers by words of their names and numbers, to choose one from."""
    if not text.strip():
        return []
    return list(Supplier.objects.visible_to(user).current().matching(text).order_by("name_key", "pk")[:MOST_FOUND])


def usual_country(batch: Batch) -> str:
    """The country that was chosen for a new supplier of this file before; empty when none was."""
    decided = names_for_page(batch).filter(decision=NameDecision.CREATE.value).order_by("-pk")
    return str(decided.values_list("country", flat=True).first() or "")


def _may_be(candidate: dict[str, Any], suppliers: dict[int, Supplier]) -> bool:
    found = suppliers.get(candidate["supplier"])
    return found is not None and found.archived_at is None
