"""What every form of a bulk change has."""

from typing import Any

from django import forms
from django.db.models import Model

from common import history


class BulkForm(forms.Form):
    """What is to be changed of many records. Fields that are left empty leave things as they are."""

    reason = forms.CharField(
        label="Why",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text="Kept in the history of each of them.",
    )
    nothing = "Choose at least one thing to change."

    @property
    def asked(self) -> dict[str, Any]:
        """What was chosen, as JSON holds it."""
        chosen = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return {name: _stored(value) for name, value in chosen.items() if value not in (None, "", False)}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not self.asked:
            raise forms.ValidationError(self.nothing)
        return given


def _stored(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else history.plain(value)
