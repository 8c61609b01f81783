"""Whose the names in a file are: known for certain, remembered, or for a person to say.

Restricted suppliers that the importer may not see are never compared, shown or taken.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Q

from accounts.models import User
from common.text import fold
from imports.domain.flow import NameDecision
from imports.domain.words import folded, identifier_key
from imports.kinds import Row
from imports.models import Batch, NameMemory, SupplierName
from suppliers.domain.importing.matching import Blocks, party
from suppliers.models import Alias, Identifier, Supplier
from suppliers.services.importing.known import near_parties

T = TypeVar("T")
STEP = 500
ARCHIVED = ("The supplier is archived.", "Bring it back on its page, then check this file again.")
CONTRADICTION = (
    "The number belongs to another supplier than the name.",
    "Correct the number or the name in this row.",
)
UNNAMED = ("The supplier is missing.", "Enter its name or its number in this row.")


@dataclass(frozen=True)
class Named:
    """How a row names its supplier."""

    name: str
    number: str

    @property
    def key(self) -> str:
        """The same for all spellings that differ in case, accents and punctuation only."""
        return f"{folded(self.name)[:250] or fold(self.name)[:250]}|{identifier_key(self.number)[:60]}"


@dataclass
class Known:
    """The suppliers that names and numbers of a file stand for."""

    by_number: dict[str, int] = field(default_factory=dict)
    by_name: dict[str, set[int]] = field(default_factory=dict)
    archived: set[int] = field(default_factory=set)
    legal_names: dict[int, str] = field(default_factory=dict)

    def supplier_of(self, named: Named) -> int | None:
        """Whose it is for certain; None when that is for a person to say. Raises Contradiction."""
        by_number = self.by_number.get(identifier_key(named.number)) if named.number else None
        by_name = self.by_name.get(fold(named.name), set()) if named.name else set()
        if by_number and by_name and by_number not in by_name:
            raise Contradiction
        if by_number:
            return by_number
        return next(iter(by_name)) if len(by_name) == 1 else None


class Contradiction(Exception):
    """Name and number are of two suppliers."""


def named_in(row: Row) -> Named:
    return Named(row.text("supplier"), row.text("supplier_number"))


def known_suppliers(user: User, wanted: Iterable[Named]) -> Known:
    """What the list knows of these names and numbers, as far as this person may see it: three queries per 500."""
    known = Known()
    every = list(wanted)
    _find_numbers(user, known, {each.number for each in every if each.number})
    _find_names(user, known, {each.name for each in every if each.name})
    ids = {*known.by_number.values(), *(pk for found in known.by_name.values() for pk in found)}
    for some in chunks(sorted(ids)):
        rows = Supplier.objects.filter(pk__in=some).values_list("pk", "legal_name", "archived_at")
        for pk, legal_name, archived_at in rows:
            known.legal_names[pk] = legal_name
            if archived_at is not None:
                known.archived.add(pk)
    return known


def _find_numbers(user: User, known: Known, numbers: set[str]) -> None:
    keys = {identifier_key(number) for number in numbers}
    spellings = sorted(
        {form for number in numbers for form in (number, number.upper(), identifier_key(number)) if form}
    )
    visible = Supplier.objects.visible_to(user)
    for some in chunks(spellings):
        rows = Identifier.objects.filter(value__in=some, supplier__in=visible).values_list("value", "supplier_id")
        for value, supplier_id in rows:
            if identifier_key(value) in keys:
                known.by_number[identifier_key(value)] = supplier_id


def _find_names(user: User, known: Known, names: set[str]) -> None:
    """By legal name however it is typed, by local name and aliases as they are stored."""
    visible = Supplier.objects.visible_to(user)
    for some in chunks(sorted(names)):
        keys = {fold(name)[:300] for name in some}
        found = visible.filter(Q(name_key__in=keys) | Q(local_name__in=some))
        for pk, *spoken in found.values_list("pk", "legal_name", "local_name"):
            for name in filter(None, spoken):
                known.by_name.setdefault(fold(name), set()).add(pk)
        aliases = Alias.objects.filter(name__in=some, supplier__in=visible)
        for name, pk in aliases.values_list("name", "supplier_id"):
            known.by_name.setdefault(fold(name), set()).add(pk)


def undecided_names(batch: Batch, unknown: "Counter[Named]", known: Known) -> list[SupplierName]:
    """The names that no supplier has for certain, each with candidates and what was decided about it before."""
    first: dict[str, Named] = {}
    rows: Counter[str] = Counter()
    for named, number in unknown.items():
        first.setdefault(named.key, named)
        rows[named.key] += number
    before = {name.key: name for name in batch.names.select_related("supplier")}
    _open_hidden(batch.created_by, before.values())
    memory = _recall(batch.created_by, set(first) - set(before))
    fresh = {key: named for key, named in first.items() if key not in before}
    candidates = _candidates(batch.created_by, fresh, known)
    names = []
    for key, named in first.items():
        if key in before:
            name = before[key]
            name.pk, name.rows = None, rows[key]
        else:
            name = SupplierName(
                batch=batch,
                key=key,
                name=named.name[:300],
                number=named.number[:60],
                rows=rows[key],
                candidates=candidates.get(key, []),
            )
            _decide_as_before(name, memory.get(key))
        names.append(name)
    return names


def _open_hidden(user: User, names: Iterable[SupplierName]) -> None:
    """What was decided for a supplier that this person may no longer see is for them to decide anew."""
    decided = [name for name in names if name.supplier_id is not None]
    ids = sorted({name.supplier_id for name in decided if name.supplier_id is not None})
    visible: set[int] = set()
    for some in chunks(ids):
        visible.update(Supplier.objects.visible_to(user).filter(pk__in=some).values_list("pk", flat=True))
    for name in decided:
        if name.supplier_id not in visible:
            name.decision, name.supplier, name.is_remembered = NameDecision.OPEN.value, None, False


def _decide_as_before(name: SupplierName, memory: NameMemory | None) -> None:
    if memory is not None:
        name.decision, name.supplier, name.is_remembered = memory.decision, memory.supplier, True
        return
    certain = [each for each in name.candidates if each.get("certain")]
    if len(certain) == 1:
        name.decision, name.supplier_id = NameDecision.EXISTING.value, certain[0]["supplier"]


def _recall(user: User, keys: set[str]) -> dict[str, NameMemory]:
    """What was decided before, as far as it speaks of suppliers that this person may see and that are not archived."""
    found: dict[str, NameMemory] = {}
    for some in chunks(sorted(keys)):
        for memory in NameMemory.objects.filter(key__in=some).select_related("supplier"):
            found[memory.key] = memory
    ids = {memory.supplier_id for memory in found.values() if memory.supplier_id}
    visible = set(Supplier.objects.visible_to(user).current().filter(pk__in=ids).values_list("pk", flat=True))
    return {key: each for key, each in found.items() if each.supplier_id is None or each.supplier_id in visible}


def _candidates(user: User, names: Mapping[str, Named], known: Known) -> dict[str, list[dict[str, object]]]:
    """Suppliers of similar names, best first. They stream past, so that memory stays flat."""
    keys = [key for key, named in names.items() if named.name]
    if not keys:
        return {}
    blocks = Blocks(party(index, [names[key].name]) for index, key in enumerate(keys))
    found = blocks.matches(near_parties(user, blocks))
    ids = {match.key for matches in found.values() for match in matches}
    spoken = _spoken_names(ids)
    result: dict[str, list[dict[str, object]]] = {}
    for index, matches in found.items():
        key = keys[index]
        wanted = folded(names[key].name)
        result[key] = [
            {
                "supplier": match.key,
                "score": match.score,
                "reason": match.reason,
                "certain": bool(wanted) and wanted in spoken[match.key],
            }
            for match in matches
        ]
    return result


def _spoken_names(ids: set[int]) -> dict[int, set[str]]:
    """All names of these suppliers, folded."""
    spoken: dict[int, set[str]] = {pk: set() for pk in ids}
    for some in chunks(sorted(ids)):
        for pk, legal_name, local_name in Supplier.objects.filter(pk__in=some).values_list(
            "pk", "legal_name", "local_name"
        ):
            spoken[pk].update(folded(name) for name in (legal_name, local_name) if name)
        for pk, name in Alias.objects.filter(supplier_id__in=some).values_list("supplier_id", "name"):
            spoken[pk].add(folded(name))
    return spoken


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), STEP):
        yield items[start : start + STEP]
