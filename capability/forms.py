"""Forms of capability records and visit notes: what was typed, checked for its form; the services ask the rules."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models

from capability.domain.terms import Kind
from capability.kinds import KindPage
from capability.labels import manner_choices, source_choices_for, unit_choices
from capability.models import CapabilityRecord, VisitNote
from capability.services import VisitHead
from common.fields import LONGEST_WORDS, SentOnce, day_field, words_field
from common.views import new_submission
from suppliers.models import Scope, Site, Supplier

NUMBER = 2_000_000_000


class ExactField(forms.DecimalField):
    """A decimal as a phone's keyboard writes it, with point or comma; shown without idle zeros."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 24})

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return plain_number(value) if isinstance(value, Decimal) else value


def plain_number(value: Decimal) -> str:
    """`0.010000` as `0.01`."""
    return f"{value.normalize():f}"


class ScopeField(forms.ModelChoiceField[Scope]):
    def label_from_instance(self, obj: Scope) -> str:
        return f"{obj.process} · {obj.site}"


class ScopesField(forms.ModelMultipleChoiceField[Scope]):
    def label_from_instance(self, obj: Scope) -> str:
        return f"{obj.process} · {obj.site}"


def _record_field(column: "models.Field[Any, Any]", **options: Any) -> Any:
    """The form field of a column: dates with a picker, decimals typed on a phone, texts in any script."""
    if isinstance(column, models.DateField):
        return day_field(str(column.verbose_name).capitalize(), required=not column.blank)
    if isinstance(column, models.DecimalField):
        return column.formfield(form_class=ExactField, **options)
    if isinstance(column, models.TextField):
        return words_field(str(column.verbose_name).capitalize(), rows=2, required=False)
    built = column.formfield(**options)
    if isinstance(built, forms.CharField):
        built.widget.attrs["dir"] = "auto"
    if isinstance(built, forms.IntegerField):
        built.widget.attrs["inputmode"] = "numeric"
        built.max_value = built.max_value or NUMBER
    return built


