"""What the pages of the import and programs read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Prefetch
from django.http import Http404

from accounts.models import User
from common.paging import Sort
from suppliers.domain.importing.countries import name_of
from suppliers.domain.importing.flow import Decision, ImportState, Outcome, RowMatch
from suppliers.domain.importing.names import address_key, core_name, fold
from suppliers.domain.importing.parsed import ParsedRow
from suppliers.models import ImportRow, Supplier, SupplierImport
from suppliers.models.imports import ImportRowQuerySet, SupplierImportQuerySet

NEWEST = Sort("newest", "Newest", ("created_at",), descending=True)
BY_NUMBER = Sort("number", "Row", ("number",))


def imports_for_list(user: User) -> SupplierImportQuerySet:
    """This person's imports, without those given up."""
    rows = SupplierImport.objects.owned_by(user).exclude(state=ImportState.DISCARDED.value).select_related("job")
    return rows.defer("headers", "mapping")


def import_for_page(user: User, import_id: int) -> SupplierImport:
    """One of this person's own imports, else Http404: an import shows what its owner may see."""
    batch = SupplierImport.objects.owned_by(user).select_related("job", "created_by").filter(pk=import_id).first()
    if batch is None:
        raise Http404("No such import.")
    return batch


@dataclass(frozen=True)
class Group:
    """Duplicates of one kind and for one reason, decided together."""

    match: RowMatch
    reason: str
    rows: int
    decisions: dict[str, int]

    @property
    def open(self) -> int:
        return self.decisions.get(Decision.OPEN.value, 0)


@dataclass
class Review:
    """Counts of an import as it is decided now."""

    total: int = 0
    rejected: int = 0
    decisions: dict[str, int] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)

    @property
    def create(self) -> int:
        return self.decisions.get(Decision.CREATE.value, 0)

    @property
    def update(self) -> int:
        return self.decisions.get(Decision.UPDATE.value, 0)

    @property
    def skip(self) -> int:
        return self.decisions.get(Decision.SKIP.value, 0)

    @property
    def open(self) -> int:
        return self.decisions.get(Decision.OPEN.value, 0)


def review_of(batch: SupplierImport) -> Review:
    """One query: how many rows of which kind with which decision."""
    counted = batch.rows.values_list("severity", "match", "reason", "decision").annotate(Count("pk")).order_by()
    review = Review()
    groups: dict[tuple[RowMatch, str], dict[str, int]] = {}
    for severity, match, reason, decision, number in counted:
        review.total += number
        if severity == "error":
            review.rejected += number
            continue
        review.decisions[decision] = review.decisions.get(decision, 0) + number
        if match != RowMatch.NONE.value:
            counts = groups.setdefault((RowMatch(match), reason), {})
            counts[decision] = counts.get(decision, 0) + number
    order = list(RowMatch)
    review.groups = sorted(
        (Group(match, reason, sum(counts.values()), counts) for (match, reason), counts in groups.items()),
        key=lambda group: (-group.open, order.index(group.match), -group.rows, group.reason),
    )
    return review


def problem_rows(batch: SupplierImport, *, severity: str = "", key: str = "") -> ImportRowQuerySet:
    """Rows with problems, of one severity at worst or of one kind in one column (`kind@column`).

    Rows with nothing but notes only when notes are asked for.
    """
    if key:
        return batch.rows.filter(problem_keys__contains=f"|{key}|")
    return batch.rows.filter(severity__in=[severity] if severity else ["error", "warning"])


def duplicate_rows(
    batch: SupplierImport, *, match: str = "", reason: str = "", only_open: bool = False
) -> ImportRowQuerySet:
    """Usable rows with candidates."""
    rows = batch.rows.usable().exclude(match=RowMatch.NONE.value)
    if match:
        rows = rows.filter(match=match)
    if reason:
        rows = rows.filter(reason=reason)
    return rows.filter(decision=Decision.OPEN.value) if only_open else rows


_COMPARED_BY = {"legal_name": core_name, "street": address_key}
"""Differences that only look like some (legal forms, `St.` for `Street`) are not marked."""


@dataclass(frozen=True)
class Line:
    """One value of two records beside each other."""

    label: str
    mine: str
    theirs: str
    differs: bool


