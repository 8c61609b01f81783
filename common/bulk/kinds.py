"""What an app says about a bulk change of its records."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import F, Model, QuerySet

from common import history
from common.models import BulkChange

if TYPE_CHECKING:
    from accounts.domain.permissions import Permission

Asked = Mapping[str, Any]
"""What is to be changed, as JSON holds it."""


@dataclass
class Planned:
    """What the change would do to one record: `changes` (stored values, from and to), or why it is left out."""

    row: Any
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    skip: str = ""
    told: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """The same in words where the stored values are none; only what differs from `changes`."""

    @property
    def pk(self) -> int:
        return int(self.row.pk)

    @property
    def words(self) -> dict[str, tuple[Any, Any]]:
        """The changes as history and pages tell them."""
        return {name: self.told.get(name, pair) for name, pair in self.changes.items()}

    @property
    def as_entry(self) -> history.Entry:
        """The history entry that it would write, for pages that show changes in words."""
        return history.build_entry(self.row, actor=None, action="changed", changes=self.words)


class Kind(ABC):
    """One kind of bulk change of one versioned model."""

    key: ClassVar[str]
    title: ClassVar[str]
    noun: ClassVar[tuple[str, str]]
    """One and many: `("supplier", "suppliers")`."""
    permission: ClassVar["Permission"]
    model: ClassVar[type[Model]]

    @abstractmethod
    def rows(self, user: Any) -> "QuerySet[Any]":
        """The records that this person sees, with what planning needs."""

    @abstractmethod
    def plan(self, rows: Sequence[Any], asked: Asked, *, actor: Any, today: date) -> list[Planned]:
        """What would become of each of `rows`; the rules and the rights of `actor` are asked here, in bulk."""

    @abstractmethod
    def describe(self, asked: Asked) -> list[tuple[str, str]]:
        """What is asked, as (field, value) in words."""

    @abstractmethod
    def plan_undo(
        self, rows: Sequence[Any], before: Mapping[int, dict[str, Any]], *, actor: Any, today: date
    ) -> list[Planned]:
        """What brings back the stored values of `before`, by record; rules and rights are those of the change."""

    def root_of(self, row: Any) -> int:
        """On whose history page the entries are read."""
        return int(row.pk)

    def columns(self, values: Mapping[str, Any], *, at: datetime) -> dict[str, Any]:
        """Stored values as the columns of the model take them."""
        return dict(values)

    def action(self, planned: Planned) -> str:
        """The history's word for what is done to this record."""
        return "changed"

    def follow(self, done: Sequence[Planned], bulk: BulkChange, *, at: datetime) -> None:  # noqa: B027  (may be left)
        """What else changes with the records, inside the same transaction: projections, marks, notices."""

    def update(self, done: Iterable[Planned], *, at: datetime) -> None:
        """Write the values: a statement for each set of them."""
        by_values: dict[str, tuple[dict[str, Any], list[int]]] = {}
        for one in done:
            values = {name: new for name, (_, new) in one.changes.items() if self.is_column(name)}
            by_values.setdefault(repr(sorted(values.items())), (values, []))[1].append(one.pk)
        for values, ids in by_values.values():
            rows = self.model._default_manager.filter(pk__in=ids)
            rows.update(**self.columns(values, at=at), version=F("version") + 1)

    def is_column(self, name: str) -> bool:
        """Whether a planned change is one of the record's own columns; else `follow` writes it."""
        return True


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known by its key."""
    _kinds[kind.key] = kind
    return kind


def kind_of(bulk: BulkChange) -> Kind:
    """The kind of a bulk change."""
    return _kinds[bulk.kind]
