"""The filters of the supplier list: one set for the page and for its exports."""

from datetime import timedelta
from functools import lru_cache
from operator import itemgetter
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef
from django_countries import countries

from accounts.models import User
from common import clock
from suppliers import labels, selectors
from suppliers.models import Scope, Supplier, SupplierQuerySet

WITHIN_DAYS = {"0": "lapsed already", "30": "30 days or lapsed", "60": "60 days", "90": "90 days", "180": "180 days"}
CURRENT, INCLUDED, ONLY = "", "included", "only"


class AnyOf(django_filters.MultipleChoiceFilter):
    """One of several values of a column."""

    def __init__(self, label: str, choices: Any) -> None:
        super().__init__(label=label, choices=choices, widget=forms.CheckboxSelectMultiple)

    def filter(self, qs: SupplierQuerySet, value: list[str]) -> SupplierQuerySet:
        return qs.filter(**{f"{self.field_name}__in": value}) if value else qs


class Pick(django_filters.ChoiceFilter):
    """One of a few values, handed to a method of the set; the first, empty option is the field's label."""

    def __init__(self, label: str, choices: Any, method: str) -> None:
        super().__init__(label=label, choices=choices, method=method, empty_label=label)


class SupplierFilter(django_filters.FilterSet):
    """`?q=` text, and what narrows it. A value that is none of the offered ones is ignored and reported by the form."""

    q = django_filters.CharFilter(label="Search", method="by_text", max_length=200)
    status = AnyOf("Status", labels.status_choices)
    rating = AnyOf("Rating", labels.rating_choices)
    criticality = AnyOf("Criticality", labels.criticality_choices)
    country = AnyOf("Country", ())
    process = Pick("Process", (), "by_process")
    owner = Pick("Owner", (), "by_owner")
    within = Pick("Expiring within", list(WITHIN_DAYS.items()), "by_expiry")
    archived = Pick("Archived", [(INCLUDED, "included"), (ONLY, "only these")], "by_archived")

    class Meta:
        model = Supplier
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: SupplierQuerySet, request: Any, offering: bool = True) -> None:
        """`offering`: the filters are going to be shown, with all that can be chosen (three statements more)."""
        super().__init__(data, queryset=queryset, request=request)
        self.filters["country"].extra["choices"] = _countries(request.user, data, offering)
        self.filters["process"].extra["choices"] = selectors.process_choices()
        self.filters["owner"].extra["choices"] = _owners(request.user, data, offering)

    @property
    def found(self) -> SupplierQuerySet:
        """The suppliers that pass; without the archived unless they were asked for."""
        rows: SupplierQuerySet = self.qs
        return rows if self.form.cleaned_data.get("archived") else rows.current()

    @property
    def ignored(self) -> list[str]:
        """One sentence per value that could not be used."""
        form = self.form
        return [f"{form[name].label}: this value is not offered, so it was left out." for name in form.errors]

    def by_text(self, rows: SupplierQuerySet, name: str, value: str) -> SupplierQuerySet:
        return rows.matching(value)

    def by_process(self, rows: SupplierQuerySet, name: str, value: str) -> SupplierQuerySet:
        """Suppliers from whom we buy, or may buy, it."""
        scopes = Scope.objects.rated().filter(supplier_id=OuterRef("pk"), process__code=value)
        return rows.filter(Exists(scopes))

    def by_owner(self, rows: SupplierQuerySet, name: str, value: str) -> SupplierQuerySet:
        return rows.filter(owner_id=self.request.user.pk if value == "me" else int(value))

    def by_expiry(self, rows: SupplierQuerySet, name: str, value: str) -> SupplierQuerySet:
        days = int(value)
        today = clock.today()
        return rows.filter(next_expiry_on__lt=today) if not days else rows.expiring_by(today + timedelta(days=days))

    def by_archived(self, rows: SupplierQuerySet, name: str, value: str) -> SupplierQuerySet:
        return rows.filter(archived_at__isnull=False) if value == ONLY else rows


def _countries(user: User, data: Any, offering: bool) -> tuple[tuple[str, str], ...]:
    """The countries in which there are suppliers, and those asked for; only the latter when nothing is shown."""
    codes = {*data.getlist("country"), *(selectors.supplier_countries(user) if offering else ())}
    return _named(frozenset(codes))


@lru_cache(maxsize=64)  # they are the same for most people, and naming them is a tenth of the list
def _named(codes: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Countries with their names, by name; what is none is left out."""
    named = ((code, str(countries.name(code))) for code in codes if code in countries)
    return tuple(sorted(named, key=itemgetter(1)))


def _owners(user: User, data: Any, offering: bool) -> list[tuple[str, str]]:
    needed = offering or data.get("owner", "") not in ("", "me")
    people = selectors.supplier_owners(user) if needed else []
    return [("me", "me"), *((str(pk), name) for pk, name in people)]
