"""What hangs on a supplier: other names, numbers, sites, contacts, and what we buy."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.domain.permissions import Permission
from common.api.endpoint import Endpoint, operation
from common.api.fields import body_of, partly
from common.api.requests import ApiRequest, Created, Listing
from common.paging import Sort
from suppliers import services
from suppliers.api.serializers import (
    AliasRow,
    ContactRow,
    IdentifierRow,
    ScopeRow,
    SiteRow,
    alias_row,
    alias_version,
    contact_row,
    identifier_row,
    identifier_version,
    scope_row,
    site_row,
)
from suppliers.domain.terms import IdentifierKind
from suppliers.forms import AliasForm, CloseSiteForm, ContactForm, IdentifierForm, ScopeEditForm, ScopeForm, SiteForm
from suppliers.models import Alias, Contact, Identifier, Scope, Site, Supplier
from suppliers.selectors import supplier_for_page

EDIT = Permission.SUPPLIER_EDIT
IN_ORDER = (Sort("id", "In the order in which they were added", ()),)


def _address(kind: str, supplier: Supplier, part: Any) -> str:
    return reverse(f"suppliers_api:{kind}", args=[supplier.pk, part.pk])


class SupplierNames(Endpoint):
    """Other names of a supplier."""

    @operation(Permission.VIEW, returns=AliasRow, sorts=IN_ORDER)
    def get(self, request: ApiRequest, supplier_id: int) -> Listing:
        """Other names by which the supplier is found."""
        return self.page(supplier_for_page(request.user, supplier_id).aliases.all(), alias_row)

    @operation(EDIT, body=body_of(AliasForm), returns=AliasRow, status=201)
    def post(self, request: ApiRequest, supplier_id: int) -> Created:
        """Add another name."""
        supplier = supplier_for_page(request.user, supplier_id)
        form = self.filled(AliasForm)
        alias = services.add_alias(supplier, form.cleaned_data["name"], actor=request.user)
        return Created(alias_row(alias), _address("name", supplier, alias))


class SupplierName(Endpoint):
    """One other name."""

    @operation(Permission.VIEW, returns=AliasRow)
    def get(self, request: ApiRequest, supplier_id: int, part_id: int) -> AliasRow:
        """Another name."""
        return alias_row(self._alias(request, supplier_id, part_id))

    @operation(EDIT, body=partly(body_of(AliasForm)), returns=AliasRow, locked=True)
    def patch(self, request: ApiRequest, supplier_id: int, part_id: int) -> AliasRow:
        """Correct a name."""
        alias = self._alias(request, supplier_id, part_id)
        self.expected_text(alias_version(alias))
        form = self.filled(AliasForm, instance=alias)
        services.update_alias(alias, form.cleaned_data["name"], actor=request.user)
        return alias_row(alias)

    @operation(EDIT, locked=True)
    def delete(self, request: ApiRequest, supplier_id: int, part_id: int) -> None:
        """Take a name away."""
        alias = self._alias(request, supplier_id, part_id)
        self.expected_text(alias_version(alias))
        services.remove_alias(alias, actor=request.user)

    def _alias(self, request: ApiRequest, supplier_id: int, part_id: int) -> Alias:
        return get_object_or_404(supplier_for_page(request.user, supplier_id).aliases, pk=part_id)


class SupplierNumbers(Endpoint):
    """Numbers of a supplier."""

    @operation(Permission.VIEW, returns=IdentifierRow, sorts=IN_ORDER)
    def get(self, request: ApiRequest, supplier_id: int) -> Listing:
        """Numbers that the supplier goes by: ours, VAT, D-U-N-S, LEI, GLN, register."""
        return self.page(supplier_for_page(request.user, supplier_id).identifiers.all(), identifier_row)

    @operation(EDIT, body=body_of(IdentifierForm), returns=IdentifierRow, status=201)
    def post(self, request: ApiRequest, supplier_id: int) -> Created:
        """Add a number, checked by the rule of its kind."""
        supplier = supplier_for_page(request.user, supplier_id)
        form = self.filled(IdentifierForm, initial={"country": supplier.country})
        number = services.add_identifier(supplier, **_number(form), actor=request.user)
        return Created(identifier_row(number), _address("number", supplier, number))


def _number(form: IdentifierForm) -> dict[str, Any]:
    typed = form.cleaned_data
    return {
        "kind": IdentifierKind(typed["kind"]),
        "value": typed["value"],
        "country": str(typed["country"] or ""),
    }


class SupplierNumber(Endpoint):
    """One number."""

    @operation(Permission.VIEW, returns=IdentifierRow)
    def get(self, request: ApiRequest, supplier_id: int, part_id: int) -> IdentifierRow:
        """A number."""
        return identifier_row(self._number(request, supplier_id, part_id))

    @operation(EDIT, body=partly(body_of(IdentifierForm)), returns=IdentifierRow, locked=True)
    def patch(self, request: ApiRequest, supplier_id: int, part_id: int) -> IdentifierRow:
        """Correct a number."""
        number = self._number(request, supplier_id, part_id)
        self.expected_text(identifier_version(number))
        form = self.filled(IdentifierForm, instance=number)
        services.update_identifier(number, **_number(form), actor=request.user)
        return identifier_row(number)

    @operation(EDIT, locked=True)
    def delete(self, request: ApiRequest, supplier_id: int, part_id: int) -> None:
        """Take a number away."""
        number = self._number(request, supplier_id, part_id)
        self.expected_text(identifier_version(number))
        services.remove_identifier(number, actor=request.user)

    def _number(self, request: ApiRequest, supplier_id: int, part_id: int) -> Identifier:
        numbers = Identifier.objects.select_related("supplier")
        return get_object_or_404(numbers, supplier=supplier_for_page(request.user, supplier_id), pk=part_id)


class SupplierContacts(Endpoint):
    """People at a supplier."""

    @operation(Permission.VIEW, returns=ContactRow, sorts=IN_ORDER)
    def get(self, request: ApiRequest, supplier_id: int) -> Listing:
        """People at the supplier."""
        supplier = supplier_for_page(request.user, supplier_id)
        return self.page(supplier.contacts.select_related("site"), contact_row)

    @operation(EDIT, body=body_of(ContactForm), returns=ContactRow, status=201)
    def post(self, request: ApiRequest, supplier_id: int) -> Created:
        """Add a contact."""
        supplier = supplier_for_page(request.user, supplier_id)
        form = self.filled(ContactForm, supplier=supplier)
        contact = services.add_contact(supplier, **form.values, actor=request.user)
        return Created(contact_row(contact), _address("contact", supplier, contact))


class SupplierContact(Endpoint):
    """One contact."""

    @operation(Permission.VIEW, returns=ContactRow)
    def get(self, request: ApiRequest, supplier_id: int, part_id: int) -> ContactRow:
        """A contact."""
        return contact_row(self._contact(request, supplier_id, part_id))

    @operation(EDIT, body=partly(body_of(ContactForm)), returns=ContactRow, locked=True)
    def patch(self, request: ApiRequest, supplier_id: int, part_id: int) -> ContactRow:
        """Change a contact."""
        contact = self._contact(request, supplier_id, part_id)
        version = self.expected(contact)
        form = self.filled(ContactForm, instance=contact, supplier=contact.supplier)
        services.update_contact(contact, form.values, expected_version=version, actor=request.user)
        return contact_row(contact)

    @operation(EDIT, locked=True)
    def delete(self, request: ApiRequest, supplier_id: int, part_id: int) -> None:
        """Take a contact away."""
        contact = self._contact(request, supplier_id, part_id)
        self.expected(contact)
        services.remove_contact(contact, actor=request.user)

    def _contact(self, request: ApiRequest, supplier_id: int, part_id: int) -> Contact:
        contacts = Contact.objects.select_related("site", "supplier")
        return get_object_or_404(contacts, supplier=supplier_for_page(request.user, supplier_id), pk=part_id)


class SupplierSites(Endpoint):
    """Places where a supplier works."""

    @operation(Permission.VIEW, returns=SiteRow, sorts=IN_ORDER)
    def get(self, request: ApiRequest, supplier_id: int) -> Listing:
        """Sites, closed ones too."""
        return self.page(supplier_for_page(request.user, supplier_id).sites.all(), site_row)

    @operation(EDIT, body=body_of(SiteForm, optional=["country"]), returns=SiteRow, status=201)
    def post(self, request: ApiRequest, supplier_id: int) -> Created:
        """Add a site; the first one is the main site."""
        supplier = supplier_for_page(request.user, supplier_id)
        form = self.filled(SiteForm, initial={"country": supplier.country})
        site = services.add_site(supplier, services.SiteDetails(**form.values), actor=request.user)  # type: ignore[typeddict-item]
        return Created(site_row(site), _address("site", supplier, site))


def _site(request: ApiRequest, supplier_id: int, part_id: int) -> Site:
    return get_object_or_404(supplier_for_page(request.user, supplier_id).sites, pk=part_id)


class SupplierSite(Endpoint):
    """One site."""

    @operation(Permission.VIEW, returns=SiteRow)
    def get(self, request: ApiRequest, supplier_id: int, part_id: int) -> SiteRow:
        """A site."""
        return site_row(_site(request, supplier_id, part_id))

    @operation(EDIT, body=partly(body_of(SiteForm)), returns=SiteRow, locked=True)
    def patch(self, request: ApiRequest, supplier_id: int, part_id: int) -> SiteRow:
        """Change name or address."""
        site = _site(request, supplier_id, part_id)
        version = self.expected(site)
        form = self.filled(SiteForm, instance=site)
        services.update_site(site, form.values, expected_version=version, actor=request.user)
        return site_row(site)


class SiteClose(Endpoint):
    """Closing a site."""

    @operation(EDIT, body=body_of(CloseSiteForm), returns=SiteRow, locked=True)
    def post(self, request: ApiRequest, supplier_id: int, part_id: int) -> SiteRow:
        """Say that the supplier left this site on a day."""
        site = _site(request, supplier_id, part_id)
        version = self.expected(site)
        typed = self.filled(CloseSiteForm, version=version).cleaned_data
        services.close_site(site, on=typed["on"], expected_version=version, actor=request.user, reason=typed["reason"])
        return site_row(site)


class SiteReopen(Endpoint):
    """Opening a site again."""

    @operation(EDIT, returns=SiteRow, locked=True)
    def post(self, request: ApiRequest, supplier_id: int, part_id: int) -> SiteRow:
        """Say that the supplier works at this site again."""
        site = _site(request, supplier_id, part_id)
        services.reopen_site(site, expected_version=self.expected(site), actor=request.user)
        return site_row(site)


class SiteMain(Endpoint):
    """The site that stands for the supplier in lists."""

    @operation(EDIT, returns=SiteRow, locked=True)
    def post(self, request: ApiRequest, supplier_id: int, part_id: int) -> SiteRow:
        """Make this the main site."""
        site = _site(request, supplier_id, part_id)
        services.make_main_site(site, expected_version=self.expected(site), actor=request.user)
        return site_row(site)


class SupplierScopes(Endpoint):
    """What we buy from a supplier."""

    @operation(Permission.VIEW, returns=ScopeRow, sorts=IN_ORDER)
    def get(self, request: ApiRequest, supplier_id: int) -> Listing:
        """What we buy, may buy, or bought: a process from a site each."""
        supplier = supplier_for_page(request.user, supplier_id)
        return self.page(supplier.scopes.select_related("site", "process"), scope_row)

    @operation(EDIT, body=body_of(ScopeForm), returns=ScopeRow, status=201)
    def post(self, request: ApiRequest, supplier_id: int) -> Created:
        """Add what we buy or may buy."""
        supplier = supplier_for_page(request.user, supplier_id)
        form = self.filled(ScopeForm, supplier=supplier, initial={"criticality": supplier.criticality})
        scope = services.add_scope(supplier, **form.values, actor=request.user)
        return Created(scope_row(scope), _address("scope", supplier, scope))


class SupplierScope(Endpoint):
    """One thing that we buy."""

    @operation(Permission.VIEW, returns=ScopeRow)
    def get(self, request: ApiRequest, supplier_id: int, part_id: int) -> ScopeRow:
        """What we buy: a process from a site."""
        return scope_row(self._scope(request, supplier_id, part_id))

    @operation(EDIT, body=partly(body_of(ScopeEditForm)), returns=ScopeRow, locked=True)
    def patch(self, request: ApiRequest, supplier_id: int, part_id: int) -> ScopeRow:
        """Change description, criticality or stage; site and process stay."""
        scope = self._scope(request, supplier_id, part_id)
        version = self.expected(scope)
        form = self.filled(ScopeEditForm, instance=scope, supplier=scope.supplier)
        reason = form.cleaned_data["reason"]
        services.update_scope(scope, form.values, expected_version=version, actor=request.user, reason=reason)
        return scope_row(scope)

    def _scope(self, request: ApiRequest, supplier_id: int, part_id: int) -> Scope:
        scopes = Scope.objects.select_related("site", "process", "supplier")
        return get_object_or_404(scopes, supplier=supplier_for_page(request.user, supplier_id), pk=part_id)
