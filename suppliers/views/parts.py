"""The parts of a supplier record, each a short form: other names, numbers, sites, contacts, what we buy."""

from collections.abc import Callable

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from common.views import AuthedRequest
from suppliers import services
from suppliers.domain.terms import IdentifierKind
from suppliers.forms import (
    AliasForm,
    ContactForm,
    IdentifierForm,
    ScopeEditForm,
    ScopeForm,
    SiteForm,
    closing_form,
)
from suppliers.models import Supplier
from suppliers.selectors import supplier_for_page
from suppliers.views.saving import act, save_form

EDIT = Permission.SUPPLIER_EDIT


def _page(
    request: AuthedRequest,
    supplier: Supplier,
    title: str,
    form: forms.BaseForm,
    save: Callable[[], object],
    *,
    message: str = "Saved.",
    **context: str,
) -> HttpResponse:
    """One of the short forms; when it is saved the supplier's page shows."""

    def save_and_return() -> str:
        save()
        return supplier.get_absolute_url()

    values = {"supplier": supplier, "title": title, **context}
    return save_form(
        request, form, save_and_return, template="suppliers/part_form.html", context=values, message=message
    )


def _act(request: AuthedRequest, supplier: Supplier, do: Callable[[], object], message: str) -> HttpResponse:
    """A button without a form: does it, or says why not, on the supplier's page."""
    return act(request, supplier.get_absolute_url(), do, message)


