"""Logging a supplier and editing its record."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from accounts.access import requires
from accounts.domain.permissions import Permission
from common.views import AuthedRequest, form_page
from suppliers import services
from suppliers.forms import NewSupplierForm, SupplierForm
from suppliers.selectors import similar_suppliers, supplier_for_page
from suppliers.views.saving import save_form


@requires(Permission.SUPPLIER_EDIT)
def create_supplier(request: AuthedRequest) -> HttpResponse:
    """The short form. When the name looks like a known supplier, that one is offered before a second is made."""
    form = NewSupplierForm(request.POST or None, initial={"owner": request.user.pk})
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid() and not request.POST.get("anyway"):
        values = form.values
        alike = similar_suppliers(request.user, values["legal_name"], values["local_name"], values["country"])
        if alike:
            return form_page(request, "suppliers/create.html", {"form": form, "alike": alike})

    def save() -> str:
        token = form.cleaned_data["submission"]
        return services.create_supplier(actor=request.user, **form.creation, submission=token).get_absolute_url()

    message = "Logged. Add sites, contacts and what you buy where they are missing."
    return save_form(request, form, save, template="suppliers/create.html", context=context, message=message)


@requires(Permission.SUPPLIER_EDIT)
def edit_supplier(request: AuthedRequest, supplier_id: int) -> HttpResponse:
    """The supplier record itself; the parts that hang on it have forms of their own."""
    supplier = supplier_for_page(request.user, supplier_id)
    form = SupplierForm(request.POST or None, instance=supplier)

    def save() -> str:
        version = form.cleaned_data["version"] or 0
        services.update_supplier(supplier, form.values, expected_version=version, actor=request.user)
        return reverse("suppliers:detail", args=[supplier.pk])

    context = {"supplier": supplier, "title": "Edit the supplier"}
    return save_form(request, form, save, template="suppliers/edit.html", context=context, message="Saved.")
