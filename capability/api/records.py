"""The seven kinds of record: for each its list, its records, corrections and retractions, declared by its table."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern, path, reverse

from accounts.domain.permissions import Permission
from capability import services
from capability.api.serializers import (
    SHAPES,
    CapabilitySummary,
    capability_summary,
    record_row,
    record_version,
)
from capability.exports import records_export
from capability.filters import RecordFilter
from capability.forms import ReasonForm, record_form
from capability.kinds import KINDS, KindPage
from capability.labels import source_choices_for
from capability.models import CapabilityRecord
from capability.selectors import RECORD_SORTS, capability_for_supplier, record_for_page, records_for_list
from capability.services import Act
from common import clock
from common.api.endpoint import Endpoint, operation
from common.api.exports import TABLES, Exporting, exporting
from common.api.fields import LARGEST_ID, body_of, partly
from common.api.query import form_parameters
from common.api.requests import ApiRequest, Created, Listing
from suppliers.selectors import supplier_for_page

EDIT = Permission.CAPABILITY_EDIT
ID = {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}


class Recording(Endpoint):
    """What all of it shares."""

    kind: KindPage

    def by(self) -> Act:
        """Who writes it down, now."""
        return Act(self.request.user, clock.now(), clock.today())

    def rows(self) -> Any:
        """The standing records of the kind, narrowed by the page's filter, with what a row names."""
        form = self.sound(RecordFilter(self.request.GET, page=self.kind))
        return form.apply(records_for_list(self.request.user, self.kind).select_related("scope__site"))

    def found(self, record_id: int) -> CapabilityRecord:
        """The record of an address."""
        return record_for_page(self.request.user, self.kind, record_id)

    def at_its_version(self, record_id: int) -> CapabilityRecord:
        """The record, as the request was made for it."""
        row = self.found(record_id)
        self.expected_text(record_version(row))
        return row

    def made(self, row: CapabilityRecord) -> Created:
        """A new record, read as it was kept."""
        return Created(record_row(self.found(row.pk)), reverse(f"capability_api:{row.kind.value}", args=[row.pk]))


def _body(kind: KindPage, **options: Any) -> Any:
    sources = {"type": "string", "enum": [value for value, _ in source_choices_for(kind.kind)]}
    known: dict[str, Any] = {"site": ID, "scope": {**ID, "type": ["integer", "null"]}, "source": sources}
    return body_of(record_form(kind), extra=known, optional=["observed_on"], **options)


def addresses_of(page: KindPage) -> list[URLPattern]:
    """The endpoints of one kind."""
    key, place = page.key, page.key.replace("_", "-")
    one = f"capability/{place}/<int:record_id>/"
    lists, records = _lists_of(page), _records_of(page)
    return [
        path(f"capability/{place}/", lists[0].as_view(), name=f"{key}_list"),
        path(f"capability/{place}/export/", lists[1].as_view(), name=f"{key}_export"),
        path(one, records[0].as_view(), name=key),
        path(f"{one}correct/", records[1].as_view(), name=f"{key}_correct"),
        path(f"{one}retract/", records[2].as_view(), name=f"{key}_retract"),
        path(f"suppliers/<int:supplier_id>/capability/{place}/", lists[2].as_view(), name=f"supplier_{key}"),
    ]


