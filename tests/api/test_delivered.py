"""Delivered quality through the interface: its settings, its figures, and what a nonconformance calls for."""

from datetime import timedelta

import pytest

from accounts.domain.permissions import Role
from audits.models import Capa
from common import clock
from deliveries.models import DefectType
from tests.accounts.factories import make_user
from tests.api.test_mechanism import is_problem
from tests.audits.factories import make_audit, make_finding
from tests.deliveries.factories import make_delivery, make_lot, make_nonconformance
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db


def test_a_corrective_action_is_opened_from_a_nonconformance_once(caller):
    supplier = make_supplier(with_scope=True)
    found = make_nonconformance(supplier)
    path = f"nonconformances/{found.pk}/corrective-action/"
    body = {"severity": "major", "reviewer": make_user(Role.MANAGER).pk}
    made = caller.post(path, body)
    assert made.status_code == 201, made.content
    assert made.json()["nonconformance"] == {"id": found.pk, "name": str(found)}
    assert made.json()["finding"] is None
    again = is_problem(caller.post(path, body), 409, "exists")
    assert [one["id"] for one in again["records"]] == [made.json()["id"]]
    assert [row["nonconformance"]["id"] for row in caller.get("corrective-actions/").json()["results"]] == [found.pk]


def test_a_corrective_action_is_opened_from_a_finding(caller):
    finding = make_finding(make_audit(make_supplier(with_scope=True)))
    body = {"severity": "critical", "reviewer": make_user(Role.MANAGER).pk}
    made = caller.post(f"findings/{finding.pk}/corrective-action/", body)
    assert made.status_code == 201, made.content
    assert made.json()["finding"]["id"] == finding.pk
    assert Capa.objects.get().responsible == caller.user


def test_what_counts_as_on_time_changes_by_a_new_rule_and_says_since_when(caller):
    today = clock.today()
    before = caller.get("on-time-rules/").json()["results"]
    made = caller.post("on-time-rules/", {"early_days": 9, "source": "Terms of June"})
    assert made.status_code == 201, made.content
    assert made.json()["early_days"] == 9
    assert made.json()["late_days"] == before[0]["late_days"]
    assert made.json()["from_on"] == str(today)
    now = caller.get("on-time-rules/").json()["results"]
    assert len(now) == len(before) + 1
    assert [row["id"] for row in now if row["is_in_force"]] == [made.json()["id"]]
    later = caller.post("on-time-rules/", {"source": "S", "from_on": str(today + timedelta(days=1))})
    assert is_problem(later, 422, "invalid")["errors"][0]["field"] == "from_on"


def test_a_type_of_defect_is_renamed_only_by_who_read_it(caller):
    made = caller.post("defect-types/", {"name": "Burr"}).json()
    assert made["is_offered"] is True
    path = f"defect-types/{made['id']}/"
    changed = caller.patch(path, {"is_offered": False}, version=made["version"]).json()
    assert (changed["name"], changed["is_offered"]) == ("Burr", False)
    is_problem(caller.patch(path, {"name": "Burrs"}, version=made["version"]), 412, "stale")
    assert DefectType.objects.get(pk=made["id"]).name == "Burr"
    taken = caller.post("defect-types/", {"name": "Burr"})
    assert is_problem(taken, 422, "invalid")["errors"][0]["field"] == "name"


def test_delivered_quality_says_how_sure_it_is_and_null_where_nobody_looked(caller):
    supplier = make_supplier(with_scope=True)
    path = f"suppliers/{supplier.pk}/delivered-quality/"
    nothing = caller.get(path).json()
    assert nothing["lots"]["acceptance"] == {"number": 0, "of": 0, "ppm": None, "lower_ppm": None, "upper_ppm": None}
    assert len(nothing["months"]) == 12
    make_lot(supplier)
    make_delivery(supplier)
    make_nonconformance(supplier)
    found = caller.get(path).json()
    share = found["lots"]["acceptance"]
    assert share["of"] == 1
    assert share["lower_ppm"] <= share["ppm"] <= share["upper_ppm"]
    assert share["lower_ppm"] < share["upper_ppm"]
    assert found["nonconformances"]["total"] == 1
    assert sum(month["lots"]["acceptance"]["of"] for month in found["months"]) == 1


def test_a_receipt_that_stands_is_not_recorded_again_under_another_key(caller):
    supplier = make_supplier()
    path = f"suppliers/{supplier.pk}/deliveries/"
    day = str(clock.today())
    body = {"order_number": "D5", "order_line": "1", "delivered_quantity": 50, "delivered_on": day}
    made = caller.post(path, body)
    assert made.status_code == 201, made.content
    error = is_problem(caller.post(path, body), 422, "invalid")["errors"][0]
    assert error["field"] == "delivery_note"
    assert "recorded already" in error["message"]
    assert caller.post(path, body | {"delivery_note": "DN10"}).status_code == 201


def test_a_day_that_cannot_be_is_named_with_its_field(caller):
    path = f"suppliers/{make_supplier().pk}/inspection-lots/"
    body = {"part_number": "BR-200", "inspected_on": "0026-11-10", "result": "accepted"}
    error = is_problem(caller.post(path, body), 422, "invalid")["errors"][0]
    assert error["field"] == "inspected_on"
    assert "1990 or later" in error["message"]
