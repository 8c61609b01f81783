from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from accounts.models import User
from certificates.domain.paper import date_contradictions
from certificates.forms.fields import CountedForm, EvidenceFileField, PrintedDateField
from certificates.models import AccreditationBody, Certificate, CertificateFile, CertificationBody
from certificates.services import CertificateData, Coverage, certification_body
from standards.models import Edition
from suppliers.models import Site, Supplier

TEXT = {"dir": "auto"}
EDITIONS = ("edition", "edition_2", "edition_3")


class EditionField(forms.TypedChoiceField):
    """An edition out of those that the form has read once for all its fields (`offer`)."""

    def __init__(self, label: str, *, required: bool) -> None:
        super().__init__(label=label, required=required, empty_value=None)

    def offer(self, editions: Mapping[str, Edition]) -> None:
        """Offer these, by their id."""
        self.coerce = lambda number: editions[str(number)]
        self.choices = [("", "" if self.required else "none"), *((key, str(row)) for key, row in editions.items())]

    def prepare_value(self, value: Any) -> Any:
        return value.pk if isinstance(value, Edition) else value


class CertificateForm(CountedForm):
    """A certificate as printed. Sites of the supplier come as pairs of fields: named on the paper, and with which
    scope."""

    edition = EditionField("Standard and edition", required=True)
    edition_2 = EditionField("Also holds", required=False)
    edition_3 = EditionField("And", required=False)
    number = forms.CharField(label="Certificate number", max_length=100)
    body_name = forms.CharField(
        label="Certification body",
        max_length=200,
        widget=forms.TextInput(
            attrs={"list": "bodies", "autocomplete": "off", "dir": "auto", "placeholder": "who issued it"}
        ),
    )
    accreditation_body = forms.ModelChoiceField(
        queryset=AccreditationBody.objects.all(),
        required=False,
        empty_label="none printed",
    )
    holder = forms.CharField(label="Holder as printed", max_length=300, widget=forms.TextInput(attrs=TEXT))
    address = forms.CharField(
        label="Address as printed", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2, **TEXT})
    )
    scope_text = forms.CharField(
        label="Scope as printed", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4, **TEXT})
    )
    exclusions = forms.CharField(label="Excluded clauses", max_length=300, required=False)
    valid_from = PrintedDateField(label="Valid from", required=False)
    expires_on = PrintedDateField(label="Expiry", required=False)
    issued_on = PrintedDateField(label="Issued", required=False)
    first_certified_on = PrintedDateField(label="Certified since", required=False)
    upload = EvidenceFileField(label="File", required=False)
    kept_file = forms.ModelChoiceField(
        queryset=CertificateFile.objects.none(), widget=forms.HiddenInput, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, supplier: Supplier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.supplier = supplier
        self.sites = list(supplier.sites.all())
        rows = Edition.objects.select_related("standard").order_by("standard__code", "-published_on", "pk")
        editions = {str(row.pk): row for row in rows}
        for name in EDITIONS:
            cast(EditionField, self.fields[name]).offer(editions)
        self.bodies = list(CertificationBody.objects.values_list("name", flat=True)[:500])
        kept = cast("forms.ModelChoiceField[CertificateFile]", self.fields["kept_file"])
        kept.queryset = CertificateFile.objects.filter(supplier=supplier)
        for site in self.sites:
            self.fields[f"site_{site.pk}"] = forms.BooleanField(label=site.name, required=False)
            self.fields[f"site_scope_{site.pk}"] = forms.CharField(
                label=f"Scope printed for {site.name}",
                max_length=4000,
                required=False,
                widget=forms.TextInput(attrs={"placeholder": "its own scope, if one is printed", **TEXT}),
            )

    @property
    def site_rows(self) -> Iterator[tuple[Site, BoundField, BoundField]]:
        """Each site with its two fields."""
        for site in self.sites:
            yield site, self[f"site_{site.pk}"], self[f"site_scope_{site.pk}"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        editions = self._editions(data)
        if len({edition.standard_id for edition in editions}) < len(editions):
            self.add_error("edition_2", "This standard is named twice. Keep the edition that is printed.")
        self._check_order(data)
        return data

    def _check_order(self, data: dict[str, Any]) -> None:
        names = ("first_certified_on", "issued_on", "valid_from", "expires_on")
        for name, sentence in date_contradictions(**{name: data.get(name) for name in names}):
            self.add_error(name, sentence)

    def certificate_data(self, *, actor: User, at: datetime, file: CertificateFile | None) -> CertificateData:
        """What the services take. Records the certification body when it is new."""
        data = self.cleaned_data
        return CertificateData(
            body=certification_body(data["body_name"], actor=actor, at=at),
            number=data["number"],
            holder=data["holder"],
            editions=self._editions(data),
            address=data["address"],
            accreditation_body=data["accreditation_body"],
            scope_text=data["scope_text"],
            exclusions=data["exclusions"],
            first_certified_on=data["first_certified_on"],
            issued_on=data["issued_on"],
            valid_from=data["valid_from"],
            expires_on=data["expires_on"],
            sites=[Coverage(site, data[f"site_scope_{site.pk}"]) for site in self.sites if data[f"site_{site.pk}"]],
            file=file,
        )

    def _editions(self, data: dict[str, Any]) -> list[Edition]:
        return [data[name] for name in EDITIONS if data.get(name)]

    def add_service_errors(self, error: ValidationError) -> None:
        """Show what the model refused, next to the field where there is one."""
        for name, texts in getattr(error, "message_dict", {"__all__": error.messages}).items():
            for text in texts:
                self.add_error(name if name in self.fields else None, text)


def initial_of(certificate: Certificate) -> dict[str, Any]:
    """A certificate as the form's values: to edit it, to renew it, and to show it beside a stale form."""
    held = [row.edition for row in certificate.standards.all()] + [None, None]
    values: dict[str, Any] = {
        "edition": held[0],
        "edition_2": held[1],
        "edition_3": held[2],
        "body_name": str(certificate.body),
        "kept_file": certificate.file,
        "version": certificate.version,
    }
    same = ("number", "accreditation_body", "holder", "address", "scope_text", "exclusions")
    dates = ("valid_from", "expires_on", "issued_on", "first_certified_on")
    values |= {name: getattr(certificate, name) for name in (*same, *dates)}
    for row in certificate.covered.all():
        values[f"site_{row.site_id}"] = True
        values[f"site_scope_{row.site_id}"] = row.scope_text
    return values
