"""Form fields and forms that every app uses the same way."""

from typing import Any

from django import forms

from common.views import new_submission

LONGEST_WORDS = 5000


def day_field(label: str, **options: Any) -> forms.DateField:
    """A date with the browser's own picker."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], **options)


def words_field(label: str, rows: int = 4, **options: Any) -> forms.CharField:
    """A text of several lines in any script."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, widget=widget, max_length=LONGEST_WORDS, **options)


class SentOnce(forms.Form):
    """A form that counts once, however often it is sent."""

    submission = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=new_submission)


class ListFilter(forms.Form):
    """What a list is narrowed by."""

    def value(self, name: str) -> Any:
        """What was chosen for a field; nothing when it was not a choice at all."""
        return self.cleaned_data.get(name) if self.is_valid() else self.cleaned_data.get(name, "")


class DayRange(ListFilter):
    """A list's filter that can be narrowed to days: `since` and `until`, both included."""

    since = day_field("From", required=False)
    until = day_field("To", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name not in ("since", "until")])

    def between(self, rows: Any, column: str) -> Any:
        """The rows whose day lies in the range."""
        if since := self.value("since"):
            rows = rows.filter(**{f"{column}__gte": since})
        if until := self.value("until"):
            rows = rows.filter(**{f"{column}__lte": until})
        return rows
