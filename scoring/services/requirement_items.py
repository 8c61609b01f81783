"""The projection of what is asked: written with the rating, for suppliers of which something else is asked or known."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from common.many_rows import Row, insert_rows
from scoring.domain.missing import Item, OnRecord
from scoring.domain.plain import canonical_text
from scoring.models import RequirementItem
from standards.domain.duty import Duty

COLUMNS = (
    "scope_id",
    "scope_key",
    "scope_label",
    "process_id",
    "criticality",
    "kind",
    "subject",
    "name",
    "duty",
    "duty_rank",
    "months",
    "audit_type",
    "standing",
    "due_on",
    "record",
    "note",
)
"""What a row says, apart from the rules behind it."""
FIELDS = ("supplier_id", *COLUMNS, "rules")
DUTY_RANKS = {Duty.MANDATORY: 0, Duty.EXPECTED: 1}


def items_digest(known: OnRecord, items: Sequence[Item]) -> str:
    """A digest of all that the stored items of a scope say; equal digests need no writing."""
    return sha256(canonical_text((known.label, known.criticality, known.process, items)).encode()).hexdigest()


def item_rows(supplier_id: int, known: OnRecord, items: Iterable[Item]) -> Iterator[Row]:
    """The rows of one scope: values of FIELDS."""
    place = (supplier_id, known.scope, known.scope_key, known.label, known.process, known.criticality)
    for item in items:
        yield (
            *place,
            item.kind.value,
            item.subject,
            item.name,
            item.duty.value,
            DUTY_RANKS[item.duty],
            item.months,
            item.audit_type.value if item.audit_type else "",
            item.standing.value,
            item.due_on,
            item.record,
            item.note[:200],
            list(item.rules),
        )


def replace_items(known: Sequence[int], rows: Sequence[Row]) -> None:
    """Write these rows; what is stored of the `known` suppliers goes. Two statements for any number of them."""
    if known:
        RequirementItem.objects.filter(supplier__in=known).delete()
    insert_rows(RequirementItem, FIELDS, rows)
