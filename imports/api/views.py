"""Imports of records by a program: upload, columns, names, rows, write; each step is the page's own."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.text import slugify

from accounts.domain.permissions import Permission
from common.api.endpoint import PARTS, operation
from common.api.exports import TABLES, Exporting, exporting
from common.api.fields import LARGEST_ID, body_of, object_of, partly
from common.api.problems import FieldError, Problem, invalid, refuses, translates
from common.api.query import Query
from common.api.requests import Accepted, ApiRequest, Created, Listing
from common.problems import Invalid
from common.tables import XLSX_TYPE
from imports import selectors, services
from imports.api.serializers import (
    ImportKind,
    RecordImportColumns,
    RecordImportLine,
    RecordImportName,
    RecordImportRecord,
    RecordImportRow,
    columns_record,
    import_record,
    import_row,
    kind_row,
    line_row,
    name_row,
)
from imports.domain.flow import NameDecision, Outcome
from imports.exports import rejected_rows
from imports.forms import ColumnsForm, UploadForm, parse_answer
from imports.kinds import Kind, kind_for
from imports.models import Batch
from imports.services.deciding import Answer
from imports.services.steps import remembered_options
from imports.workbook import template_for
from suppliers.api.reading import COLUMNS, READING, UNMAPPED, Importing, ImportReading, passed, reading_of

translates(services.StepPassed, passed)
refuses(services.NothingToWrite)
IMPORT = Permission.RECORD_IMPORT
KIND = {"kind": {"type": "string", "maxLength": 40, "description": "The key of a kind that you may import."}}
ANSWERS = {"type": "object", "additionalProperties": {"type": "string", "maxLength": 100}}
MAPPED = object_of({"columns": COLUMNS, "options": {**ANSWERS, "description": "Key of a question to its answer."}})
NUMBER = {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}
COUNTRY = {"type": "string", "maxLength": 2, "description": "Of a supplier to be created, as DE."}
DECIDABLE = [each.value for each in NameDecision if each is not NameDecision.OPEN]
DECISION = object_of(
    {
        "name": {**NUMBER, "description": "The id of the name."},
        "decision": {"type": "string", "enum": DECIDABLE},
        "supplier": {**NUMBER, "type": ["integer", "null"], "description": "With `existing`: whose the name is."},
        "country": COUNTRY,
    },
    ["name", "decision"],
)
DECISIONS = object_of({"decisions": {"type": "array", "items": DECISION, "maxItems": 1000}}, ["decisions"])
FOR_ALL = [NameDecision.CREATE.value, NameDecision.SKIP.value]
REST = object_of({"decision": {"type": "string", "enum": FOR_ALL}, "country": COUNTRY}, ["decision"])
DECIDED = {"decision": {"type": "string", "enum": [each.value for each in NameDecision]}}
NARROWED: Query = {
    "outcome": {"type": "string", "enum": [each.value for each in Outcome]},
    "problem": {"type": "integer", "minimum": 0, "maximum": 10**6, "description": "The `number` of a problem."},
}
TAKES = object_of({"takes": {"type": "boolean", "description": "Whether records are changed."}}, ["takes"])


def address_of(batch: Batch) -> str:
    return reverse("imports_api:import", args=[batch.pk])


class Stepping(Importing):
    """What the steps of an import share."""

    def record(self, import_id: int) -> RecordImportRecord:
        """One's own import, read anew."""
        batch, _kind = selectors.import_of(self.request.user, import_id)
        return import_record(batch, self.request.user)

    def mine(self, import_id: int) -> Batch:
        """One's own import of a kind that one may still import. Raises Http404, PermissionDenied."""
        return selectors.import_of(self.request.user, import_id)[0]

    def working(self, batch: Batch) -> Accepted:
        """The worker is at it."""
        return Accepted(self.record(batch.pk), address_of(batch))


class RecordImportKinds(Importing):
    """What can be imported."""

    @operation(IMPORT, returns=list[ImportKind])
    def get(self, request: ApiRequest) -> list[ImportKind]:
        """The kinds of records that this person may import, each with all that a column can mean."""
        return [kind_row(kind) for kind in selectors.kinds_for(request.user)]


