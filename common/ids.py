"""Numbers of records as they come from outside: in an address, in a list of ticks, in a body.

Anybody can send a number that no database holds. Such a one names no record: it finds nothing and breaks nothing,
also inside a list, where SQLite would refuse the whole question.
"""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import ForeignKey, IntegerField
from django.db.models.fields.related_lookups import RelatedExact, RelatedIn
from django.db.models.lookups import In

LARGEST_ID = 2**63 - 1


def id_of(text: str) -> int | None:
    """The number of a record, if the text can be one."""
    return int(text) if text.isdecimal() and len(text) <= len(str(LARGEST_ID)) and int(text) <= LARGEST_ID else None


def _can_be(value: object) -> bool:
    return not isinstance(value, int) or abs(value) <= LARGEST_ID


class _OfThoseThatCanBe(In[Any]):
    """`in` without the numbers that no column holds."""

    def get_prep_lookup(self) -> Any:
        prepared = super().get_prep_lookup()
        return [value for value in prepared if _can_be(value)] if self.rhs_is_direct_value() else prepared


class _RelatedOfThoseThatCanBe(_OfThoseThatCanBe, RelatedIn):
    """The same of a foreign key."""


class _RelatedThatCanBe(RelatedExact):
    """A foreign key that equals a number; Django knows by itself for a column of its own."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if not _can_be(self.rhs):
            raise EmptyResultSet
        return super().as_sql(compiler, connection)


def ask_only_for_what_can_be() -> None:
    """Every question to the database takes these, whoever asks it."""
    IntegerField.register_lookup(_OfThoseThatCanBe)
    ForeignKey.register_lookup(_RelatedOfThoseThatCanBe)
    ForeignKey.register_lookup(_RelatedThatCanBe)
