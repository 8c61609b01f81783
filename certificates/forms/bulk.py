from datetime import date
from typing import Any, cast

from django import forms

from accounts.domain.permissions import Permission
from accounts.models import User
from common.bulk.forms import BulkForm
from suppliers.forms import people_who_may


class DueForm(BulkForm):
    """By when certificates are looked up next, and who does it."""

    due_on = forms.DateField(
        label="Look them up by",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Sooner than the rule as you like. What was verified goes stale on the rule's day all the same.",
    )
    knowingly = forms.BooleanField(
        label="Also later than the rule says, by at most 90 days",
        required=False,
        help_text="Without this, certificates for which the day lies later than the rule's are left out.",
    )
    responsible = forms.ModelChoiceField(
        User.objects.none(),
        label="Who looks them up",
        required=False,
        empty_label="Leave as it is",
        help_text="Gets the reminders instead of the supplier's owner.",
    )
    field_order = ["due_on", "knowingly", "responsible", "reason"]

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data)
        self.today = today
        people = people_who_may(Permission.CERTIFICATE_VERIFY)
        cast("forms.ModelChoiceField[User]", self.fields["responsible"]).queryset = people

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        if day is not None and day < self.today:
            raise forms.ValidationError("This day has passed already. Give a day from today on.")
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("knowingly") and not given.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Give the day.")
        return given
