"""What can be imported: each app says here what its records look like in a file, how they are checked and written.

An app puts `register(Kind(…))` into its module `imports` (`certificates/imports.py`); it is found when Django starts.
The framework reads the file, maps columns, parses cells, finds suppliers, sites and processes, shows problems, asks the
person, and calls the kind back twice:

`check(rows, context)` once in the check and once more, inside the transaction, before the write. It compares rows with
the records and says for each of them what it found: `row.error(…)`, `row.warn(…)`, `row.same(pk)`,
`row.changed(pk, differences)`; a row it says nothing about is new. It gets rows without errors only, in their order,
`CHUNK` at a time (all at once for a `whole` kind), and should need a fixed number of queries per call. A row whose
supplier will be created with the write has no `supplier_id` yet.

`write(rows, context)` inside the transaction of the import: rows that are new or changed, each with its `supplier_id`.
It writes in bulk, with history (`context.reason(row)`), sets `row.record_id`, and returns how many of what it wrote:
`{"certificates": 12, "certification bodies": 2}`. A row that cannot be written after all gets `row.error(…)` and is
reported as left out. Evidence of the suppliers is marked as changed by the framework.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from accounts.domain.permissions import Permission
from accounts.models import User
from imports.domain.flow import Standing
from imports.domain.problems import Problem, Severity

CHUNK = 1_000


class ValueKind(StrEnum):
    """What a cell holds, and the type of the value that a row carries for it."""

    TEXT = "text"
    """str, trimmed."""
    INTEGER = "integer"
    """int; thousands separators are understood."""
    DECIMAL = "decimal"
    """Decimal; which mark separates decimals is recognised per column."""
    DATE = "date"
    """date; day and month first are told apart per column."""
    CHOICE = "choice"
    """str: the value of one of `choices`, found by value, label or synonym."""
    FLAG = "flag"
    """bool."""
    SUPPLIER = "supplier"
    """A supplier's name. The row carries `supplier_id`."""
    SUPPLIER_NUMBER = "supplier_number"
    """A number of the supplier: ours, VAT, D-U-N-S … The row carries `supplier_id`."""
    SITE = "site"
    """A site of the supplier by its name. The row carries `site_id`."""
    PROCESS = "process"
    """A process that is bought from the supplier. The row carries `scope_id`."""


class Unknown(StrEnum):
    """What becomes of the name of a site or process that the supplier does not have; the person may choose another."""

    REJECT = "reject"
    """The row is rejected."""
    LEAVE_OUT = "leave_out"
    """The row is taken without it, with a warning."""
    CREATE = "create"
    """The site is created with the write. Not for processes."""


@dataclass(frozen=True)
class Choice:
    """One value of a field with choices. `synonyms` are other words for it in files."""

    value: str
    label: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    """One thing that a column can mean. `title` heads the column of the template; `synonyms` are headers of others."""

    key: str
    title: str
    kind: ValueKind = ValueKind.TEXT
    required: bool = False
    synonyms: tuple[str, ...] = ()
    help: str = ""
    """One sentence for the template and the page of columns."""
    choices: tuple[Choice, ...] = ()
    example: str = ""
    """For the example row of the template; dates as 2026-05-31."""
    max_length: int = 300
    minimum: Decimal | int | date | None = None
    maximum: Decimal | int | date | None = None
    places: int = 2
    """Decimal places kept of a DECIMAL."""
    missing: tuple[str, ...] = ()
    """Words of this column that mean that there is no value, besides `n/a` and the like."""
    unknown: Unknown = Unknown.REJECT
    """Of a SITE or PROCESS."""
    offers: Callable[[], Sequence[str]] | None = None
    """Words that the template offers for a TEXT that may also be something else."""
    parse: Callable[[str], Any] | None = None
    """Instead of the rules of `kind`: the text's value, which JSON can hold. Raises Unreadable."""