@dataclass(frozen=True)
class Side:
    """One candidate beside the row."""

    index: int
    title: str
    url: str
    supplier_id: int | None
    reason: str
    score: int
    is_archived: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Comparison:
    """A row with its candidates; `chosen` is the value of the decision taken so far."""

    row: ImportRow
    sides: tuple[Side, ...]
    chosen: str


def comparisons(batch: SupplierImport, rows: Sequence[ImportRow], user: User) -> list[Comparison]:
    """The rows of a page beside their candidates: three queries however many rows."""
    ids = {each["supplier"] for row in rows for each in row.candidates if "supplier" in each}
    numbers = {each["row"] for row in rows for each in row.candidates if "row" in each}
    visible = Supplier.objects.visible_to(user).filter(pk__in=ids).prefetch_related("sites")
    suppliers = {supplier.pk: supplier for supplier in visible}
    others = {row.number: row for row in batch.rows.filter(number__in=numbers)}
    return [_comparison(row, suppliers, others) for row in rows]


def _comparison(row: ImportRow, suppliers: dict[int, Supplier], others: dict[int, ImportRow]) -> Comparison:
    sides = []
    chosen = row.decision
    for index, candidate in enumerate(row.candidates):
        supplier, other = suppliers.get(candidate.get("supplier", 0)), others.get(candidate.get("row", 0))
        if supplier is not None:
            sides.append(_side(index, candidate, row.record, _as_record(supplier), supplier))
        elif other is not None:
            sides.append(_side(index, candidate, row.record, other.record, None))
        if row.decision in (Decision.UPDATE.value, Decision.SKIP.value) and (
            candidate.get("supplier") == row.target_id and candidate.get("row") == row.target_row
        ):
            chosen = f"{row.decision}-{index}"
    return Comparison(row, tuple(sides), chosen)


def _side(index: int, candidate: dict[str, Any], mine: ParsedRow, theirs: ParsedRow, supplier: Supplier | None) -> Side:
    title = supplier.legal_name if supplier else f"Row {candidate['row']}: {theirs.legal_name}"
    url = supplier.get_absolute_url() if supplier else ""
    archived = bool(supplier and supplier.archived_at)
    lines = tuple(_lines(mine, theirs))
    return Side(
        index, title, url, supplier.pk if supplier else None, candidate["reason"], candidate["score"], archived, lines
    )


def _as_record(supplier: Supplier) -> ParsedRow:
    sites = sorted(supplier.sites.all(), key=lambda site: (not site.is_main, site.pk))
    first = sites[0] if sites else None
    return ParsedRow(
        legal_name=supplier.legal_name,
        local_name=supplier.local_name,
        country=str(supplier.country),
        street=first.street if first else "",
        postal_code=first.postal_code if first else "",
        city=first.city if first else "",
        region=first.region if first else "",
    )


def _lines(mine: ParsedRow, theirs: ParsedRow) -> Iterable[Line]:
    names = (("legal_name", "Name"), ("local_name", "Local name"), ("country", "Country"), ("street", "Street"))
    places = (("postal_code", "Postal code"), ("city", "City"), ("region", "Region"))
    for name, label in (*names, *places):
        ours, known = _shown(name, mine), _shown(name, theirs)
        if ours or known:
            plain = _COMPARED_BY.get(name, fold)
            yield Line(label, ours, known, plain(ours) != plain(known))


def _shown(name: str, record: ParsedRow) -> str:
    text = str(getattr(record, name))
    return name_of(text) if name == "country" else text


def outcome_rows(batch: SupplierImport, outcome: str, user: User) -> ImportRowQuerySet:
    """Rows of a written import, each with the supplier that it became part of (if this person may still see it)."""
    visible = Supplier.objects.visible_to(user)
    rows = batch.rows.prefetch_related(Prefetch("supplier", queryset=visible), Prefetch("target", queryset=visible))
    return rows.filter(outcome=outcome) if outcome else rows


def outcome_counts(batch: SupplierImport) -> dict[Outcome, int]:
    """How many rows ended how, in the order in which the result names them."""
    counted = dict(batch.rows.values_list("outcome").annotate(Count("pk")).order_by())
    return {outcome: counted[outcome.value] for outcome in Outcome if counted.get(outcome.value)}
