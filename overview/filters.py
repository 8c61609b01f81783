"""What the overview is narrowed by: one form for sums, list and export; every state of it is an address."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict

from accounts.models import User
from common.ids import id_of
from overview import labels
from overview.domain.months import months_before
from overview.selectors.portfolio import narrowed
from scoring.domain.months import month_of
from scoring.domain.words import MONTHS
from scoring.models import ScopeMonthQuerySet, ScopeRatingQuerySet
from suppliers.models import Supplier
from suppliers.selectors import process_choices


class PortfolioFilter(forms.Form):
    """Which scopes are counted. A value that is not offered is ignored."""

    stage = forms.ChoiceField(label="Bought", required=False, choices=[("", "Bought"), *labels.STAGES])
    process = forms.ChoiceField(label="Process", required=False, choices=lambda: [("", "Process"), *process_choices()])
    owner = forms.ChoiceField(label="Owner", required=False, choices=[("", "Owner"), ("me", "me")])

    def value(self, name: str) -> Any:
        """What was chosen for a field; nothing when it was not a choice at all."""
        self.is_valid()
        return self.cleaned_data.get(name, "")

    @property
    def is_narrowed(self) -> bool:
        return any(self.value(name) for name in self.fields)

    @property
    def kept(self) -> dict[str, str]:
        """What was chosen, for the links that lead further."""
        return {name: value for name in PortfolioFilter.base_fields if (value := str(self.value(name)))}

    def apply(self, rows: ScopeRatingQuerySet, user: User) -> ScopeRatingQuerySet:
        """The scopes that were asked for."""
        return narrowed(rows, user, self.kept)

    @property
    def told(self) -> str:
        """What was chosen, as a sentence; empty for everything."""
        return "; ".join(f"{self.fields[name].label}: {self._word(name, value)}" for name, value in self.kept.items())

    def _word(self, name: str, value: str) -> str:
        choices = dict(self.fields[name].choices)  # type: ignore[attr-defined]
        return str(choices.get(value, value))


class ScopeFilter(PortfolioFilter):
    """The list behind a cell, a bin or a bar."""

    q = forms.CharField(label="Supplier", required=False, max_length=200)
    likelihood = forms.MultipleChoiceField(
        label="Likelihood", required=False, choices=labels.likelihood_choices, widget=forms.CheckboxSelectMultiple
    )
    criticality = forms.MultipleChoiceField(
        label="Criticality", required=False, choices=labels.criticality_choices, widget=forms.CheckboxSelectMultiple
    )
    risk = forms.ChoiceField(label="Risk", required=False, choices=[("", "Risk"), *labels.RISK_LABELS.items()])
    proof = forms.ChoiceField(label="Evidence", required=False, choices=[("", "Evidence"), *labels.PROOF])
    score = forms.ChoiceField(label="Score", required=False, choices=[("", "Score"), *labels.step_choices()])
    confidence = forms.ChoiceField(
        label="Confidence", required=False, choices=[("", "Confidence"), *labels.step_choices(" %")]
    )
    thinnest = forms.ChoiceField(
        label="Lacks most in", required=False, choices=[("", "Lacks most in"), *labels.PILLAR_LABELS.items()]
    )

    def narrow(self, rows: ScopeRatingQuerySet, user: User, unproven_under: int) -> ScopeRatingQuerySet:
        """The scopes that were asked for; `unproven_under`: percent of confidence."""
        rows = self.apply(rows, user)
        if text := self.value("q"):
            rows = rows.filter(supplier__in=Supplier.objects.matching(text))
        for name in ("likelihood", "criticality"):
            if chosen := self.value(name):
                rows = rows.filter(**{f"{name}__in": chosen})
        if risk := self.value("risk"):
            rows = rows.filter(risk_rank=list(labels.RISK_LABELS).index(risk))
        if thinnest := self.value("thinnest"):
            rows = rows.filter(thinnest=thinnest)
        if proof := self.value("proof"):
            thin = Q(confidence_percent__lt=unproven_under)
            rows = rows.filter(~thin if proof == "proven" else thin)
        rows = _in_step(rows, "score_tenths", self.value("score"), 100)
        return _in_step(rows, "confidence_percent", self.value("confidence"), 10)


class MoverFilter(forms.Form):
    """Which month, and which way."""

    month = forms.ChoiceField(label="Month", required=False)
    show = forms.ChoiceField(label="Show", required=False, choices=[("", "Show"), *labels.MOVES])
    criticality = forms.MultipleChoiceField(
        label="Criticality", required=False, choices=labels.criticality_choices, widget=forms.CheckboxSelectMultiple
    )
    owner = forms.ChoiceField(label="Owner", required=False, choices=[("", "Owner"), ("me", "me")])

    def __init__(self, data: Any, today: date) -> None:
        super().__init__(data)
        self.today = today
        self.fields["month"].choices = [("", "This month"), *months_back(today)]  # type: ignore[attr-defined]

    def value(self, name: str) -> Any:
        """What was chosen for a field; nothing when it was not a choice at all."""
        self.is_valid()
        return self.cleaned_data.get(name, "")

    @property
    def month_shown(self) -> date:
        """The first day of the chosen month, of this one when none was chosen."""
        chosen = self.value("month")
        return date.fromisoformat(f"{chosen}-01") if chosen else month_of(self.today)

    def apply(self, rows: ScopeMonthQuerySet, user: User) -> ScopeMonthQuerySet:
        """The movements that were asked for; without a choice all that moved."""
        show = self.value("show")
        rows = rows.newly_rated() if show == "new" else rows.moved()
        if show in ("up", "down"):
            rows = rows.filter(**{"moved_tenths__gt" if show == "up" else "moved_tenths__lt": 0})
        if show == "crossed":
            rows = rows.filter(is_crossing=True)
        if criticality := self.value("criticality"):
            rows = rows.filter(criticality__in=criticality)
        return rows.filter(supplier__owner=user) if self.value("owner") else rows


def months_back(today: date) -> list[tuple[str, str]]:
    """The twelve months before this one, newest first."""
    return [(f"{month:%Y-%m}", f"{MONTHS[month.month - 1]} {month.year}") for month in months_before(today)]


def _in_step(rows: ScopeRatingQuerySet, column: str, step: str, width: int) -> ScopeRatingQuerySet:
    """Rows within a tenth of a scale; the last tenth has the end of the scale in it."""
    if not step:
        return rows
    low = int(step) * width
    high = low + width if step != "9" else low + width + 1
    return rows.filter(**{f"{column}__gte": low, f"{column}__lt": high})


def whole_numbers(data: QueryDict, name: str) -> list[int]:
    """The whole numbers of a parameter; anything else is left out."""
    return [number for text in data.getlist(name)[:50] if (number := id_of(text))]
