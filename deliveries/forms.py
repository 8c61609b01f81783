"""Forms of deliveries and lots: what was typed, checked for its form; what cannot be true the rules say."""

from collections.abc import Callable
from typing import Any

from django import forms

from common.fields import SentOnce, day_field, words_field
from deliveries.domain.lots import LotResult
from deliveries.domain.on_time import Base, Rule
from deliveries.domain.records import DeliveryData, LotData
from deliveries.labels import base_choices, result_choices
from deliveries.models import Delivery, InspectionLot
from deliveries.services import Place
from suppliers.models import Scope, Site, Supplier


def text_field(label: str, most: int, **options: Any) -> forms.CharField:
    """A short text on one line."""
    return forms.CharField(label=label, max_length=most, required=False, **options)


def quantity_field(label: str, **options: Any) -> forms.DecimalField:
    """An amount of goods, with up to three decimals."""
    widget = forms.NumberInput(attrs={"inputmode": "decimal", "step": "any", "min": 0})
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_digits=15, decimal_places=3, widget=widget, **options
    )


def money_field(label: str, **options: Any) -> forms.DecimalField:
    """An amount of money."""
    widget = forms.NumberInput(attrs={"inputmode": "decimal", "step": "any", "min": 0})
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_digits=15, decimal_places=2, widget=widget, **options
    )


def count_field(label: str, **options: Any) -> forms.IntegerField:
    """A number of parts; empty where nobody counted."""
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0})
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=999_999_999_999, widget=widget, **options
    )


class CurrencyField(forms.RegexField):
    """Three letters of ISO 4217."""

    def __init__(self, **options: Any) -> None:
        super().__init__(r"^[A-Za-z]{3}$", label="Currency", required=False, max_length=3, **options)
        self.error_messages["invalid"] = "Three letters, for instance EUR."

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).upper()


class ScopeChoice(forms.ModelChoiceField[Scope]):
    """What we buy: process and site."""

    def label_from_instance(self, obj: Scope) -> str:
        return f"{obj.process} · {obj.site}"


