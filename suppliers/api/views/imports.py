"""Imports of supplier lists by a program: upload, columns, problems, duplicates, write; each step is the page's own."""

from typing import Any

from django.http import Http404, HttpResponseBase
from django.urls import reverse

from accounts.domain.permissions import Permission
from common.api.endpoint import PARTS, operation
from common.api.exports import TABLES, Exporting, exporting
from common.api.fields import body_of, object_of, partly
from common.api.problems import FieldError, Problem, invalid, refuses, translates
from common.api.query import Query
from common.api.requests import Accepted, ApiRequest, Created, Listing
from suppliers import importing_labels as words
from suppliers import importing_selectors as selectors
from suppliers.api.reading import COLUMNS, READING, UNMAPPED, Importing, ImportReading, passed, reading_of
from suppliers.api.serializers_imports import (
    SupplierImportColumns,
    SupplierImportDuplicate,
    SupplierImportLine,
    SupplierImportRecord,
    SupplierImportRow,
    columns_record,
    duplicate_row,
    import_record,
    import_row,
    line_row,
)
from suppliers.domain.importing.flow import Decision, Outcome, RowMatch
from suppliers.domain.importing.problems import Severity
from suppliers.importing_exports import rejected_rows
from suppliers.importing_forms import LONGEST_CORRECTION, ColumnsForm, UploadForm, correction_form
from suppliers.models import ImportRow, SupplierImport
from suppliers.services import importing
from suppliers.services.importing.deciding import NO_SUCH_ROW

translates(importing.StepPassed, passed)
refuses(importing.StillOpen)
IMPORT = Permission.SUPPLIER_IMPORT
DEFAULTS = ("default_country", "default_sector", "default_criticality", "supplier_owner")
MAPPED = body_of(ColumnsForm, extra={"columns": COLUMNS}, optional=DEFAULTS)
DUPLICATES = [each.value for each in RowMatch if each is not RowMatch.NONE]
DECISION = {"type": "string", "enum": [each.value for each in Decision]}
NUMBER = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}
DECIDED = object_of(
    {
        "row": {**NUMBER, "description": "The number of the row."},
        "decision": DECISION,
        "candidate": {"type": "integer", "minimum": 0, "maximum": 99, "description": "Left out: the best, 0."},
    },
    ["row", "decision"],
)
DECISIONS = object_of({"decisions": {"type": "array", "items": DECIDED, "maxItems": 1000}}, ["decisions"])
REASON = {"type": "string", "maxLength": 60, "description": "Only those with this reason."}
ALL_ALIKE = object_of(
    {"match": {"type": "string", "enum": DUPLICATES}, "decision": DECISION, "reason": REASON}, ["match", "decision"]
)
TEXT = {"type": ["string", "null"], "maxLength": LONGEST_CORRECTION}
TEXTS = object_of({value: {**TEXT, "description": label} for value, label in words.field_choices()})
NARROWED: Query = {
    "outcome": {"type": "string", "enum": [each.value for each in Outcome]},
    "severity": {"type": "string", "enum": [each.value for each in Severity], "description": "Of the worst problem."},
    "problem": {"type": "string", "maxLength": 200, "description": "The `key` of a problem."},
}
ALIKE: Query = {
    "match": {"type": "string", "enum": DUPLICATES},
    "reason": REASON,
    "open": {"type": "boolean", "description": "Only those that nobody has decided about."},
}


def address_of(batch: SupplierImport) -> str:
    return reverse("suppliers_api:import", args=[batch.pk])


class Stepping(Importing):
    """What the steps of an import share."""

    def mine(self, import_id: int) -> SupplierImport:
        """One's own import. Raises Http404."""
        return selectors.import_for_page(self.request.user, import_id)

    def record(self, import_id: int) -> SupplierImportRecord:
        """The same, read anew."""
        return import_record(self.mine(import_id))

    def working(self, batch: SupplierImport) -> Accepted:
        """The worker is at it."""
        return Accepted(self.record(batch.pk), address_of(batch))


class SupplierImports(Stepping):
    """Imports of supplier lists."""

    @operation(IMPORT, returns=SupplierImportRow, sorts=(selectors.NEWEST,))
    def get(self, request: ApiRequest) -> Listing:
        """Mine, newest first, without those given up."""
        return self.page(selectors.imports_for_list(request.user), import_row)

    @operation(IMPORT, body=body_of(UploadForm), returns=SupplierImportRecord, status=201, takes=(PARTS,))
    def post(self, request: ApiRequest) -> Created:
        """Upload a supplier list (multipart): CSV, XLSX or XLS. Then say what its columns mean."""
        form = self.filled(UploadForm)
        batch = importing.start_import(request.user, form.cleaned_data["file"])
        return Created(self.record(batch.pk), address_of(batch))