class RecordImportTemplate(Importing):
    """The workbook to fill in."""

    @operation(IMPORT, gives_file=True, media=(XLSX_TYPE,))
    def get(self, request: ApiRequest, kind: str) -> HttpResponseBase:
        """A workbook with the columns of a kind, its choices and an example."""
        chosen = selectors.kind_or_404(request.user, kind)
        response = HttpResponse(template_for(chosen), content_type=XLSX_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{slugify(chosen.title)}-template.xlsx"'
        return response


class RecordImports(Stepping):
    """Imports of records."""

    @operation(IMPORT, returns=RecordImportRow, sorts=(selectors.NEWEST,))
    def get(self, request: ApiRequest) -> Listing:
        """Mine, newest first, without those given up."""
        return self.page(selectors.imports_for_list(request.user), import_row)

    @operation(
        IMPORT,
        body=body_of(UploadForm, extra=KIND, required=["kind"]),
        returns=RecordImportRecord,
        status=201,
        takes=(PARTS,),
    )
    def post(self, request: ApiRequest) -> Created:
        """Upload a file with records of one kind (multipart): CSV, XLSX or XLS. Then say what its columns mean."""
        sent = self.typed()
        kind = self._kind(sent.pop("kind"))
        form = self.filled(UploadForm, values=sent)
        batch = services.start_import(kind, request.user, form.cleaned_data["file"])
        return Created(self.record(batch.pk), address_of(batch))

    def _kind(self, key: str) -> Kind:
        """The kind that the body names. Raises Problem (422) for none, PermissionDenied for one of other roles."""
        if kind_for(key) is None:
            words = f"Use one of: {', '.join(kind.key for kind in selectors.kinds_for(self.request.user))}."
            raise invalid([FieldError("kind", words, "#/kind")])
        return selectors.kind_or_404(self.request.user, key)


class OneRecordImport(Stepping):
    """One import."""

    @operation(IMPORT, returns=RecordImportRecord)
    def get(self, request: ApiRequest, import_id: int) -> RecordImportRecord:
        """Where it stands, what the check found, and what was written."""
        return self.record(import_id)


class RecordImportReading(Stepping):
    """How the file is read."""

    @operation(IMPORT, returns=ImportReading)
    def get(self, request: ApiRequest, import_id: int) -> ImportReading:
        """How the file was recognised, with its first rows and what else can be chosen."""
        batch = self.mine(import_id)
        return reading_of(batch, services.preview(batch).found)

    @operation(IMPORT, body=partly(READING), returns=ImportReading)
    def patch(self, request: ApiRequest, import_id: int) -> ImportReading:
        """Correct how it is read. When other columns come of it, what they mean is asked anew."""
        batch = self.mine(import_id)
        services.change_reading(batch, self.chosen_reading(batch, services.preview(batch).found))
        return reading_of(batch, services.preview(batch).found)


class RecordImportMapping(Stepping):
    """What the columns mean."""

    @operation(IMPORT, returns=RecordImportColumns)
    def get(self, request: ApiRequest, import_id: int) -> RecordImportColumns:
        """What each column is taken to mean and what it can mean; what is asked once for the file."""
        batch, kind = selectors.import_of(request.user, import_id)
        shown = services.preview(batch)
        return columns_record(shown, ColumnsForm(kind, shown, remembered_options(batch)))

    @operation(IMPORT, body=MAPPED, returns=RecordImportRecord, status=202)
    def post(self, request: ApiRequest, import_id: int) -> Accepted:
        """Say what the columns mean, and have the rows checked. An empty body takes what was proposed."""
        batch, kind = selectors.import_of(request.user, import_id)
        shown, options = services.preview(batch), remembered_options(batch)
        form = ColumnsForm(kind, shown, options)
        sent = self.typed()
        places = [(place, part.key, index) for place, part in enumerate(shown.parts) for index in _columns(part)]
        names = {(part, index): form.column_name(place, index) for place, part, index in places}
        values, where = self.chosen_columns(sent.get("columns", []), names)
        answers = sent.get("options", {})
        self.offered(answers, form.asked, "options", "There is no such question.")
        values |= {f"option-{key}": value for key, value in answers.items()}
        where |= {f"option-{key}": f"options/{key}" for key in form.asked}
        filled = self.filled(lambda data=None: ColumnsForm(kind, shown, options, data), values=values, names=where)
        services.set_columns(batch, filled.mapping, filled.options)
        services.start_check(batch)
        return self.working(batch)


def _columns(part: services.PartPreview) -> range:
    return range(len(part.table.headers))


class RecordImportCheck(Stepping):
    """Checking again."""

    @operation(IMPORT, returns=RecordImportRecord, status=202)
    def post(self, request: ApiRequest, import_id: int) -> Accepted:
        """Check the rows once more: after decisions, or when a check did not end."""
        batch = self.mine(import_id)
        if not batch.mapping:
            raise Problem(409, "passed", UNMAPPED)
        services.start_check(batch)
        return self.working(batch)


class RecordImportReopen(Stepping):
    """Back from work that did not end."""

    @operation(IMPORT, returns=RecordImportRecord)
    def post(self, request: ApiRequest, import_id: int) -> RecordImportRecord:
        """Back to the columns, or to the review, when check or write failed or was stopped; else nothing happens."""
        services.reopen(self.mine(import_id))
        return self.record(import_id)


class RecordImportNames(Stepping):
    """Names that are no supplier's for certain."""

    @operation(IMPORT, returns=RecordImportName, query=DECIDED, sorts=(selectors.AS_GIVEN,))
    def get(self, request: ApiRequest, import_id: int) -> Listing:
        """The names, those of most rows first, with suppliers that they may be. `decision=open`: what is left."""
        names = selectors.names_for_page(self.mine(import_id))
        if wanted := request.GET.get("decision"):
            names = names.filter(decision=wanted)
        page = self.page(names, lambda name: name)
        page.rows[:] = [name_row(row) for row in selectors.name_rows(page.rows, request.user)]
        return page


class RecordImportDecisions(Stepping):
    """Whose names are."""

    @operation(IMPORT, body=DECISIONS, returns=RecordImportRecord)
    def post(self, request: ApiRequest, import_id: int) -> RecordImportRecord:
        """Say of names whose they are: a supplier on record, a new one, or nobody's (their rows are left out).

        Decisions are remembered for the next file. When none is open, POST to `check/`.
        """
        batch, sent = self.mine(import_id), self.typed()["decisions"]
        places = {one["name"]: f"decisions/{number}" for number, one in enumerate(sent)}
        there = set(batch.names.filter(pk__in=list(places)).values_list("pk", flat=True))
        if strange := [place for name, place in places.items() if name not in there]:
            words = "This import has no such name. Read `names/`."
            raise invalid([FieldError(f"{at}/name".replace("/", "."), words, f"#/{at}/name") for at in strange])
        try:
            services.decide_names(batch, {one["name"]: _answer(one) for one in sent}, user=request.user)
        except Invalid as error:
            raise _at({f"name-{name}": place for name, place in places.items()}, error) from None
        return self.record(import_id)


class RecordImportRest(Stepping):
    """All names that are left."""

    @operation(IMPORT, body=REST, returns=RecordImportRecord)
    def post(self, request: ApiRequest, import_id: int) -> RecordImportRecord:
        """One answer for all names that nobody has decided about."""
        try:
            services.decide_rest(self.mine(import_id), _answer(self.typed()), user=request.user)
        except Invalid as error:
            raise _at({"name-": "country"}, error) from None
        return self.record(import_id)


def _at(places: dict[str, str], error: Invalid) -> Problem:
    """What the page says of a name, at the place where the body names it."""
    names = {start: places[start] for start in sorted(places, key=len, reverse=True)}
    return invalid([FieldError(one.field, one.message, "#").called(names) for one in error.problems])


def _answer(one: dict[str, Any]) -> Answer:
    """What the page's choice would say."""
    word = f"existing-{one.get('supplier') or 0}" if one["decision"] == NameDecision.EXISTING.value else one["decision"]
    return parse_answer(word, one.get("country", "")) or Answer(NameDecision(one["decision"]))


class RecordImportLines(Stepping):
    """Rows of the file."""

    @operation(IMPORT, returns=RecordImportLine, query=NARROWED, sorts=(selectors.BY_NUMBER,))
    def get(self, request: ApiRequest, import_id: int) -> Listing:
        """Every row with its problems and what becomes (or became) of it; none before the first check."""
        batch, kind = selectors.import_of(request.user, import_id)
        asked = {name: request.GET.get(name, "") for name in NARROWED}
        return self.page(selectors.lines_for_page(batch, request.user, **asked), lambda line: line_row(line, kind))


class RecordImportChanges(Stepping):
    """Known records."""

    @operation(IMPORT, body=TAKES, returns=RecordImportRecord)
    def post(self, request: ApiRequest, import_id: int) -> RecordImportRecord:
        """Say whether records that the file tells differently are changed, or left as they are."""
        services.keep_changes(self.mine(import_id), self.typed()["takes"])
        return self.record(import_id)


class RecordImportWrite(Stepping):
    """The write."""

    @operation(IMPORT, returns=RecordImportRecord, status=202)
    def post(self, request: ApiRequest, import_id: int) -> Accepted:
        """Write what was accepted, all of it or nothing; ask at Location until `state` is `written`."""
        batch = self.mine(import_id)
        services.start_write(batch)
        return self.working(batch)


class RecordImportDiscard(Stepping):
    """Giving an import up."""

    @operation(IMPORT, returns=RecordImportRecord)
    def post(self, request: ApiRequest, import_id: int) -> RecordImportRecord:
        """Give it up: nothing of it is written, its rows are forgotten."""
        services.discard(self.mine(import_id), user=request.user)
        return self.record(import_id)


class RecordImportRejected(Stepping, Exporting):
    """Rows that did not get in."""

    @operation(IMPORT, gives_file=True, media=TABLES, query=exporting({}))
    def get(self, request: ApiRequest, import_id: int) -> HttpResponseBase:
        """The rows that did not get in, as they are in the file, with their problems: correct them and upload again.

        Of a file with several sheets only as a workbook, with the rows of each.
        """
        batch, kind = selectors.import_of(request.user, import_id)
        return self.file(rejected_rows(batch, kind))