class Unreadable(Exception):
    """A cell's text has no value: what is wrong, and the remedy."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


@dataclass(frozen=True)
class Part:
    """Another sheet of the workbook whose rows belong to those of the first: the findings of audits.

    The sheet is found by its title. Whose its rows are is the kind's business (a common reference in both sheets).
    """

    key: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Option:
    """A question asked once for the whole file."""

    key: str
    title: str
    choices: tuple[Choice, ...]
    default: str
    help: str = ""


@dataclass(slots=True)
class Row:
    """A row on its way: what the file says, as typed values, and what was found about it."""

    number: int
    """As the spreadsheet shows it."""
    values: dict[str, Any] = field(default_factory=dict)
    """By key of the field; fields without a value are missing."""
    part: str = ""
    """Key of the part; empty for the first sheet."""
    supplier_id: int | None = None
    supplier_key: str = ""
    """The same for all rows of one supplier, also of one that does not exist yet."""
    supplier_name: str = ""
    site_id: int | None = None
    scope_id: int | None = None
    standing: Standing = Standing.NEW
    record_id: int | None = None
    """Of the record that the row is on record as, or was written to."""
    differences: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """Of a changed one, for the person: words for the field → on record, in the file."""
    problems: list[Problem] = field(default_factory=list)

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def get(self, key: str, default: Any = None) -> Any:
        return self.values.get(key, default)

    def text(self, key: str) -> str:
        """The value as text, empty where the row has none."""
        return str(self.values.get(key, ""))

    def error(self, message: str, remedy: str, *, field: str = "", value: object = "") -> None:
        """Keep the row out."""
        self._report(Severity.ERROR, message, remedy, field, value)

    def warn(self, message: str, remedy: str, *, field: str = "", value: object = "") -> None:
        """Take the row, and say what is doubtful or was left out."""
        self._report(Severity.WARNING, message, remedy, field, value)

    def note(self, message: str, remedy: str = "", *, field: str = "", value: object = "") -> None:
        """Only inform."""
        self._report(Severity.NOTE, message, remedy, field, value)

    def same(self, record_id: int | None) -> None:
        """It is on record as the file says it."""
        self.standing, self.record_id = Standing.SAME, record_id

    def changed(self, record_id: int, differences: Mapping[str, tuple[Any, Any]]) -> None:
        """It is on record with other values."""
        self.standing, self.record_id, self.differences = Standing.CHANGED, record_id, dict(differences)

    @property
    def is_usable(self) -> bool:
        return all(problem.severity is not Severity.ERROR for problem in self.problems)

    def _report(self, severity: Severity, message: str, remedy: str, at: str, value: object) -> None:
        self.problems.append(Problem(severity, message, remedy, at, str(value)[:120]))


@dataclass
class Context:
    """What a kind may know of the import while it checks or writes."""

    actor: User
    today: date
    at: datetime
    file_name: str
    options: Mapping[str, str]
    """The answers to `Kind.options`."""
    memory: dict[str, Any] = field(default_factory=dict)
    """The kind's own, kept from chunk to chunk of one run."""

    def reason(self, *rows: Row) -> str:
        """Why a record was written, for its history."""
        numbers = [str(row.number) for row in rows[:5]]
        return f"Import of {self.file_name}, row{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"


Check = Callable[[Sequence[Row], Context], None]
Write = Callable[[Sequence[Row], Context], Mapping[str, int]]


@dataclass(frozen=True)
class Kind:
    """One kind of records that can be imported."""

    key: str
    title: str
    """Plural: `Certificates`; also the title of the template's sheet."""
    permission: Permission
    fields: tuple[Field, ...]
    check: Check
    write: Write
    parts: tuple[Part, ...] = ()
    options: tuple[Option, ...] = ()
    instructions: tuple[str, ...] = ()
    """Paragraphs of the template's first sheet."""
    whole: bool = False
    """Rows belong together wherever they stand: `check` and `write` get all rows in one call."""
    identity: Callable[[Row], Hashable] | None = None
    """What makes two rows of one supplier the same record: the second is left out if it says the same, else rejected.
    None where several rows make one record, or where the result for a row is None."""
    group: Callable[[Row], Hashable] | None = None
    """What the rows of one record have in common where several make one (in any part), also of rows with errors: when
    one of them is rejected, all are. For `whole` kinds; None as a result: the row stands alone."""
    between: Callable[[Sequence[Row]], None] | None = None
    """What is wrong between the rows of the file. It gets all rows, also those with errors, before any row is rejected
    because of another one of its record: so it is told whatever else is wrong."""
    label: Callable[[Row], str] | None = None
    """What a person calls a row without errors; default: the first field that is no supplier."""
    record_url: Callable[[int], str] | None = None
    """The page of a record by `record_id`."""
    list_url: Callable[[], str] | None = None
    """Where the records are listed."""

    def fields_of(self, part: str) -> tuple[Field, ...]:
        """The fields of the first sheet, or of a part."""
        return next((each.fields for each in self.parts if each.key == part), ()) if part else self.fields

    def title_of(self, part: str) -> str:
        """The title of the first sheet, or of a part's."""
        return next((each.title for each in self.parts if each.key == part), self.title) if part else self.title

    def titles_of(self, part: str) -> dict[str, str]:
        """Key to title of the fields of the first sheet, or of a part: a key may mean another column on each sheet."""
        return {field.key: field.title for field in self.fields_of(part)}


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known. The last registration of a key counts."""
    _kinds[kind.key] = kind
    return kind


def kind_for(key: str) -> Kind | None:
    """The kind of this key; None for one that no app offers (any more)."""
    return _kinds.get(key)


def all_kinds() -> tuple[Kind, ...]:
    """Every kind, in the order of their titles."""
    return tuple(sorted(_kinds.values(), key=lambda kind: kind.title))


def supplier_fields(*, synonyms: tuple[str, ...] = (), number_synonyms: tuple[str, ...] = ()) -> tuple[Field, Field]:
    """The two columns by which a row names its supplier; at least one of them must be mapped."""
    number = Field(
        "supplier_number",
        "Supplier number",
        ValueKind.SUPPLIER_NUMBER,
        synonyms=("vendor number", "vendor no", "vendor code", "supplier no", "supplier code", *number_synonyms),
        help="Our number of the supplier, or its VAT, D-U-N-S, LEI or GLN number.",
        example="V-1001",
        max_length=60,
    )
    name = Field(
        "supplier",
        "Supplier",
        ValueKind.SUPPLIER,
        synonyms=("supplier name", "vendor", "vendor name", "manufacturer", "company", "lieferant", *synonyms),
        help="The name as on the supplier's page, or another name that is noted there.",
        example="Example Precision GmbH",
    )
    return number, name