class OneSupplierImport(Stepping):
    """One import."""

    @operation(IMPORT, returns=SupplierImportRecord)
    def get(self, request: ApiRequest, import_id: int) -> SupplierImportRecord:
        """Where it stands, what the check found, what waits for a decision, and what was written."""
        return self.record(import_id)


class SupplierImportReading(Stepping):
    """How the list is read."""

    @operation(IMPORT, returns=ImportReading)
    def get(self, request: ApiRequest, import_id: int) -> ImportReading:
        """How the list was recognised, with its first rows and what else can be chosen."""
        batch = self.mine(import_id)
        return reading_of(batch, importing.preview(batch))

    @operation(IMPORT, body=partly(READING), returns=ImportReading)
    def patch(self, request: ApiRequest, import_id: int) -> ImportReading:
        """Correct how it is read. When other columns come of it, what they mean is asked anew."""
        batch = self.mine(import_id)
        importing.change_reading(batch, self.chosen_reading(batch, importing.preview(batch)))
        return reading_of(batch, importing.preview(batch))


class SupplierImportMapping(Stepping):
    """What the columns mean."""

    @operation(IMPORT, returns=SupplierImportColumns)
    def get(self, request: ApiRequest, import_id: int) -> SupplierImportColumns:
        """What each column is taken to mean and what it can mean; what counts where a row does not say it."""
        batch = self.mine(import_id)
        found = importing.preview(batch)
        guesses = importing.propose_columns(batch, found)
        return columns_record(batch, found, guesses, ColumnsForm(batch, found, guesses))

    @operation(IMPORT, body=MAPPED, returns=SupplierImportRecord, status=202)
    def post(self, request: ApiRequest, import_id: int) -> Accepted:
        """Say what the columns mean, and have the rows checked. An empty body takes what was proposed."""
        batch = self.mine(import_id)
        found = importing.preview(batch)
        guesses = importing.propose_columns(batch, found)
        sent = self.typed()
        names = {("", index): f"column-{index}" for index in range(len(guesses))}
        values, where = self.chosen_columns(sent.pop("columns", []), names)
        form = self.filled(
            lambda data=None: ColumnsForm(batch, found, guesses, data), values=sent | values, names=where
        )
        importing.set_columns(batch, form.mapping, form.options, user=request.user)
        importing.start_check(batch)
        return self.working(batch)


class SupplierImportCheck(Stepping):
    """Checking again."""

    @operation(IMPORT, returns=SupplierImportRecord, status=202)
    def post(self, request: ApiRequest, import_id: int) -> Accepted:
        """Check the rows once more: after corrections, or when a check did not end."""
        batch = self.mine(import_id)
        if not batch.mapping:
            raise Problem(409, "passed", UNMAPPED)
        importing.start_check(batch)
        return self.working(batch)


class SupplierImportReopen(Stepping):
    """Back from work that did not end."""

    @operation(IMPORT, returns=SupplierImportRecord)
    def post(self, request: ApiRequest, import_id: int) -> SupplierImportRecord:
        """Back to the columns, or to the decisions, when check or write failed or was stopped; else nothing happens."""
        importing.reopen(self.mine(import_id))
        return self.record(import_id)


class SupplierImportLines(Stepping):
    """Rows of the list."""

    @operation(IMPORT, returns=SupplierImportLine, query=NARROWED, sorts=(selectors.BY_NUMBER,))
    def get(self, request: ApiRequest, import_id: int) -> Listing:
        """Every row with its problems and what becomes (or became) of it; none before the first check."""
        batch = self.mine(import_id)
        rows = selectors.outcome_rows(batch, request.GET.get("outcome", ""), request.user)
        severity, key = (request.GET.get(name, "") for name in ("severity", "problem"))
        if severity or key:
            rows = rows & selectors.problem_rows(batch, severity=severity, key=key)
        return self.page(rows, line_row)


class SupplierImportOneLine(Stepping):
    """One row."""

    def line(self, batch: SupplierImport, number: int) -> ImportRow:
        """The row of this number as it is now. Raises Http404."""
        row = selectors.outcome_rows(batch, "", self.request.user).filter(number=number).first()
        if row is None:
            raise Http404("No such row.")
        return row

    @operation(IMPORT, returns=SupplierImportLine)
    def get(self, request: ApiRequest, import_id: int, number: int) -> SupplierImportLine:
        """One row with its problems."""
        return line_row(self.line(self.mine(import_id), number))

    @operation(IMPORT, body=partly(TEXTS), returns=SupplierImportLine)
    def patch(self, request: ApiRequest, import_id: int, number: int) -> SupplierImportLine:
        """Type anew what is wrong in the row; the next check (`check/`) reads it."""
        batch = self.mine(import_id)
        row, sent = self.line(batch, number), self.typed()
        self.offered(sent, correction_form(batch, row).fields, "", "No column of this list has this meaning.")
        form = self.filled(lambda data=None: correction_form(batch, row, data), values=sent)
        importing.correct_row(batch, row, form.texts, user=request.user)
        return line_row(self.line(batch, number))


