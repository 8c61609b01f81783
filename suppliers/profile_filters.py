"""What lists of rules and of documents can be narrowed by; every state of a filter is an address."""

from datetime import date, timedelta

from django import forms
from django.db.models import Q

from accounts.models import User
from common.fields import DayRange, ListFilter
from standards.labels import sector_choices
from suppliers.domain.profiles.terms import ReviewState
from suppliers.labels_profiles import kind_choices, least_criticality_choices
from suppliers.models import DocumentKind, RuleQuerySet, Supplier, SupplierDocumentQuerySet

NOW, COMING, ENDED = "", "coming", "ended"
WITHIN = [("0", "lapsed already"), ("30", "30 days or lapsed"), ("60", "60 days"), ("90", "90 days"), ("365", "a year")]


class RuleFilter(ListFilter):
    """Rules by what they ask, of whom, and when."""

    kind = forms.ChoiceField(label="Asks for", required=False, choices=lambda: [("", "Asks for"), *kind_choices()])
    sector = forms.ChoiceField(label="Sector", required=False, choices=lambda: [("", "Sector"), *sector_choices()])
    criticality = forms.ChoiceField(
        label="Criticality", required=False, choices=lambda: [("", "Criticality"), *least_criticality_choices()]
    )
    when = forms.ChoiceField(
        label="In force", required=False, choices=[(NOW, "In force"), (COMING, "coming"), (ENDED, "ended")]
    )

    def apply(self, rows: RuleQuerySet, today: date) -> RuleQuerySet:
        """The rules that were asked for; those in force when nothing else is."""
        for name in ("kind", "sector", "criticality"):
            if chosen := self.value(name):
                rows = rows.filter(**{name: chosen})
        when = self.value("when")
        if when == ENDED:
            return rows.filter(ended_on__lte=today)
        return rows.not_over(today).filter(valid_from__gt=today) if when == COMING else rows.holding_on(today)


class DocumentFilter(DayRange):
    """Documents by supplier, kind, state and end; the range of days is that of the last valid day."""

    q = forms.CharField(label="Supplier", required=False, max_length=200)
    kind = forms.ModelChoiceField(
        DocumentKind.objects.all(), label="Kind", required=False, empty_label="Kind", to_field_name="code"
    )
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "State"),
            (ReviewState.RECEIVED.value, "To be reviewed"),
            (ReviewState.ACCEPTED.value, "Accepted"),
            (ReviewState.REJECTED.value, "Rejected"),
            ("superseded", "Superseded"),
        ],
    )
    within = forms.ChoiceField(label="Ends within", required=False, choices=[("", "Ends within"), *WITHIN])
    mine = forms.BooleanField(label="My suppliers", required=False)

    def apply(self, rows: SupplierDocumentQuerySet, user: User, today: date) -> SupplierDocumentQuerySet:
        """The documents that were asked for; without the superseded when nothing else is."""
        state = self.value("state")
        rows = rows.filter(superseded_on__isnull=False) if state == "superseded" else rows.current()
        if state and state != "superseded":
            rows = rows.filter(state=state)
        if text := self.value("q"):
            rows = rows.filter(supplier__in=Supplier.objects.matching(text))
        if kind := self.value("kind"):
            rows = rows.filter(kind=kind)
        if within := self.value("within"):
            rows = self._ending(rows, int(within), today)
        if self.value("since") or self.value("until"):
            rows = self.between(rows.exclude(state=ReviewState.REJECTED.value), "valid_until")
        return rows.filter(supplier__owner=user) if self.value("mine") else rows

    def _ending(self, rows: SupplierDocumentQuerySet, days: int, today: date) -> SupplierDocumentQuerySet:
        last = today - timedelta(days=1) if not days else today + timedelta(days=days)
        return rows.filter(Q(valid_until__lte=last) & ~Q(state=ReviewState.REJECTED.value))