class PlacedForm(SentOnce):
    """Where something came from, as far as it is known, and why a record is corrected."""

    use_required_attribute = False
    scope = ScopeChoice(
        Scope.objects.none(),
        label="What we buy",
        required=False,
        empty_label="not said: counts for everything we buy from them",
        help_text="Then it counts for this process only.",
    )
    site = forms.ModelChoiceField(Site.objects.none(), label="Site", required=False, empty_label="not said")
    reason = words_field("What was wrong with the first", rows=2)

    def __init__(self, *args: Any, supplier: Supplier, correcting: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.supplier = supplier
        fields: dict[str, Any] = self.fields
        fields["site"].queryset = supplier.sites.all()
        fields["scope"].queryset = Scope.objects.filter(supplier=supplier).select_related("process", "site")
        if not correcting:
            del self.fields["reason"]

    def place(self) -> Place:
        """Whose it is, and from where."""
        return Place(self.supplier, self.cleaned_data["site"], self.cleaned_data["scope"])

    def words(self, names: tuple[str, ...]) -> dict[str, Any]:
        """The values of these fields as the rules take them."""
        return {name: self.cleaned_data[name] for name in names}


class DeliveryForm(PlacedForm):
    """A receipt of an order line, or an open line."""

    order_number = text_field("Order", 60)
    order_line = text_field("Line", 20, help_text="Receipts with the same order and line are parts of one line.")
    delivery_note = text_field("Delivery note", 60)
    part_number = text_field("Part number", 120)
    revision = text_field("Revision", 20)
    description = text_field("Description", 300)
    ordered_quantity = quantity_field(
        "Ordered on this line", help_text="Of the whole line. Left empty, what came is taken for what was ordered."
    )
    delivered_quantity = quantity_field("Came in")
    unit = text_field("Unit", 20, initial="pcs")
    requested_on = day_field("Requested for", required=False)
    promised_on = day_field("Promised for", required=False, help_text="The first day the supplier confirmed.")
    delivered_on = day_field("Delivered on", required=False, help_text="Left empty while nothing has come.")
    value = money_field("Value")
    currency = CurrencyField()
    transport = text_field("Transport", 60)
    incoterm = text_field("Incoterm", 40)
    names = (
        "order_number", "order_line", "delivery_note", "part_number", "revision", "description", "ordered_quantity",
        "unit", "requested_on", "promised_on", "delivered_on", "value", "currency", "transport", "incoterm",
    )  # fmt: skip

    def data_from(self, before: Delivery | None) -> DeliveryData:
        """The delivery as the service takes it; a corrected one keeps its number in the other system."""
        kept: dict[str, Any] = (
            {"source": before.source, "external_id": before.external_id, "noted_on": before.noted_on} if before else {}
        )
        came: dict[str, Any] = {"delivered_quantity": self.cleaned_data["delivered_quantity"] or 0}
        return DeliveryData(**self.words(self.names), **came, **kept)


class LotForm(PlacedForm):
    """An inspected lot."""

    part_number = text_field("Part number", 120)
    revision = text_field("Revision", 20)
    lot_number = text_field("Lot or heat", 80)
    order_number = text_field("Order", 60)
    received_on = day_field("Received on", required=False)
    inspected_on = day_field("Inspected on")
    lot_size = count_field("Parts in the lot")
    sample_size = count_field(
        "Parts inspected", help_text="Empty if nobody noted it: then the lot counts, its parts do not."
    )
    nonconforming = count_field("Of them nonconforming")
    plan = text_field("Sampling plan", 120, help_text="For instance ISO 2859-1, level II, AQL 1.0; or all parts.")
    result = forms.ChoiceField(
        label="Result", choices=result_choices, widget=forms.RadioSelect, initial=LotResult.ACCEPTED.value
    )
    inspector = text_field("Inspected by", 120)
    note = words_field("Note", rows=2, required=False)
    names = (
        "part_number", "revision", "lot_number", "order_number", "received_on", "inspected_on", "lot_size",
        "sample_size", "nonconforming", "plan", "inspector", "note",
    )  # fmt: skip

    def data_from(self, before: InspectionLot | None) -> LotData:
        """The lot as the service takes it."""
        kept: dict[str, Any] = initial_of(before, ("source", "external_id")) if before else {}
        return LotData(**self.words(self.names), result=LotResult(self.cleaned_data["result"]), **kept)


def initial_of(row: Any, names: tuple[str, ...] = ()) -> dict[str, Any]:
    """What the correction of a record begins with: the wrong one."""
    wanted = names or tuple(field.name for field in row._meta.concrete_fields)
    return {name: getattr(row, name) for name in wanted}


class ReasonForm(forms.Form):
    reason = words_field("Reason", rows=3)


class RuleForm(forms.Form):
    """What counts as on time from a day on."""

    base = forms.ChoiceField(label="Measured against", choices=base_choices)
    early_days = forms.IntegerField(label="Days early that are still on time", min_value=0, max_value=365)
    late_days = forms.IntegerField(label="Days late that are still on time", min_value=0, max_value=365)
    from_on = day_field("Holds from", help_text="Ratings of days before keep the rule of their time.")
    source = forms.CharField(
        label="Where this is agreed", max_length=300, help_text="For instance: terms of delivery, June 2026, section 4."
    )

    def rule(self) -> Rule:
        """The rule as the service takes it."""
        data = self.cleaned_data
        return Rule(Base(data["base"]), data["early_days"], data["late_days"])


class DefectTypeForm(forms.Form):
    name = forms.CharField(label="Type of defect", max_length=80)
    is_offered = forms.BooleanField(label="Offered for new records", required=False, initial=True)


RecordForm = DeliveryForm | LotForm
FormOf = Callable[..., RecordForm]
