"""The list, the record, and where a supplier stands."""

from typing import Any

from django.urls import reverse

from accounts.domain.permissions import Permission
from common.api.endpoint import Endpoint, operation
from common.api.fields import body_of, object_of, partly, schema_of
from common.api.history import NEWEST, HistoryEntry, history_entry
from common.api.problems import Problem, refuses
from common.api.query import filters_of
from common.api.requests import ApiRequest, Created, Listing
from common.api.shapes import reference
from common.paging import Sort
from suppliers import selectors, services
from suppliers.api.serializers import (
    ROW,
    ProcessRow,
    SupplierRecord,
    SupplierRow,
    process_row,
    supplier_record,
    supplier_row,
)
from suppliers.domain.terms import Status
from suppliers.filters import SupplierFilter
from suppliers.forms import AccessForm, NewSupplierForm, ReasonForm, SupplierForm
from suppliers.labels import status_choices
from suppliers.models import Process

refuses(services.Refused)

ANYWAY = {"type": "boolean", "description": "Log it although a supplier of a similar name is there."}
REASON = schema_of(ReasonForm.base_fields["reason"])
NEW = body_of(NewSupplierForm, optional=["owner"], extra={"anyway": ANYWAY})
KIND = {"kind": {"type": "string", "maxLength": 60, "description": "One kind of record, as `suppliers.site`."}}
ACCESS = {
    **{name: schema_of(AccessForm.base_fields[name]) for name in ("team", "people")},
    "restricted": {"type": "boolean", "description": "Only the team, the people, the owner and managers see it."},
    "reason": REASON,
}
MOVE = {"to": {"type": "string", "enum": [value for value, _ in status_choices()]}, "reason": REASON}


def address_of(supplier_id: int) -> str:
    return reverse("suppliers_api:supplier", args=[supplier_id])


class Suppliers(Endpoint):
    """All suppliers that this person sees."""

    @operation(Permission.VIEW, returns=SupplierRow, query=filters_of(SupplierFilter), sorts=selectors.SORTS)
    def get(self, request: ApiRequest) -> Listing:
        """Suppliers, narrowed as on the page.

        `q` searches names, numbers and places. Archived ones only when `archived` asks for them.
        """
        rows = selectors.suppliers_for_list(request.user).only(*ROW)
        chosen = self.narrowed(SupplierFilter(request.GET, queryset=rows, request=request, offering=False))
        return self.page(chosen.found, supplier_row)

    @operation(Permission.SUPPLIER_EDIT, body=NEW, returns=SupplierRecord, status=201)
    def post(self, request: ApiRequest) -> Created:
        """Log a supplier as a prospect.

        `owner` is oneself if not said. When a supplier of a similar name is known: 409 with `records`, unless `anyway`.
        """
        sent = self.typed()
        anyway = sent.pop("anyway", False)
        form = self.filled(NewSupplierForm, values=sent, initial={"owner": request.user.pk})
        values = form.values
        alike = selectors.similar_suppliers(request.user, values["legal_name"], values["local_name"], values["country"])
        if alike and not anyway:
            sentence = "Suppliers of a similar name are known. Use one of them, or send `anyway`."
            raise Problem(409, "similar", sentence, more={"records": [reference(other) for other in alike]})
        supplier = services.create_supplier(actor=request.user, **form.creation)
        return Created(_record(request, supplier.pk), address_of(supplier.pk))


def _record(request: ApiRequest, supplier_id: int) -> SupplierRecord:
    return supplier_record(selectors.supplier_profile(request.user, supplier_id))


class OneSupplier(Endpoint):
    """One supplier."""

    @operation(Permission.VIEW, returns=SupplierRecord)
    def get(self, request: ApiRequest, supplier_id: int) -> SupplierRecord:
        """A supplier with its names, numbers, sites, contacts and what we buy."""
        return _record(request, supplier_id)

    @operation(Permission.SUPPLIER_EDIT, body=partly(body_of(SupplierForm)), returns=SupplierRecord, locked=True)
    def patch(self, request: ApiRequest, supplier_id: int) -> SupplierRecord:
        """Change fields of the record. What is not sent stays."""
        supplier = selectors.supplier_for_page(request.user, supplier_id)
        version = self.expected(supplier)
        form = self.filled(SupplierForm, instance=supplier)
        services.update_supplier(supplier, form.values, expected_version=version, actor=request.user)
        return _record(request, supplier_id)


