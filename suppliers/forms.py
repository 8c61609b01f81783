"""Forms about suppliers. What they cannot check (who else has a number, who saved in between) the services say."""

from copy import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Model, QuerySet

from accounts.domain.permissions import PERMISSIONS, Permission, Role
from accounts.models import Team, User
from common import clock
from common.text import UnreadableText, one_line
from common.views import new_submission
from suppliers.domain.identifiers import InvalidNumber, check_number
from suppliers.domain.status import possible_next
from suppliers.domain.terms import IdentifierKind, Status
from suppliers.labels import STATUS_LABELS
from suppliers.models import Alias, Contact, Identifier, Process, Scope, Site, Supplier


class LineField(forms.CharField):
    """One line that a person typed or pasted, in any script: squeezed, without characters that nobody sees."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        for validator in self.validators:
            if isinstance(validator, MaxLengthValidator):
                validator.message = "At most %(limit_value)d characters fit here; this has %(show_value)d. Shorten it."

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(one_line(str(value))) if value else super().to_python(value)
        except UnreadableText as error:
            raise ValidationError(str(error)) from None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)  # a browser would cut what is pasted without a word
        return attrs | {"dir": "auto"}


class RecordForm(forms.ModelForm[Any]):
    """A form over one record. It works on a copy: the record itself is changed by services only.

    `submission` makes a form that creates count once; `version` is the one that was read by who edits.
    """

    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, instance: Model | None = None, **options: Any) -> None:
        super().__init__(data, instance=copy(instance), **options)
        self.fields["submission"].initial = new_submission()
        self.initial.setdefault("version", getattr(instance, "version", None))

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, by field of the record."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or () if name in self.cleaned_data}

    def _post_clean(self) -> None:
        """The services check the record as a whole, with the fields that no form shows."""


def _offer(field: forms.Field, **what: Any) -> None:
    """Set what a field offers where that is known only when the form is made."""
    for name, value in what.items():
        setattr(field, name, value)


def people_who_may(permission: Permission) -> "QuerySet[User]":
    roles = [role.value for role in PERMISSIONS[permission]]
    return User.objects.filter(is_active=True, role__in=roles).order_by("name", "pk")


class SupplierForm(RecordForm):
    """The supplier record itself."""

    website = forms.URLField(required=False, max_length=300, assume_scheme="https")

    class Meta:
        model = Supplier
        fields = ["legal_name", "local_name", "country", "sector", "criticality", "owner", "website", "notes"]
        field_classes = {"legal_name": LineField, "local_name": LineField}
        help_texts = {
            "local_name": "As it is written on site, for instance 阀体铸造厂.",
            "sector": "Where the parts go. It decides which certificates are asked for.",
            "criticality": "What a failure of the part would cost.",
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self.fields["owner"], queryset=people_who_may(Permission.SUPPLIER_EDIT), empty_label=None)


class NewSupplierForm(SupplierForm):
    """What is needed to log a supplier; the rest is added on its page."""

    own_number = LineField(required=False, max_length=60, label="Our supplier number")
    city = LineField(required=False, max_length=120, label="City of the first site")
    process = forms.ModelChoiceField(Process.objects.all(), required=False, label="What we buy: process")
    description = LineField(
        required=False, max_length=300, label="Which parts", help_text="For instance: valve bodies."
    )

    class Meta(SupplierForm.Meta):
        fields = ["legal_name", "local_name", "country", "sector", "criticality", "owner"]

    website = None  # type: ignore[assignment]  # Django's way to leave out an inherited field

    @property
    def creation(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        typed = self.cleaned_data
        return {
            "legal_name": typed["legal_name"],
            "country": typed["country"],
            "owner": typed["owner"],
            "details": {name: typed[name] for name in ("local_name", "sector", "criticality")},
            "own_number": typed["own_number"],
            "site": {"city": typed["city"]} if typed["city"] else None,
            "process": typed["process"],
            "scope_description": typed["description"],
        }


class AliasForm(RecordForm):
    """Another name. `was` is what it said when the form was opened."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Alias
        fields = ["name"]
        field_classes = {"name": LineField}
        labels = {"name": "Other name"}
        help_texts = {"name": "A former name, a brand, the name on invoices. The supplier is found by it."}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["was"] = self.instance.name