@requires(EDIT)
def add_alias(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    supplier = supplier_for_page(request.user, supplier_id)
    form = AliasForm(request.POST or None)
    return _page(
        request,
        supplier,
        "Add another name",
        form,
        lambda: services.add_alias(
            supplier, form.cleaned_data["name"], actor=request.user, submission=form.cleaned_data["submission"]
        ),
    )


@requires(EDIT)
def edit_alias(request: AuthedRequest, supplier_id: int, part_id: int) -> HttpResponse:
    supplier = supplier_for_page(request.user, supplier_id)
    alias = get_object_or_404(supplier.aliases, pk=part_id)
    form = AliasForm(request.POST or None, instance=alias)

    def save() -> None:
        alias.name = form.cleaned_data["was"]
        services.update_alias(alias, form.cleaned_data["name"], actor=request.user)

    return _page(request, supplier, "Correct a name", form, save, removal="suppliers:alias_remove", part=str(part_id))


@requires(EDIT)
@require_POST
def remove_alias(request: AuthedRequest, supplier_id: int, part_id: int) -> HttpResponse:
    supplier = supplier_for_page(request.user, supplier_id)
    alias = get_object_or_404(supplier.aliases, pk=part_id)
    return _act(request, supplier, lambda: services.remove_alias(alias, actor=request.user), "Taken away.")


@requires(EDIT)
def add_identifier(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    supplier = supplier_for_page(request.user, supplier_id)
    form = IdentifierForm(request.POST or None, initial={"country": supplier.country})
    return _page(
        request,
        supplier,
        "Add a number",
        form,
        lambda: services.add_identifier(
            supplier,
            kind=IdentifierKind(form.cleaned_data["kind"]),
            value=form.cleaned_data["value"],
            country=str(form.cleaned_data["country"] or ""),
            actor=request.user,
            submission=form.cleaned_data["submission"],
        ),
    )


@requires(EDIT)
def edit_identifier(request: AuthedRequest, supplier_id: int, part_id: int) -> HttpResponse:
    supplier = supplier_for_page(request.user, supplier_id)
    number = get_object_or_404(supplier.identifiers, pk=part_id)
    form = IdentifierForm(request.POST or None, instance=number)

    def save() -> None:
        number.value = form.cleaned_data["was"]
        services.update_identifier(
            number,
            kind=IdentifierKind(form.cleaned_data["kind"]),
            value=form.cleaned_data["value"],
            country=str(form.cleaned_data["country"] or ""),
            actor=request.user,
        )

    removal = {"removal": "suppliers:identifier_remove", "part": str(part_id)}
    return _page(request, supplier, "Correct a number", form, save, **removal)


@requires(EDIT)
@require_POST
def remove_identifier(request: AuthedRequest, supplier_id: int, part_id: int) -> HttpResponse:
    supplier = supplier_for_page(request.user, supplier_id)
    number = get_object_or_404(supplier.identifiers, pk=part_id)
    return _act(request, supplier, lambda: services.remove_identifier(number, actor=request.user), "Taken away.")


@requires(EDIT)
def add_contact(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    supplier = supplier_for_page(request.user, supplier_id)
    form = ContactForm(request.POST or None, supplier=supplier)

    def save() -> None:
        token = form.cleaned_data["submission"]
        services.add_contact(supplier, **form.values, actor=request.user, submission=token)

    return _page(request, supplier, "Add a contact", form, save)


@requires(EDIT)
def edit_contact(request: AuthedRequest, supplier_id: int, part_id: int) -> HttpResponse:
    supplier = supplier_for_page(request.user, supplier_id)
    contact = get_object_or_404(supplier.contacts, pk=part_id)
    form = ContactForm(request.POST or None, instance=contact, supplier=supplier)

    def save() -> None:
        version = form.cleaned_data["version"] or 0
        services.update_contact(contact, form.values, expected_version=version, actor=request.user)

    removal = {"removal": "suppliers:contact_remove", "part": str(part_id)}
    return _page(request, supplier, "Edit a contact", form, save, **removal)


@requires(EDIT)
@require_POST
def remove_contact(request: AuthedRequest, supplier_id: int, part_id: int) -> HttpResponse:
    supplier = supplier_for_page(request.user, supplier_id)
    contact = get_object_or_404(supplier.contacts, pk=part_id)
    return _act(request, supplier, lambda: services.remove_contact(contact, actor=request.user), "Taken away.")


@requires(EDIT)
def add_site(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    supplier = supplier_for_page(request.user, supplier_id)
    form = SiteForm(request.POST or None, initial={"country": supplier.country})

    def save() -> None:
        details: services.SiteDetails = {**form.values}  # type: ignore[typeddict-item]
        services.add_site(supplier, details, actor=request.user, submission=form.cleaned_data["submission"])

    return _page(request, supplier, "Add a site", form, save)


@requires(EDIT)
def edit_site(request: AuthedRequest, supplier_id: int, part_id: int) -> HttpResponse:
    supplier = supplier_for_page(request.user, supplier_id)
    site = get_object_or_404(supplier.sites, pk=part_id)
    form = SiteForm(request.POST or None, instance=site)

    def save() -> None:
        version = form.cleaned_data["version"] or 0
        services.update_site(site, form.values, expected_version=version, actor=request.user)

    return _page(request, supplier, "Edit a site", form, save)


@requires(EDIT)
def close_site(request: AuthedRequest, supplier_id: int, part_id: int) -> HttpResponse:
    supplier = supplier_for_page(request.user, supplier_id)
    site = get_object_or_404(supplier.sites, pk=part_id)
    form = closing_form(request.POST or None, site)
    return _page(
        request,
        supplier,
        f"Close {site}",
        form,
        lambda: services.close_site(
            site,
            on=form.cleaned_data["on"],
            expected_version=form.cleaned_data["version"],
            actor=request.user,
            reason=form.cleaned_data["reason"],
        ),
        message="Closed.",
        button="Close the site",
    )


@requires(EDIT)
@require_POST
def reopen_site(request: AuthedRequest, supplier_id: int, part_id: int) -> HttpResponse:
    supplier = supplier_for_page(request.user, supplier_id)
    site = get_object_or_404(supplier.sites, pk=part_id)
    return _act(
        request,
        supplier,
        lambda: services.reopen_site(site, expected_version=site.version, actor=request.user),
        "Open again.",
    )


@requires(EDIT)
@require_POST
def make_main_site(request: AuthedRequest, supplier_id: int, part_id: int) -> HttpResponse:
    supplier = supplier_for_page(request.user, supplier_id)
    site = get_object_or_404(supplier.sites, pk=part_id)
    return _act(
        request,
        supplier,
        lambda: services.make_main_site(site, expected_version=site.version, actor=request.user),
        f"{site} is the main site.",
    )


@requires(EDIT)
def add_scope(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    supplier = supplier_for_page(request.user, supplier_id)
    form = ScopeForm(request.POST or None, supplier=supplier, initial={"criticality": supplier.criticality})

    def save() -> None:
        token = form.cleaned_data["submission"]
        services.add_scope(supplier, **form.values, actor=request.user, submission=token)

    return _page(request, supplier, "Add what we buy", form, save)


@requires(EDIT)
def edit_scope(request: AuthedRequest, supplier_id: int, part_id: int) -> HttpResponse:
    supplier = supplier_for_page(request.user, supplier_id)
    scope = get_object_or_404(supplier.scopes.select_related("site", "process"), pk=part_id)
    form = ScopeEditForm(request.POST or None, instance=scope, supplier=supplier)

    def save() -> None:
        services.update_scope(
            scope,
            form.values,
            expected_version=form.cleaned_data["version"] or 0,
            actor=request.user,
            reason=form.cleaned_data["reason"],
        )

    return _page(request, supplier, str(scope), form, save)