class SupplierImportDuplicates(Stepping):
    """Rows that resemble known suppliers."""

    @operation(IMPORT, returns=SupplierImportDuplicate, query=ALIKE, sorts=(selectors.BY_NUMBER,))
    def get(self, request: ApiRequest, import_id: int) -> Listing:
        """Rows beside the suppliers, or earlier rows, that they resemble. `open=true`: those that wait."""
        batch = self.mine(import_id)
        narrowed = {name: request.GET.get(name, "") for name in ("match", "reason")}
        rows = selectors.duplicate_rows(batch, **narrowed, only_open=request.GET.get("open") == "true")
        page = self.page(rows, lambda row: row)
        page.rows[:] = [duplicate_row(one) for one in selectors.comparisons(batch, page.rows, request.user)]
        return page


class SupplierImportDecisions(Stepping):
    """Whether rows are new."""

    @operation(IMPORT, body=DECISIONS, returns=SupplierImportRecord)
    def post(self, request: ApiRequest, import_id: int) -> SupplierImportRecord:
        """Say of rows what becomes of them.

        `create`: another supplier; `update`: the candidate's, what that one lacks is added; `skip`: left out. Decisions
        about similar records are remembered for the next list.
        """
        batch, sent = self.mine(import_id), self.typed()["decisions"]
        answers = {one["row"]: (Decision(one["decision"]), one.get("candidate", 0)) for one in sent}
        rows = batch.rows.usable().filter(number__in=list(answers)).values_list("number", "candidates")
        if wrong := _undecidable(sent, dict(rows)):
            raise invalid(wrong)
        importing.decide_rows(batch, answers, user=request.user)
        return self.record(import_id)


def _undecidable(sent: list[dict[str, Any]], candidates: dict[int, list[Any]]) -> list[FieldError]:
    """Decisions about rows that are rejected or not there, and about candidates that a row does not have."""
    wrong = []
    for place, one in enumerate(sent):
        if one["row"] not in candidates:
            words = NO_SUCH_ROW.format(one["row"])
            wrong.append(FieldError(f"decisions.{place}.row", words, f"#/decisions/{place}/row"))
        elif one["decision"] == Decision.UPDATE.value and one.get("candidate", 0) >= len(candidates[one["row"]]):
            words = f"Row {one['row']} has no such candidate. Read `duplicates/`."
            wrong.append(FieldError(f"decisions.{place}.candidate", words, f"#/decisions/{place}/candidate"))
    return wrong


class SupplierImportDecideAll(Stepping):
    """All duplicates of a kind."""

    @operation(IMPORT, body=ALL_ALIKE, returns=SupplierImportRecord)
    def post(self, request: ApiRequest, import_id: int) -> SupplierImportRecord:
        """One decision for all duplicates of a kind (and for one reason)."""
        sent = self.typed()
        match, decision = RowMatch(sent["match"]), Decision(sent["decision"])
        reason = sent.get("reason", "")
        importing.decide_all(self.mine(import_id), match, decision, user=request.user, reason=reason)
        return self.record(import_id)


class SupplierImportWrite(Stepping):
    """The write."""

    @operation(IMPORT, returns=SupplierImportRecord, status=202)
    def post(self, request: ApiRequest, import_id: int) -> Accepted:
        """Write what was accepted, all of it or nothing; ask at Location until `state` is `written`."""
        batch = self.mine(import_id)
        importing.start_write(batch)
        return self.working(batch)


class SupplierImportDiscard(Stepping):
    """Giving an import up."""

    @operation(IMPORT, returns=SupplierImportRecord)
    def post(self, request: ApiRequest, import_id: int) -> SupplierImportRecord:
        """Give it up: nothing of it is written, its rows are forgotten."""
        importing.discard(self.mine(import_id), user=request.user)
        return self.record(import_id)


class SupplierImportRejected(Stepping, Exporting):
    """Rows that did not get in."""

    @operation(IMPORT, gives_file=True, media=TABLES, query=exporting({}))
    def get(self, request: ApiRequest, import_id: int) -> HttpResponseBase:
        """The rows that did not get in, as they are in the file, with their problems: correct them and upload again."""
        return self.file(rejected_rows(self.mine(import_id)))
