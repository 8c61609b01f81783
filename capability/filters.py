"""What lists of capability records and visits are filtered by; every state of a filter is an address."""

from typing import Any

from django import forms

from accounts.models import User
from capability.kinds import KindPage
from capability.labels import source_choices_for, visit_state_choices
from capability.models import RecordQuerySet, VisitQuerySet
from suppliers.models import Process, Supplier


class _ListFilter(forms.Form):
    q = forms.CharField(label="Supplier", required=False, max_length=200)

    def value(self, name: str) -> Any:
        """What was chosen for a field; nothing when it was not a choice at all."""
        self.is_valid()
        return self.cleaned_data.get(name)


class RecordFilter(_ListFilter):
    result = forms.ChoiceField(label="Result", required=False)
    source = forms.ChoiceField(label="How we know", required=False)
    process = forms.ModelChoiceField(Process.objects.all(), label="Process", required=False, empty_label="Process")

    def __init__(self, *args: Any, page: KindPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        fields: dict[str, Any] = self.fields
        fields["source"].choices = [("", "How we know"), *source_choices_for(page.kind)]
        if page.result:
            column: Any = page.model._meta.get_field(page.result)
            fields["result"].choices = [("", "Result"), *column.choices]
        else:
            del self.fields["result"]

    def apply(self, rows: RecordQuerySet) -> RecordQuerySet:
        """The rows that were asked for."""
        if text := self.value("q"):
            rows = rows.filter(supplier__in=Supplier.objects.matching(text))
        if result := self.value("result"):
            rows = rows.filter(**{self.page.result: result})
        if source := self.value("source"):
            rows = rows.filter(source=source)
        process = self.value("process")
        return rows.filter(scope__process=process) if process else rows


class VisitFilter(_ListFilter):
    state = forms.ChoiceField(label="State", required=False)
    unannounced = forms.BooleanField(label="Unannounced", required=False)
    mine = forms.BooleanField(label="Mine", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["state"].choices = [("", "State"), *visit_state_choices()[:2]]

    def apply(self, rows: VisitQuerySet, user: User) -> VisitQuerySet:
        """The rows that were asked for."""
        if text := self.value("q"):
            rows = rows.filter(supplier__in=Supplier.objects.matching(text))
        if state := self.value("state"):
            rows = rows.filter(state=state)
        if self.value("unannounced"):
            rows = rows.filter(unannounced=True)
        return rows.filter(created_by=user) if self.value("mine") else rows