def _lists_of(page: KindPage) -> tuple[type[Endpoint], type[Endpoint], type[Endpoint]]:
    """All records of a kind, the same as a file, and those of one supplier."""
    shape, query, words = SHAPES[page.kind], form_parameters(RecordFilter({}, page=page)), page.many.lower()

    class Records(Recording):
        kind = page

        @operation(Permission.VIEW, returns=shape, query=query, sorts=RECORD_SORTS)
        def get(self, request: ApiRequest) -> Listing:
            return self.page(self.rows(), record_row)

    class RecordsFile(Exporting):
        @operation(Permission.EXPORT, gives_file=True, media=TABLES, query=exporting(query, RECORD_SORTS))
        def get(self, request: ApiRequest) -> HttpResponseBase:
            return self.file(records_export(request, page))

    class OfSupplier(Recording):
        kind = page

        @operation(Permission.VIEW, returns=shape, query=query, sorts=RECORD_SORTS)
        def get(self, request: ApiRequest, supplier_id: int) -> Listing:
            supplier = supplier_for_page(request.user, supplier_id)
            return self.page(self.rows().filter(supplier=supplier), record_row)

        @operation(EDIT, body=_body(page, leave_out=["reason"]), returns=shape, status=201)
        def post(self, request: ApiRequest, supplier_id: int) -> Created:
            supplier = supplier_for_page(request.user, supplier_id)
            initial = {"observed_on": clock.today()}
            form = self.filled(record_form(page), page=page, supplier=supplier, initial=initial)
            return self.made(services.record_capability(page.model, supplier, form.values(), self.by()))

    standing = "the standing records, narrowed as on the page."
    one = f"{page.title}: record one. Seen today if not said otherwise."
    _tell(Records, page, words, get=f"{page.many}: {standing}")
    _tell(OfSupplier, page, f"{words} of one supplier", get=f"{page.many} of the supplier: {standing}", post=one)
    _tell(RecordsFile, page, f"{words} as a file", get=f"{page.many} as CSV or XLSX, narrowed and sorted as the list.")
    return Records, RecordsFile, OfSupplier


def _records_of(page: KindPage) -> tuple[type[Endpoint], type[Endpoint], type[Endpoint]]:
    """One record of a kind, correcting it, and retracting it."""
    shape, words = SHAPES[page.kind], page.many.lower()

    class One(Recording):
        kind = page

        @operation(Permission.VIEW, returns=shape)
        def get(self, request: ApiRequest, record_id: int) -> Any:
            return record_row(self.found(record_id))

    class Correct(Recording):
        kind = page

        @operation(EDIT, body={**partly(_body(page)), "required": ["reason"]}, returns=shape, status=201, locked=True)
        def post(self, request: ApiRequest, record_id: int) -> Created:
            row = self.at_its_version(record_id)
            form = self.filled(record_form(page), page=page, supplier=row.supplier, correcting=row)
            reason = form.cleaned_data["reason"]
            return self.made(services.correct_record(row, form.values(), self.by(), reason=reason))

    class Retract(Recording):
        kind = page

        @operation(EDIT, body=body_of(ReasonForm), returns=shape, locked=True)
        def post(self, request: ApiRequest, record_id: int) -> Any:
            row = self.at_its_version(record_id)
            reason = self.filled(ReasonForm).cleaned_data["reason"]
            services.retract_record(row, self.by(), reason=reason)
            return record_row(self.found(record_id))

    _tell(One, page, words, get=f"{page.title}: one record, also a superseded one.")
    _tell(Correct, page, words, post=f"{page.title}: supersede a wrong record by a right one, with a reason.")
    _tell(Retract, page, words, post=f"{page.title}: supersede a record that should not be there, by nothing.")
    return One, Correct, Retract


def _tell(endpoint: type[Endpoint], page: KindPage, words: str, **methods: str) -> None:
    """The name that the documentation knows the endpoint by, and what its methods do."""
    endpoint.__name__ = f"{page.kind.value.title().replace('_', '')}{endpoint.__name__}"
    endpoint.__doc__ = f"{words[:1].upper()}{words[1:]}."
    for name, told in methods.items():
        getattr(endpoint, name).__doc__ = told


class SupplierCapabilities(Endpoint):
    """What a supplier can do."""

    @operation(Permission.VIEW, returns=CapabilitySummary)
    def get(self, request: ApiRequest, supplier_id: int) -> CapabilitySummary:
        """Per question: how much is known, how strong, how old, and what is missing; and the last visits."""
        supplier = supplier_for_page(request.user, supplier_id)
        return capability_summary(capability_for_supplier(supplier, clock.today()))


urlpatterns = [one for page in KINDS.values() for one in addresses_of(page)]