class SupplierStatus(Endpoint):
    """Where the supplier stands."""

    @operation(Permission.SUPPLIER_STATUS, body=object_of(MOVE, ["to", "reason"]), returns=SupplierRecord, locked=True)
    def post(self, request: ApiRequest, supplier_id: int) -> SupplierRecord:
        """Move the supplier to another status, with a reason."""
        supplier = selectors.supplier_for_page(request.user, supplier_id)
        self.expected(supplier)
        sent = self.typed()
        services.change_status(
            supplier,
            Status(sent["to"]),
            expected=Status(supplier.status),
            actor=request.user,
            reason=sent["reason"],
        )
        return _record(request, supplier_id)


class SupplierAccess(Endpoint):
    """Who sees the supplier."""

    @operation(
        Permission.SUPPLIER_RESTRICT,
        body=object_of(ACCESS, ["restricted", "reason"]),
        returns=SupplierRecord,
        locked=True,
    )
    def post(self, request: ApiRequest, supplier_id: int) -> SupplierRecord:
        """Restrict the supplier to a team and people, or open it to everybody."""
        supplier = selectors.supplier_for_page(request.user, supplier_id)
        version = self.expected(supplier)
        sent = self.typed()
        values = {"team": None, "people": [], **sent, "restricted": "yes" if sent["restricted"] else "no"}
        form = self.filled(AccessForm, values=values, version=version, supplier=supplier)
        word: dict[str, Any] = {
            "expected_version": version,
            "actor": request.user,
            "reason": form.cleaned_data["reason"],
        }
        if sent["restricted"]:
            team, people = form.cleaned_data["team"], form.cleaned_data["people"]
            services.restrict_supplier(supplier, team=team, people=people, **word)
        else:
            services.unrestrict_supplier(supplier, **word)
        return _record(request, supplier_id)


class SupplierArchive(Endpoint):
    """Taking a supplier out of lists and work."""

    @operation(
        Permission.SUPPLIER_ARCHIVE, body=object_of({"reason": REASON}, ["reason"]), returns=SupplierRecord, locked=True
    )
    def post(self, request: ApiRequest, supplier_id: int) -> SupplierRecord:
        """Archive the supplier. Nothing is deleted."""
        supplier = selectors.supplier_for_page(request.user, supplier_id)
        self.expected(supplier)
        services.archive_supplier(supplier, actor=request.user, reason=self.typed()["reason"])
        return _record(request, supplier_id)


class SupplierRestore(Endpoint):
    """Bringing an archived supplier back."""

    @operation(
        Permission.SUPPLIER_ARCHIVE, body=object_of({"reason": REASON}, ["reason"]), returns=SupplierRecord, locked=True
    )
    def post(self, request: ApiRequest, supplier_id: int) -> SupplierRecord:
        """Bring the supplier back to the lists as it was."""
        supplier = selectors.supplier_for_page(request.user, supplier_id)
        self.expected(supplier)
        services.unarchive_supplier(supplier, actor=request.user, reason=self.typed()["reason"])
        return _record(request, supplier_id)


class SupplierHistory(Endpoint):
    """What happened to a supplier."""

    @operation(Permission.VIEW, returns=HistoryEntry, query=KIND, sorts=NEWEST)
    def get(self, request: ApiRequest, supplier_id: int) -> Listing:
        """Everything that happened to the supplier and to what hangs on it, newest first."""
        supplier = selectors.supplier_for_page(request.user, supplier_id)
        return self.page(selectors.history_of(supplier, request.GET.get("kind", "")), history_entry)


class Processes(Endpoint):
    """Manufacturing processes."""

    @operation(Permission.VIEW, returns=ProcessRow, sorts=(Sort("name", "Name", ("name",)),))
    def get(self, request: ApiRequest) -> Listing:
        """Processes that can be bought: reference data."""
        return self.page(Process.objects.all(), process_row)
