"""What a list of certificates can be narrowed by; every state of it is a URL."""

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q

from accounts.models import User
from certificates.domain.identity import number_key
from certificates.domain.state import EXPIRING_WITHIN_DAYS
from certificates.models import Certificate
from certificates.models.certificate import CertificateQuerySet
from common.text import fold
from standards.models import Standard
from suppliers.models import Supplier

SHOW = [
    ("expiring", "Expiring"),
    ("lapsed", "Lapsed"),
    ("verification", "Verification due"),
    ("closed", "Closed: retired, superseded, withdrawn"),
    ("all", "All, closed ones too"),
]
WITHIN = [("0", "today"), ("7", "7 days"), ("30", "30 days"), ("60", "60 days")]
WITHIN += [("90", "90 days"), ("180", "180 days"), ("365", "a year")]


class CertificateFilter(django_filters.FilterSet):
    """`show` and `within` belong together: expiring, or due for verification, within so many days."""

    q = django_filters.CharFilter(label="Search", method="search", max_length=200)
    show = django_filters.ChoiceFilter(label="Show", choices=SHOW, method="choose", empty_label="")
    within = django_filters.ChoiceFilter(label="Within", choices=WITHIN, method="ignore", empty_label="")
    since = django_filters.DateFilter(label="From", method="ignore", widget=forms.DateInput(attrs={"type": "date"}))
    until = django_filters.DateFilter(label="To", method="ignore", widget=forms.DateInput(attrs={"type": "date"}))
    standard = django_filters.ModelChoiceFilter(
        label="Standard", queryset=Standard.objects.all(), method="holding", to_field_name="code", empty_label=""
    )
    mine = django_filters.BooleanFilter(label="My suppliers", method="owned")

    class Meta:
        model = Certificate
        fields: list[str] = []

    def __init__(self, data: Any, queryset: CertificateQuerySet, *, user: User, today: date) -> None:
        super().__init__(data=data, queryset=queryset)
        self.user = user
        self.today = today
        self.form.fields["mine"] = forms.BooleanField(label="My suppliers", required=False)

    @property
    def chosen_list(self) -> str:
        """Which list is shown; empty: those of which something is still expected."""
        return str(self.form.cleaned_data.get("show") or "") if self.form.is_valid() else ""

    def filter_queryset(self, queryset: Any) -> Any:
        narrowed = super().filter_queryset(queryset)
        narrowed = narrowed if self.chosen_list else narrowed.open_on(self.today)
        return self._between(narrowed)

    def _between(self, rows: CertificateQuerySet) -> CertificateQuerySet:
        """From a day to a day: of the expiry, or of the verification where that is what is listed."""
        column = "verification_due_on" if self.chosen_list == "verification" else "expiry_order"
        if since := self.form.cleaned_data.get("since"):
            rows = rows.filter(**{f"{column}__gte": since})
        if until := self.form.cleaned_data.get("until"):
            rows = rows.filter(**{f"{column}__lte": until})
        return rows

    def search(self, rows: CertificateQuerySet, _name: str, text: str) -> CertificateQuerySet:
        """A number that begins so, or a supplier that is found by these words."""
        if not fold(text):
            return rows
        number = number_key(text)
        by_supplier = Q(supplier__in=Supplier.objects.matching(text))
        return rows.filter(by_supplier | Q(number_key__startswith=number)) if number else rows.filter(by_supplier)

    def choose(self, rows: CertificateQuerySet, _name: str, show: str) -> CertificateQuerySet:
        if show == "expiring":
            return rows.expiring_by(self._horizon(EXPIRING_WITHIN_DAYS), today=self.today)
        if show == "lapsed":
            return rows.lapsed_on(self.today)
        if show == "verification":
            return rows.verification_due_by(self._horizon(30), today=self.today)
        return rows.filter(closed_on__lte=self.today) if show == "closed" else rows

    def ignore(self, rows: CertificateQuerySet, _name: str, _value: str) -> CertificateQuerySet:
        """`within` is read by `choose`."""
        return rows

    def holding(self, rows: CertificateQuerySet, _name: str, standard: Standard) -> CertificateQuerySet:
        return rows.filter(standards__standard=standard)

    def owned(self, rows: CertificateQuerySet, _name: str, value: bool) -> CertificateQuerySet:
        return rows.filter(supplier__owner=self.user) if value else rows

    def _horizon(self, default: int) -> date:
        within = self.form.cleaned_data.get("within")
        if not within and (until := self.form.cleaned_data.get("until")):
            return max(date.fromisoformat(str(until)), self.today)
        return self.today + timedelta(days=int(within) if within else default)
