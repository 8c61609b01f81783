"""What counts as on time, the types of defects, and what follows for one supplier."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.domain.permissions import Permission
from common import clock
from common.api.endpoint import Endpoint, operation
from common.api.fields import body_of, partly
from common.api.requests import ApiRequest, Created, Listing
from common.paging import Sort
from deliveries import services
from deliveries.api.serializers_quality import (
    DefectTypeRow,
    OnTimeRuleRow,
    QualityRecord,
    defect_type_row,
    defect_type_version,
    on_time_rule_row,
    quality_record,
)
from deliveries.forms import DefectTypeForm, RuleForm
from deliveries.models import DefectType, OnTimeRule
from deliveries.selectors.figures import figures_for_supplier
from deliveries.services import By
from suppliers.selectors import supplier_for_page

SETTINGS = Permission.DELIVERY_SETTINGS
RULE_SORTS = (Sort("from", "Holds from", ("from_on",), descending=True),)
TYPE_SORTS = (Sort("name", "Name", ("name",)),)


class _Setting(Endpoint):
    """What all settings share."""

    def by(self) -> By:
        """Who sets it, now."""
        return By(self.request.user, clock.now(), clock.today())


class OnTimeRules(_Setting):
    """What counts as on time, from when."""

    @operation(SETTINGS, returns=OnTimeRuleRow, sorts=RULE_SORTS)
    def get(self, request: ApiRequest) -> Listing:
        """The rules for on time, the latest first; `is_in_force` marks the one of today."""
        in_force = OnTimeRule.objects.in_force(clock.today()).pk
        rows = OnTimeRule.objects.select_related("recorded_by")
        return self.page(rows, lambda row: on_time_rule_row(row, in_force))

    @operation(
        SETTINGS,
        body=body_of(RuleForm, optional=["base", "early_days", "late_days", "from_on"]),
        returns=OnTimeRuleRow,
        status=201,
    )
    def post(self, request: ApiRequest) -> Created:
        """Let something else count as on time from a day on; who delivers is rated anew. What is not sent stays."""
        today = clock.today()
        now: Any = OnTimeRule.objects.in_force(today)
        initial = {"base": now.base, "early_days": now.early_days, "late_days": now.late_days, "from_on": today}
        form = self.filled(RuleForm, initial=initial)
        given = form.cleaned_data
        made = services.change_rule(form.rule(), self.by(), from_on=given["from_on"], source=given["source"])
        row = on_time_rule_row(made, OnTimeRule.objects.in_force(today).pk)
        return Created(row, reverse("deliveries_api:on_time_rule", args=[made.pk]))


class OneOnTimeRule(Endpoint):
    """One rule for on time."""

    @operation(SETTINGS, returns=OnTimeRuleRow)
    def get(self, request: ApiRequest, on_time_rule_id: int) -> OnTimeRuleRow:
        """A rule for on time; it is never changed, another one begins after it."""
        row = get_object_or_404(OnTimeRule.objects.select_related("recorded_by"), pk=on_time_rule_id)
        return on_time_rule_row(row, OnTimeRule.objects.in_force(clock.today()).pk)


class DefectTypes(_Setting):
    """Types of defects."""

    @operation(Permission.VIEW, returns=DefectTypeRow, sorts=TYPE_SORTS)
    def get(self, request: ApiRequest) -> Listing:
        """All types of defects, also those that are offered no longer."""
        return self.page(DefectType.objects.all(), defect_type_row)

    @operation(SETTINGS, body=body_of(DefectTypeForm), returns=DefectTypeRow, status=201)
    def post(self, request: ApiRequest) -> Created:
        """Add a type of defect; it is offered unless `is_offered` says no."""
        given = self.filled(DefectTypeForm).cleaned_data
        made = services.save_defect_type(given["name"], self.by(), is_offered=given["is_offered"])
        return Created(defect_type_row(made), reverse("deliveries_api:defect_type", args=[made.pk]))


class OneDefectType(_Setting):
    """One type of defect."""

    @operation(Permission.VIEW, returns=DefectTypeRow)
    def get(self, request: ApiRequest, defect_type_id: int) -> DefectTypeRow:
        """A type of defect."""
        return defect_type_row(get_object_or_404(DefectType, pk=defect_type_id))

    @operation(SETTINGS, body=partly(body_of(DefectTypeForm)), returns=DefectTypeRow, locked=True)
    def patch(self, request: ApiRequest, defect_type_id: int) -> DefectTypeRow:
        """Rename a type of defect, or offer it no longer for new records."""
        row = get_object_or_404(DefectType, pk=defect_type_id)
        self.expected_text(defect_type_version(row))
        given = self.filled(DefectTypeForm, initial={"name": row.name, "is_offered": row.is_offered}).cleaned_data
        services.save_defect_type(given["name"], self.by(), kind=row, is_offered=given["is_offered"])
        return defect_type_row(row)


class SupplierQuality(Endpoint):
    """Delivered quality of one supplier."""

    @operation(Permission.VIEW, returns=QualityRecord)
    def get(self, request: ApiRequest, supplier_id: int) -> QualityRecord:
        """Lots accepted, defective parts, lines on time and nonconformances: of the last twelve months, and by month.

        Shares are in parts per million with their 95 % interval; null where nothing was looked at.
        """
        supplier, today = supplier_for_page(request.user, supplier_id), clock.today()
        return quality_record(figures_for_supplier(supplier, today), OnTimeRule.objects.in_force(today))
