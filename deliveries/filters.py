"""What the three lists are filtered by; every state of a filter is an address, and the rating links to a month's."""

from calendar import monthrange
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q, QuerySet

from accounts.models import User
from common.ids import id_of
from deliveries.domain.lots import LotResult
from deliveries.domain.nonconformances import State
from deliveries.domain.on_time import Base
from deliveries.domain.stages import OUR_STAGES, SUPPLIER_STAGES
from deliveries.labels import RESULT_LABELS, STAGE_LABELS, STATE_LABELS, severity_choices
from deliveries.models import DefectType, Delivery, InspectionLot, Nonconformance, NonconformanceQuerySet, OnTimeRule
from suppliers.models import Supplier


class MonthInput(forms.TextInput):
    """A month, with the browser's own picker where it has one."""

    input_type = "month"


class _ListFilter(forms.Form):
    """`q`, a month, and a supplier where the address names one that this person sees."""

    q = forms.CharField(label="Supplier, order, part", required=False, max_length=200)
    supplier = forms.ChoiceField(label="Supplier", required=False)
    month = forms.CharField(
        label="Month",
        required=False,
        widget=MonthInput,
        validators=[RegexValidator(r"^(19|20)\d\d-(0[1-9]|1[0-2])$", "A month as 2026-05.")],
    )

    def __init__(self, data: Any, user: User, today: date) -> None:
        super().__init__(data)
        self.user, self.today = user, today
        wanted = id_of(data.get("supplier", ""))
        known = Supplier.objects.visible_to(user).filter(pk=wanted).first() if wanted else None
        if known is None:
            del self.fields["supplier"]
        else:
            fields: dict[str, Any] = self.fields
            fields["supplier"].choices = [("", "Supplier"), (str(known.pk), known.legal_name)]

    def value(self, name: str) -> Any:
        """What was chosen for a field; nothing when it was not a choice at all."""
        return self.cleaned_data.get(name) if self.is_valid() else self.cleaned_data.get(name, "")

    def _common(self, rows: "QuerySet[Any]", *numbers: str) -> "QuerySet[Any]":
        """Text: a supplier as everywhere, or exactly one of these numbers."""
        if text := (self.value("q") or "").strip():
            exact = Q()
            for number in numbers:
                exact |= Q(**{number: text})
            rows = rows.filter(Q(supplier__in=Supplier.objects.matching(text).values("pk")) | exact)
        if chosen := self.value("supplier"):
            rows = rows.filter(supplier=chosen)
        return rows

    def _period(self) -> tuple[date, date] | None:
        text = self.value("month")
        if not text:
            return None
        year, month = (int(part) for part in text.split("-"))
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])


class DeliveryFilter(_ListFilter):
    month = forms.CharField(
        label="Due in",
        required=False,
        widget=MonthInput,
        validators=_ListFilter.base_fields["month"].validators,
    )
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "State"),
            ("came", "delivered"),
            ("open", "not delivered yet"),
            ("past", "past due, nothing came"),
        ],
    )

    def apply(self, rows: "QuerySet[Delivery]") -> "QuerySet[Delivery]":
        """The rows that were asked for. The month is that of the due day, by the base of the rule in force."""
        rows = self._common(rows, "order_number", "part_number")
        if period := self._period():
            rule = OnTimeRule.objects.in_force(self.today)
            first, other = "promised_on", "requested_on"
            if rule.base == Base.REQUESTED.value:
                first, other = other, first
            rows = rows.filter(
                Q(**{f"{first}__range": period}) | Q(**{f"{first}__isnull": True, f"{other}__range": period})
            )
        match self.value("state"):
            case "came":
                return rows.filter(delivered_on__isnull=False)
            case "open":
                return rows.filter(delivered_on=None)
            case "past":
                return rows.filter(delivered_on=None, happened_on__lt=self.today)
        return rows


class LotFilter(_ListFilter):
    result = forms.ChoiceField(
        label="Result",
        required=False,
        choices=lambda: [("", "Result"), *((one.value, RESULT_LABELS[one]) for one in LotResult)],
    )

    def apply(self, rows: "QuerySet[InspectionLot]") -> "QuerySet[InspectionLot]":
        """The rows that were asked for."""
        rows = self._common(rows, "lot_number", "part_number")
        if period := self._period():
            rows = rows.filter(inspected_on__range=period)
        if result := self.value("result"):
            rows = rows.filter(result=result)
        return rows


STATES = [("", "State"), ("pending", "not closed"), *((one.value, STATE_LABELS[one].lower()) for one in State)]


class NonconformanceFilter(_ListFilter):
    stage = forms.ChoiceField(
        label="Caught at",
        required=False,
        choices=lambda: [
            ("", "Caught at"),
            ("supplier", "the supplier"),
            ("ours", "ours or later"),
            *((stage.value, label) for stage, label in STAGE_LABELS.items()),
        ],
    )
    severity = forms.ChoiceField(
        label="Severity", required=False, choices=lambda: [("", "Severity"), *severity_choices()]
    )
    defect_type = forms.ModelChoiceField(
        DefectType.objects.all(), label="Type of defect", required=False, empty_label="Type of defect"
    )
    state = forms.ChoiceField(label="State", required=False, choices=STATES)

    def apply(self, rows: NonconformanceQuerySet) -> "QuerySet[Nonconformance]":
        """The rows that were asked for."""
        found: QuerySet[Nonconformance] = self._common(rows, "number", "part_number", "lot_number")
        if period := self._period():
            found = found.filter(found_on__range=period)
        if stage := self.value("stage"):
            groups = {"supplier": SUPPLIER_STAGES, "ours": OUR_STAGES}
            found = found.filter(stage__in=[one.value for one in groups[stage]] if stage in groups else [stage])
        for name in ("severity", "defect_type"):
            if chosen := self.value(name):
                found = found.filter(**{name: chosen})
        state = self.value("state")
        if state == "pending":
            return found.filter(state__in=[State.OPEN.value, State.DISPOSITIONED.value])
        return found.filter(state=state) if state else found
