"""Suppliers for tests."""

from itertools import count

from common import clock
from suppliers.models import Alias, DocumentKind, Process, Scope, Site, Supplier, SupplierDocument
from suppliers.services import refresh_search
from tests.accounts.factories import make_user

_number = count(1)


def make_supplier(*, aliases: tuple[str, ...] = (), with_scope: bool = False, **fields) -> Supplier:
    number = next(_number)
    values = {"legal_name": f"Supplier {number}", "country": "DE", "created_at": clock.now(), **fields}
    if "owner" not in values:
        values["owner"] = make_user()
    supplier = Supplier.objects.create(**values)
    for alias in aliases:
        Alias.objects.create(supplier=supplier, name=alias)
    if with_scope:
        make_scope(supplier)
    refresh_search(supplier.pk)
    supplier.refresh_from_db()
    return supplier


def make_site(supplier: Supplier, **fields) -> Site:
    values = {"name": f"Works {next(_number)}", "country": supplier.country, "city": "Aachen", **fields}
    return Site.objects.create(supplier=supplier, **values)


def make_scope(supplier: Supplier, process: str = "turning", site: Site | None = None, **fields) -> Scope:
    site = site or supplier.sites.first() or make_site(supplier, is_main=True)
    return Scope.objects.create(supplier=supplier, site=site, process=Process.objects.get(code=process), **fields)


def make_document(supplier, code="control-plan", **fields):
    values = {
        "received_on": clock.today(),
        "file_kind": "application/pdf",
        "original_name": "plan.pdf",
        "size": 1,
        "sha256": "0" * 64,
        "uploaded_by": supplier.owner,
        "uploaded_at": "2026-11-21T08:00:00Z",
    }
    kind = DocumentKind.objects.get(code=code)
    return SupplierDocument.objects.create(supplier=supplier, kind=kind, **values | fields)
