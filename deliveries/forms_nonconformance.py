"""Forms of nonconformances: logging, correcting, deciding, and their files."""

from typing import Any

from django import forms

from common.fields import day_field, words_field
from deliveries.domain.nonconformances import Disposition, KnownFrom, Severity
from deliveries.domain.records import NonconformanceData
from deliveries.domain.stages import Stage
from deliveries.forms import CurrencyField, PlacedForm, ReasonForm, count_field, initial_of, money_field, text_field
from deliveries.labels import disposition_choices, known_from_choices, severity_choices, stage_choices
from deliveries.models import DefectType, Delivery, InspectionLot, Nonconformance
from deliveries.selectors.lists import defect_types
from deliveries.services import Decision, Links


class NonconformanceForm(PlacedForm):
    """Something that did not conform."""

    stage = forms.ChoiceField(
        label="Caught at",
        choices=stage_choices,
        initial=Stage.RECEIVING.value,
        help_text="The first four are the supplier's own: what they catch before it leaves speaks for them.",
    )
    known_from = forms.ChoiceField(label="How we know", choices=known_from_choices, initial=KnownFrom.OUR_RECORD.value)
    severity = forms.ChoiceField(label="Severity", choices=severity_choices, initial=Severity.MAJOR.value)
    defect_type = forms.ModelChoiceField(DefectType.objects.none(), label="Type of defect", empty_label="Choose")
    description = words_field(
        "What does not conform",
        rows=3,
        help_text="What is so and what should be: in a sentence the supplier would accept.",
    )
    found_on = day_field("Found on")
    part_number = text_field("Part number", 120)
    revision = text_field("Revision", 20)
    lot_number = text_field("Lot or heat", 80)
    order_number = text_field("Order", 60)
    quantity_affected = count_field("Parts affected")
    quantity_inspected = count_field("Parts inspected")
    stopped_line = forms.BooleanField(label="It stopped our line", required=False)
    cost = money_field("Cost to us", help_text="Sorting, rework, stopped line, freight.")
    currency = CurrencyField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    names = (
        "description", "found_on", "part_number", "revision", "lot_number", "order_number", "quantity_affected",
        "quantity_inspected", "stopped_line", "cost", "currency",
    )  # fmt: skip

    def __init__(self, *args: Any, before: Nonconformance | None = None, **kwargs: Any) -> None:
        super().__init__(*args, correcting=before is not None, **kwargs)
        self.before = before
        fields: dict[str, Any] = self.fields
        fields["defect_type"].queryset = defect_types(also=before.defect_type if before else None)
        if before is None:
            del self.fields["version"]
        else:
            fields["reason"].label = "What was wrong, or what is known now"

    def data_from(self) -> NonconformanceData:
        """As the service takes it; a corrected one keeps its number in the other system."""
        kept: dict[str, Any] = initial_of(self.before, ("source", "external_id")) if self.before else {}
        given = self.cleaned_data
        return NonconformanceData(
            **self.words(self.names),
            stage=Stage(given["stage"]),
            severity=Severity(given["severity"]),
            known_from=KnownFrom(given["known_from"]),
            **kept,
        )

    def links(self, delivery: Delivery | None = None, lot: InspectionLot | None = None) -> Links:
        """The type of defect, and with what it came; what was linked before stays."""
        if self.before is not None:
            delivery, lot = self.before.delivery, self.before.lot
        return Links(self.cleaned_data["defect_type"], delivery, lot)


class MoveForm(forms.Form):
    """A move of the nonconformance as the person saw it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def expected(self) -> int:
        """The version that the person saw; a form without one saw none."""
        return self.cleaned_data["version"] or 0


class DecideForm(MoveForm):
    """What becomes of the parts."""

    disposition = forms.ChoiceField(label="What becomes of them", choices=disposition_choices, widget=forms.RadioSelect)
    on = day_field("Decided on")
    note = words_field(
        "Concession, terms",
        rows=3,
        required=False,
        help_text="For use as is: its number, who gave it, for how many parts.",
    )

    def decision(self) -> Decision:
        """As the service takes it."""
        data = self.cleaned_data
        return Decision(Disposition(data["disposition"]), data["on"], data["note"])


class CloseForm(MoveForm):
    note = words_field("What was seen that ends it", rows=3, required=False)


class MoveReasonForm(MoveForm, ReasonForm):
    """Why it is reopened or made void."""


class FileForm(forms.Form):
    file = forms.FileField(
        label="Photo or report",
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )
    caption = forms.CharField(label="Caption", required=False, max_length=200)
