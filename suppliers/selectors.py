"""What pages read of suppliers."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, reduce
from itertools import groupby
from operator import itemgetter, or_
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import FilteredRelation, Prefetch, Q, QuerySet
from django.http import Http404

from accounts.domain.permissions import SEES_RESTRICTED, Role
from accounts.models import User
from common.history import changes_for_root, subject_words
from common.models import Change
from common.paging import Sort
from common.streaming import streamed
from suppliers.domain.importing.matching import Party, compare, party
from suppliers.domain.terms import ScopeStage
from suppliers.models import Contact, Process, Scope, Supplier, SupplierQuerySet

SORTS = (
    Sort("name", "Name", ("name_key",)),
    Sort("rating", "Risk, worst first", ("rating_rank", "score_tenths")),
    Sort("score", "Score, lowest first", ("score_tenths",)),
    Sort("confidence", "Confidence, lowest first", ("confidence_percent",)),
    Sort("expiry", "Next expiry", ("next_expiry_on",)),
    Sort("newest", "Newest first", ("created_at",), descending=True),
)
"""The offered orders of the supplier list; each has its index (suppliers/models/supplier.py)."""

COUNTED_UP_TO = 1000
MOST_OWNERS = 200
EXPORT_CHUNK = 2000

_USED = """
WITH RECURSIVE used(value) AS (
  SELECT min({column}) FROM suppliers_supplier WHERE {seen}
  UNION ALL
  SELECT (SELECT min({column}) FROM suppliers_supplier WHERE {column} > used.value AND {seen})
  FROM used WHERE used.value IS NOT NULL
) """
"""The different values of an indexed column: one step of the index for each, instead of a walk over all suppliers."""

_SEEN = """(
  NOT is_restricted
  OR EXISTS (SELECT 1 FROM accounts_team_members member
             WHERE member.team_id = suppliers_supplier.team_id AND member.user_id = %s)
  OR EXISTS (SELECT 1 FROM suppliers_supplier_named_people named
             WHERE named.supplier_id = suppliers_supplier.id AND named.user_id = %s))"""
"""`visible_suppliers` in words of SQL, for those who do not see every restricted supplier."""

_COUNTRIES = "SELECT value FROM used WHERE value IS NOT NULL"
_OWNERS = """
SELECT person.id, person.name FROM accounts_user person JOIN used ON used.value = person.id
ORDER BY person.name, person.id LIMIT %s"""


def supplier_for_page(user: User, supplier_id: int) -> Supplier:
    """The supplier of a page or tab. Raises Http404 also for a restricted one that is not this person's."""
    rows = Supplier.objects.visible_to(user).select_related("owner", "team")
    supplier = rows.filter(pk=supplier_id).first()
    if supplier is None:
        raise Http404("No such supplier.")
    return supplier


FRAME = (
    "legal_name",
    "local_name",
    "country",
    "city",
    "sector",
    "criticality",
    "status",
    "is_restricted",
    "archived_at",
    "owner__name",
    "owner__email",
)
"""What stands around every tab of a supplier."""


def supplier_for_tab(user: User, supplier_id: int) -> Supplier:
    """As `supplier_for_page`, with what stands around the tab only: the rest it reads from its own records."""
    supplier = Supplier.objects.visible_to(user).select_related("owner").only(*FRAME).filter(pk=supplier_id).first()
    if supplier is None:
        raise Http404("No such supplier.")
    return supplier


LISTED = (
    "legal_name",
    "local_name",
    "country",
    "city",
    "is_restricted",
    "archived_at",
    "rating",
    "rating_rank",
    "score_tenths",
    "confidence_percent",
    "claim",
    "claim_text",
    "next_expiry_on",
    "next_step",
    "name_key",
    "created_at",
)
"""What a row shows or a sort needs."""


def suppliers_for_list(user: User) -> SupplierQuerySet:
    """The suppliers that a list of this person begins with, with the columns of a row only."""
    return Supplier.objects.visible_to(user).only(*LISTED)


def bought_from(suppliers: Iterable[Supplier]) -> dict[int, list[str]]:
    """By supplier: the processes that we buy or may buy, by name, in one statement for all of them."""
    return _bought([supplier.pk for supplier in suppliers])


class Count(NamedTuple):
    """How many there are; `is_capped`: more than that."""

    number: int
    is_capped: bool

    def __str__(self) -> str:
        return f"more than {self.number:,}" if self.is_capped else f"{self.number:,}"


def count_up_to(rows: QuerySet[Any], limit: int = COUNTED_UP_TO) -> Count:
    """Count without walking over more than `limit` rows."""
    return counts_up_to(rows, limit=limit)[0]


def counts_up_to(*rows: QuerySet[Any], limit: int = COUNTED_UP_TO) -> list[Count]:
    """`count_up_to` of each, in one statement: several counts cost one round trip."""
    columns, values = zip(*(_number_up_to(each, limit) for each in rows), strict=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(columns), [value for some in values for value in some])
        found = cursor.fetchone()
    return [Count(min(number, limit), number > limit) for number in found]


def _number_up_to(rows: QuerySet[Any], limit: int) -> tuple[str, tuple[Any, ...]]:
    """How many, as a column of another statement, and its values."""
    try:
        sql, values = rows.order_by().values("pk")[: limit + 1].query.sql_with_params()
    except EmptyResultSet:
        return "0", ()
    return f"(SELECT COUNT(*) FROM ({sql}) counted)", values  # noqa: S608  # Django's own text, values apart


