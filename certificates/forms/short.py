from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from certificates.domain.state import EventKind
from certificates.forms.fields import CountedForm, EvidenceFileField, PrintedDateField, RestatedForm
from certificates.labels import event_choices


class UploadForm(forms.Form):
    """The drop zone of a supplier's certificates."""

    upload = EvidenceFileField(label="Certificate file")


class RetireForm(RestatedForm):
    """Close a record that has no successor."""

    reason = forms.CharField(
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text="For instance: site closed, recorded for the wrong company, no longer needed for what we buy.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class EventForm(CountedForm):
    """What the certification body did."""

    kind = forms.ChoiceField(label="What happened", choices=event_choices)
    on = PrintedDateField(label="On")
    note = forms.CharField(
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text="Where this is known from: a letter, a register entry.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_kind(self) -> EventKind:
        return EventKind(self.cleaned_data["kind"])

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise ValidationError("This day lies ahead. Record it when it has happened.")
        return day