class RecordForm(forms.ModelForm[Any]):
    """A record of one kind. The rules over several fields are the service's, so that programs hear the same."""

    submission = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=new_submission)
    reason = words_field("What was wrong with the first", rows=2)
    use_required_attribute = False

    def __init__(
        self, *args: Any, page: KindPage, supplier: Supplier, correcting: CapabilityRecord | None = None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {**_first_guess(page, supplier, correcting), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.page = page
        fields: dict[str, Any] = self.fields
        fields["site"] = forms.ModelChoiceField(supplier.sites.all(), label="Site", empty_label=None)
        scopes = Scope.objects.filter(supplier=supplier).select_related("process", "site")
        fields["scope"] = ScopeField(scopes, label="Process", required=page.kind is Kind.EQUIPMENT)
        if page.kind is not Kind.EQUIPMENT:
            fields["scope"].empty_label = "All that is made at this site"
        fields["source"].choices = [("", "Choose the strongest that is true"), *source_choices_for(page.kind)]
        if correcting is None:
            del self.fields["reason"]

    def _post_clean(self) -> None:
        """Rules and constraints are the service's to tell."""

    def values(self) -> dict[str, Any]:
        """The record as the service takes it."""
        names = ("site", "scope", "source", "observed_on", "note", *self.page.fields)
        return {name: self.cleaned_data[name] for name in names}

    @property
    def sections(self) -> list[tuple[str, list[Any]]]:
        """The kind's own fields, section by section."""
        return [(one.title, [self[name] for name in one.fields]) for one in self.page.sections]

    def add_error(self, field: str | None, error: Any) -> None:
        super().add_error(field or NON_FIELD_ERRORS, error)


def _first_guess(page: KindPage, supplier: Supplier, wrong: CapabilityRecord | None) -> dict[str, Any]:
    """What the form begins with: the wrong record, or the only process that there is."""
    if wrong is not None:
        return {column.name: getattr(wrong, column.name) for column in wrong._meta.concrete_fields if column.editable}
    scopes = list(Scope.objects.filter(supplier=supplier)[:2])
    if page.kind is Kind.EQUIPMENT and len(scopes) == 1:
        return {"scope": scopes[0], "site": scopes[0].site_id}
    return {}


def record_form(page: KindPage) -> type[RecordForm]:
    """The form of a kind, made from its table."""
    names = ("site", "scope", "source", "observed_on", *page.fields, "note")
    made = forms.modelform_factory(page.model, form=RecordForm, fields=names, formfield_callback=_record_field)
    return cast(type[RecordForm], made)


class ReasonForm(forms.Form):
    reason = words_field("Reason", rows=3)


class VisitForm(SentOnce):
    """Where and when, expected or not, whom one met: all but the last is filled in already."""

    site = forms.ModelChoiceField(Site.objects.none(), label="Site", empty_label=None)
    scopes = ScopesField(
        Scope.objects.none(), label="What was looked at", required=False, widget=forms.CheckboxSelectMultiple
    )
    visited_on = day_field("Visited on")
    unannounced = forms.TypedChoiceField(
        label="They",
        choices=((False, "expected us"), (True, "did not expect us")),
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
        initial=False,
        help_text="A visit that nobody expected weighs more in the rating.",
    )
    people = forms.CharField(
        label="People met", required=False, max_length=500, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    note = words_field("What somebody should know who reads nothing else", rows=2, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, supplier: Supplier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["site"].queryset = supplier.sites.filter(closed_on=None)
        fields["scopes"].queryset = Scope.objects.filter(supplier=supplier).rated().select_related("process", "site")
        if not supplier.scopes.exists():
            del self.fields["scopes"]

    def head(self) -> VisitHead:
        """The head as the service takes it."""
        data = self.cleaned_data
        return VisitHead(
            data["site"], data["visited_on"], data["unannounced"], data["people"], data["note"],
            list(data.get("scopes", [])),
        )  # fmt: skip


def visit_initial(visit: VisitNote) -> dict[str, Any]:
    """What the form of an existing note begins with."""
    names = ("site", "visited_on", "unannounced", "people", "note", "version")
    return {name: getattr(visit, name) for name in names} | {"scopes": visit.scopes.all()}


class RowForm(forms.Form):
    """A row of a note as it was typed; half of it is fine. `replace` is the version that a person chose to replace."""

    version = forms.IntegerField(required=False, min_value=0)
    replace = forms.IntegerField(required=False, min_value=1)

    @property
    def expected_version(self) -> int:
        return self.cleaned_data["replace"] or self.cleaned_data["version"] or 0

    def values(self) -> dict[str, Any]:
        """The row as the service takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "replace")}


def _count(label: str) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 10})
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=NUMBER, widget=widget)


def _exact(label: str) -> ExactField:
    return ExactField(label=label, required=False, max_digits=14, decimal_places=6)


class CountForm(RowForm):
    pulled = _count("Pulled")
    in_order = _count("In order")
    refused = forms.BooleanField(label="Asked, not disclosed", required=False)


class MeasurementForm(RowForm):
    characteristic = forms.CharField(label="Characteristic", required=False, max_length=120)
    recorded = _exact("Their record")
    measured = _exact("We measured")
    uncertainty = _exact("Ours ±")
    theirs = _exact("Theirs ±")
    lower = _exact("Lower limit")
    upper = _exact("Upper limit")
    unit = forms.ChoiceField(label="Unit", choices=unit_choices)
    instrument = forms.CharField(label="Measured with", required=False, max_length=120)


class QuestionForm(RowForm):
    text = forms.CharField(label="Question", required=False, max_length=300)
    manner = forms.ChoiceField(label="Answered", required=False, choices=lambda: [("", ""), *manner_choices()])
    words = forms.CharField(label="In their words", required=False, max_length=min(2000, LONGEST_WORDS))


class VisitPhotoForm(forms.Form):
    photo = forms.FileField(label="Photo", widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png"}))
    caption = forms.CharField(label="Caption", required=False, max_length=200)
