"""What lists of audits and findings are filtered by; every state of a filter is an address."""

from datetime import date

from django import forms
from django.db.models import Q

from accounts.models import User
from audits.labels import finding_grade_choices, finding_state_choices, state_choices
from audits.models import AuditQuerySet, FindingQuerySet
from common.fields import DayRange
from suppliers.models import Supplier


class _ListFilter(DayRange):
    q = forms.CharField(label="Supplier", required=False, max_length=200)


class AuditFilter(_ListFilter):
    state = forms.ChoiceField(label="State", required=False, choices=lambda: [("", "State"), *state_choices()])
    mine = forms.BooleanField(label="Led by me", required=False)
    overdue = forms.BooleanField(label="Overdue", required=False)

    def apply(self, rows: AuditQuerySet, user: User, today: date) -> AuditQuerySet:
        """The rows that were asked for."""
        if text := self.value("q"):
            rows = rows.filter(supplier__in=Supplier.objects.matching(text))
        if state := self.value("state"):
            rows = rows.filter(state=state)
        if self.value("mine"):
            rows = rows.filter(lead=user)
        rows = self.between(rows, "planned_on")
        return rows.overdue(today) if self.value("overdue") else rows


class FindingFilter(_ListFilter):
    grade = forms.ChoiceField(label="Grade", required=False, choices=lambda: [("", "Grade"), *finding_grade_choices()])
    state = forms.ChoiceField(label="State", required=False, choices=lambda: [("", "State"), *finding_state_choices()])
    mine = forms.BooleanField(label="Mine", required=False)
    overdue = forms.BooleanField(label="Overdue", required=False)

    def apply(self, rows: FindingQuerySet, user: User, today: date) -> FindingQuerySet:
        """The rows that were asked for."""
        if text := self.value("q"):
            rows = rows.filter(audit__supplier__in=Supplier.objects.matching(text))
        for name in ("grade", "state"):
            if chosen := self.value(name):
                rows = rows.filter(**{name: chosen})
        if self.value("mine"):
            rows = rows.filter(Q(raised_by=user) | Q(audit__lead=user))
        rows = self.between(rows, "due_on")
        return rows.overdue(today) if self.value("overdue") else rows