class IdentifierForm(RecordForm):
    """A number of the supplier, checked by the rule of its kind."""

    was = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Identifier
        fields = ["kind", "value", "country"]
        field_classes = {"value": LineField}
        labels = {"value": "Number", "country": "Country that gave it out"}
        help_texts = {
            "value": "Blanks and dots do not matter. A register number with its court or office: Aachen HRB 1234.",
            "country": "For VAT and register numbers.",
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["was"] = self.instance.value

    def clean(self) -> None:
        super().clean()
        kind, value = self.cleaned_data.get("kind"), self.cleaned_data.get("value")
        if not kind or not value or "country" not in self.cleaned_data:
            return
        try:
            check_number(IdentifierKind(kind), str(self.cleaned_data["country"] or ""), value)
        except InvalidNumber as error:
            self.add_error("value", str(error))


class SiteForm(RecordForm):
    """A place where the supplier works."""

    class Meta:
        model = Site
        fields = ["name", "street", "postal_code", "city", "region", "country"]
        field_classes = dict.fromkeys(["name", "street", "postal_code", "city", "region"], LineField)
        labels = {"name": "Name of the site", "region": "Province or state"}
        help_texts = {"name": "What people call it: Main plant, Works 2."}


class CloseSiteForm(forms.Form):
    """The day on which the supplier left a site."""

    on = forms.DateField(label="Closed on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason = LineField(required=False, max_length=500)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ContactForm(RecordForm):
    """A person at the supplier."""

    class Meta:
        model = Contact
        fields = ["name", "function", "email", "phone", "site"]
        field_classes = dict.fromkeys(["name", "function", "phone"], LineField)
        labels = {"email": "E-mail", "site": "Works at"}

    def __init__(self, *args: Any, supplier: Supplier, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self.fields["site"], queryset=supplier.sites.all(), empty_label="No site in particular")


class ScopeForm(RecordForm):
    """What we buy: a process from a site."""

    class Meta:
        model = Scope
        fields = ["process", "site", "description", "criticality", "stage"]
        field_classes = {"description": LineField}
        labels = {"description": "Which parts", "criticality": "Criticality of these parts", "stage": "Do we buy it?"}
        help_texts = {"description": "For instance: valve bodies, DN 50 to DN 200."}

    def __init__(self, *args: Any, supplier: Supplier, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self.fields["site"], queryset=supplier.sites.filter(closed_on=None), empty_label=None)


class ScopeEditForm(ScopeForm):
    """Site and process of a scope stay: its ratings and audits refer to them."""

    reason = LineField(required=False, max_length=500, help_text="Kept in the history.")

    class Meta(ScopeForm.Meta):
        fields = ["description", "criticality", "stage"]

    def __init__(self, *args: Any, supplier: Supplier, **options: Any) -> None:
        RecordForm.__init__(self, *args, **options)


class ReasonForm(forms.Form):
    """A reason for the history."""

    reason = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class StatusForm(ReasonForm):
    """The statuses that this person may move the supplier to."""

    to = forms.ChoiceField(label="New status", widget=forms.RadioSelect)
    expected = forms.ChoiceField(choices=[(status.value, "") for status in Status], widget=forms.HiddenInput)
    field_order = ["to", "reason"]

    def __init__(self, data: Any = None, *, user: User, status: Status, **options: Any) -> None:
        super().__init__(data, **options)
        self.offered = possible_next(status, Role(user.role))
        _offer(self.fields["to"], choices=[(offered.value, STATUS_LABELS[offered]) for offered in self.offered])
        self.fields["expected"].initial = status.value


class AccessForm(ReasonForm):
    """Who sees the supplier."""

    restricted = forms.ChoiceField(
        label="Who sees this supplier",
        choices=[("no", "Everybody who signs in"), ("yes", "Only the team and people below, its owner, and managers")],
        widget=forms.RadioSelect,
    )
    team = forms.ModelChoiceField(Team.objects.all(), required=False, empty_label="No team")
    people = forms.ModelMultipleChoiceField(
        User.objects.none(), required=False, label="People by name", widget=forms.CheckboxSelectMultiple
    )
    field_order = ["restricted", "team", "people", "reason"]

    def __init__(self, data: Any = None, *, supplier: Supplier) -> None:
        named = list(supplier.named_people.values_list("pk", flat=True))
        values = {"restricted": "yes" if supplier.is_restricted else "no", "team": supplier.team_id, "people": named}
        super().__init__(data, initial={**values, "version": supplier.version})
        _offer(self.fields["people"], queryset=User.objects.filter(is_active=True).order_by("name", "pk"))


class HistoryForm(forms.Form):
    """Which kind of record the history is shown of."""

    kind = forms.ChoiceField(label="Kind of record", required=False)

    def __init__(self, data: Any, *, kinds: list[tuple[str, str]]) -> None:
        super().__init__(data)
        _offer(self.fields["kind"], choices=[("", "Kind of record"), *kinds])

    @property
    def chosen(self) -> str:
        """The kind that was chosen; none when it is not offered."""
        return str(self.cleaned_data.get("kind", "")) if self.is_valid() else ""


def closing_form(data: Any, site: Site) -> CloseSiteForm:
    return CloseSiteForm(data, initial={"on": clock.today(), "version": site.version})