@cache
def process_choices() -> tuple[tuple[str, str], ...]:
    """Processes by code. They are shipped with the program and change only with it, so they are read once."""
    return tuple(Process.objects.values_list("code", "name"))


def supplier_owners(user: User) -> list[tuple[int, str]]:
    """People who own a supplier that `user` sees, by name."""
    return [(row[0], row[1]) for row in _read_used(user, "owner_id", _OWNERS, MOST_OWNERS)]


def supplier_countries(user: User) -> list[str]:
    """Codes of the countries in which there are suppliers that `user` sees."""
    return [row[0] for row in _read_used(user, "country", _COUNTRIES)]


def _read_used(user: User, column: str, query: str, *values: int) -> list[tuple[Any, ...]]:
    """Rows of `query` about the values of a column; what only hidden suppliers have is not among them."""
    sees_all = Role(user.role) in SEES_RESTRICTED
    used = _USED.format(column=column, seen="TRUE" if sees_all else _SEEN)
    people = [] if sees_all else [user.pk] * used.count("%s")
    with connection.cursor() as cursor:
        cursor.execute(used + query, [*people, *values])
        return list(cursor.fetchall())


class ExportRow(NamedTuple):
    """One line of the export: columns of the supplier, its owner's name, and by name what we buy or may buy."""

    pk: int
    legal_name: str
    local_name: str
    country: str
    city: str
    status: str
    criticality: str
    sector: str
    rating: str
    score_tenths: int
    confidence_percent: int
    claim_text: str
    next_expiry_on: date
    next_step: str
    owner_name: str
    bought: str


EXPORTED = (*ExportRow._fields[:-2], "owner__name", "kept__process_id")


def export_rows(rows: SupplierQuerySet) -> Iterator[ExportRow]:
    """All of `rows` in their order, by one statement that also gives the processes, a row for each."""
    names = dict(Process.objects.order_by("name").values_list("pk", "name"))
    places = {pk: place for place, pk in enumerate(names)}
    kept = rows.annotate(kept=FilteredRelation("scopes", condition=~Q(scopes__stage=ScopeStage.ENDED.value)))
    for _, same in groupby(streamed(kept.values_list(*EXPORTED), EXPORT_CHUNK), key=itemgetter(0)):
        first, *others = same
        if others:
            processes = sorted({row[-1] for row in (first, *others)}, key=places.__getitem__)
            bought = ", ".join(names[process] for process in processes)
        else:
            bought = names.get(first[-1], "")
        yield ExportRow._make((*first[:-1], bought))


def _bought(supplier_ids: list[int]) -> dict[int, list[str]]:
    scopes = Scope.objects.exclude(stage=ScopeStage.ENDED.value).filter(supplier_id__in=supplier_ids)
    found: dict[int, list[str]] = {}
    for supplier_id, name in scopes.order_by("process__name").values_list("supplier_id", "process__name").distinct():
        found.setdefault(supplier_id, []).append(name)
    return found


def supplier_profile(user: User, supplier_id: int) -> Supplier:
    """The supplier with all that its summary shows. Raises Http404 as `supplier_for_page`."""
    rows = Supplier.objects.visible_to(user).select_related("owner", "team").filter(pk=supplier_id)
    parts = (
        "aliases",
        "identifiers",
        "sites",
        Prefetch("contacts", Contact.objects.select_related("site")),
        Prefetch("scopes", Scope.objects.select_related("site", "process")),
    )
    supplier = rows.prefetch_related(*parts).first()
    if supplier is None:
        raise Http404("No such supplier.")
    return supplier


def history_of(supplier: Supplier, kind: str = "") -> QuerySet[Change]:
    """What happened to the supplier and to all that hangs on it; `kind`: one kind of record, as `suppliers.site`."""
    entries = changes_for_root(supplier.pk)
    return entries.filter(subject_type=kind) if kind else entries


def history_kinds(supplier: Supplier) -> list[tuple[str, str]]:
    """The kinds of record that the supplier's history speaks of, in words."""
    found = Change.objects.filter(root_id=supplier.pk).order_by("subject_type").values_list("subject_type", flat=True)
    return [(label, subject_words(label)) for label in found.distinct()]


MOST_CANDIDATES = 300
MOST_ALIKE = 5


def similar_suppliers(user: User, legal_name: str, local_name: str, country: str) -> list[Supplier]:
    """A few suppliers that this person sees and that may be the one typed, the likest first.

    Judged as the import judges duplicates; candidates are those of the same country that share the beginning of one of
    its two longest words.
    """
    typed = party(0, [legal_name, local_name], country=country)
    words = sorted({word for name in typed.names for word in name.split() if len(word) > 1}, key=len, reverse=True)
    if not words:
        return []
    shared = reduce(or_, (Q(search_key__contains=_beginning(word)) for word in words[:2]))
    rows = suppliers_for_list(user).prefetch_related("aliases").filter(shared, country=country)
    found = {supplier.pk: supplier for supplier in rows.order_by("name_key", "pk")[:MOST_CANDIDATES]}
    matches = filter(None, (compare(typed, _as_party(supplier)) for supplier in found.values()))
    return [found[match.key] for match in sorted(matches, key=lambda match: -match.score)[:MOST_ALIKE]]


def _beginning(word: str) -> str:
    """So much of a word that spellings of it share it, and few others do: three signs of a script without blanks."""
    return word[:6] if word.isascii() else word[:3]


def _as_party(supplier: Supplier) -> Party:
    names = [supplier.legal_name, supplier.local_name, *(alias.name for alias in supplier.aliases.all())]
    return party(supplier.pk, names, country=str(supplier.country))
