"""Fields that certificates need: dates as they are printed, and files judged by their content."""

from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from certificates.domain.dates import printed_date
from certificates.domain.paper import EARLIEST, LATEST
from certificates.services.files import KINDS
from common.uploads import UploadRejected, checked_upload


def day_text(day: date) -> str:
    """12 Mar 2027: a form that cannot be misread."""
    return f"{day.day} {day:%b %Y}"


class PrintedDateField(forms.Field):
    """A date typed as it is printed: 2026-03-05, 5. März 2026, April 15, 2014, 14/11/2003, 民國109年9月3日.

    Where day and month can be swapped the person is asked which; an impossible date is refused, not moved.
    """

    widget = forms.TextInput(attrs={"autocomplete": "off", "placeholder": "12 Mar 2027", "maxlength": 60})
    is_day = True

    def prepare_value(self, value: Any) -> Any:
        return day_text(value) if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        text = str(value or "").strip()
        if not text:
            return None
        readings = printed_date(text[:60])
        if not readings:
            raise ValidationError("This is no date. Type it as printed, for instance 12 Mar 2027 or 2027-03-12.")
        if len(readings) > 1:
            either = " or ".join(day_text(reading) for reading in readings)
            raise ValidationError(f"This can be {either}. Type the month as a word.")
        if not EARLIEST <= readings[0] <= LATEST:
            raise ValidationError(f"The year {readings[0].year} cannot be right. Compare it with the paper.")
        return readings[0]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != data)


class EvidenceFileField(forms.FileField):
    """A PDF, JPEG or PNG by its content; anything else is refused with what it is."""

    widget = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"})

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if data:
            try:
                checked_upload(data, kinds=KINDS)
            except UploadRejected as error:
                raise ValidationError(str(error)) from None
        return file


class RestatedForm(forms.Form):
    """A form that is shown again with what was typed, and with one value set by us."""

    def put(self, name: str, value: object) -> None:
        """Set what a field holds when the form is shown again."""
        data = cast(QueryDict, self.data).copy()
        data[name] = str(value)
        self.data = data


class CountedForm(RestatedForm):
    """A form that counts once: the token is drawn when it is shown."""

    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)
