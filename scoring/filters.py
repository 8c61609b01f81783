"""What the list of missing things can be narrowed by; every state of it is an address."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import Team, User
from scoring.models import RequirementItemQuerySet
from standards.labels import duty_choices
from suppliers.domain.profiles.terms import Shown
from suppliers.labels import criticality_choices
from suppliers.labels_profiles import SHOWN_LABELS, kind_choices
from suppliers.models import Supplier
from suppliers.selectors import process_choices

WAITING = ""
STATES = [(each.value, SHOWN_LABELS[each]) for each in Shown]


class MissingFilter(forms.Form):
    """Without a state: all that waits for somebody."""

    q = forms.CharField(label="Supplier", required=False, max_length=200)
    kind = forms.ChoiceField(label="Kind", required=False, choices=lambda: [("", "Kind"), *kind_choices()])
    state = forms.ChoiceField(label="State", required=False, choices=[(WAITING, "Waiting for somebody"), *STATES])
    duty = forms.ChoiceField(label="Duty", required=False, choices=lambda: [("", "Duty"), *duty_choices()])
    process = forms.ChoiceField(label="Process", required=False, choices=lambda: [("", "Process"), *process_choices()])
    criticality = forms.ChoiceField(
        label="Criticality", required=False, choices=lambda: [("", "Criticality"), *criticality_choices()]
    )
    team = forms.ModelChoiceField(Team.objects.all(), label="Team", required=False, empty_label="Team")
    mine = forms.BooleanField(label="My suppliers", required=False)

    def apply(self, rows: RequirementItemQuerySet, user: User, today: date) -> RequirementItemQuerySet:
        """The rows that were asked for."""
        state = self._value("state")
        rows = rows.shown(Shown(state), today) if state else rows.waiting(today)
        for name, column in (("kind", "kind"), ("duty", "duty"), ("criticality", "criticality")):
            if chosen := self._value(name):
                rows = rows.filter(**{column: chosen})
        if process := self._value("process"):
            rows = rows.filter(process__code=process)
        if text := self._value("q"):
            rows = rows.filter(supplier__in=Supplier.objects.matching(text))
        if team := self._value("team"):
            rows = rows.filter(Q(supplier__team=team) | Q(supplier__owner__in=team.members.values("pk")))
        return rows.filter(supplier__owner=user) if self._value("mine") else rows

    def _value(self, name: str) -> Any:
        """What was chosen for a field; nothing when it was not a choice at all."""
        return self.cleaned_data.get(name) if self.is_valid() else self.cleaned_data.get(name, "")
