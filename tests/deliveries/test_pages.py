"""The pages of deliveries, lots and nonconformances, as a person uses them."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from common import clock
from common.records import Conflict
from deliveries.domain.lots import LotResult
from deliveries.domain.nonconformances import Disposition
from deliveries.domain.stages import Stage
from deliveries.models import DefectType, Delivery, InspectionLot, Nonconformance, OnTimeRule
from deliveries.services import Decision, decide
from tests.accounts.factories import make_user
from tests.audits.factories import photo_file
from tests.deliveries.factories import DAY, by, defect_type, make_delivery, make_lot, make_nonconformance
from tests.queries import assert_same_queries
from tests.suppliers.factories import make_scope, make_supplier

pytestmark = pytest.mark.django_db
EARLIER = DAY.replace(month=8)


@pytest.fixture
def engineer(client):
    user = make_user(Role.QUALITY_ENGINEER)
    client.force_login(user)
    return user


def page_of(client, name, *args, **query):
    return client.get(reverse(f"deliveries:{name}", args=args), query)


def send(client, page, *args, **data):
    return client.post(reverse(f"deliveries:{page}", args=args), data, follow=True)


def test_a_list_costs_the_same_with_one_row_and_with_three(client, engineer):
    assert_same_queries(client, "deliveries:list", make_delivery, at_most=8)
    assert_same_queries(client, "deliveries:lots", make_lot, at_most=8)
    assert_same_queries(client, "deliveries:nonconformances", make_nonconformance, at_most=8)


def test_an_export_costs_the_same_with_one_row_and_with_three(client, engineer):
    assert_same_queries(client, "deliveries:export", make_delivery, args=("csv",), at_most=8)
    assert_same_queries(client, "deliveries:lots_export", make_lot, args=("csv",), at_most=8)
    assert_same_queries(client, "deliveries:nonconformances_export", make_nonconformance, args=("csv",), at_most=8)


def test_the_tab_of_a_supplier_costs_the_same_however_much_was_delivered(client, engineer):
    supplier = make_supplier(with_scope=True)

    def make_one():
        make_delivery(supplier)
        make_nonconformance(supplier, lot=make_lot(supplier))

    assert_same_queries(client, "deliveries:supplier", make_one, args=(supplier.pk,), at_most=12)


def test_the_settings_cost_the_same_with_one_type_and_with_three(client):
    client.force_login(make_user(Role.MANAGER))
    number = count()
    assert_same_queries(client, "deliveries:settings", lambda: DefectType.objects.create(name=f"Type {next(number)}"))


def test_a_delivery_is_recorded_and_its_line_is_judged(client, engineer):
    supplier = make_supplier(with_scope=True)
    response = send(
        client, "delivery_new", supplier.pk,
        order_number="PO-7", order_line="10", ordered_quantity="100", delivered_quantity="60", unit="pcs",
        promised_on="2026-06-01", delivered_on="2026-06-01", scope=supplier.scopes.get().pk,
    )  # fmt: skip
    row = Delivery.objects.get()
    assert (row.delivered_quantity, row.site) == (Decimal(60), supplier.scopes.get().site)
    content = response.content.decode()
    assert "Late" in content
    assert "60 % of the 100 pcs ordered arrived inside the window" in content


def test_what_cannot_be_true_is_said_beside_its_field(client, engineer):
    supplier = make_supplier()
    response = send(client, "delivery_new", supplier.pk, order_number="PO-7", delivered_on="2026-06-01")
    assert response.status_code == 422
    assert "How much came?" in response.content.decode()
    assert not Delivery.objects.exists()


def test_a_corrected_delivery_stays_readable_and_leads_to_its_correction(client, engineer):
    row = make_delivery()
    values = {
        "order_number": row.order_number,
        "order_line": "10",
        "delivered_quantity": "90",
        "ordered_quantity": "100",
    }
    days = {"promised_on": "2026-10-14", "delivered_on": "2026-10-14"}
    send(client, "delivery_correct", row.pk, **values, **days, reason="Counted again: ten are missing.")
    newer = Delivery.objects.standing().get()
    assert newer.corrects == row
    assert newer.delivered_quantity == Decimal(90)
    assert "The correction" in page_of(client, "delivery", row.pk).content.decode()
    again = send(client, "delivery_retract", row.pk, reason="Twice.")
    assert "Somebody was quicker" in again.content.decode()


def test_a_lot_is_recorded_from_its_delivery_and_a_nonconformance_from_the_lot(client, engineer):
    delivery = make_delivery()
    supplier = delivery.supplier
    url = reverse("deliveries:lot_new", args=[supplier.pk]) + f"?delivery={delivery.pk}"
    assert "BR-200" in client.get(url).content.decode()
    lot_values = {"part_number": "BR-200", "inspected_on": "2026-10-15", "result": "rejected"}
    client.post(url, {**lot_values, "lot_size": "500", "sample_size": "50", "nonconforming": "6"})
    lot = InspectionLot.objects.get()
    assert lot.delivery == delivery
    url = reverse("deliveries:nonconformance_new", args=[supplier.pk]) + f"?lot={lot.pk}"
    values = {
        "description": "Six of fifty out of tolerance.", "defect_type": defect_type().pk, "severity": "major",
        "stage": "receiving", "known_from": "our_record", "found_on": "2026-10-15", "quantity_affected": "6",
        "quantity_inspected": "50", "part_number": "BR-200", "file": photo_file(),
    }  # fmt: skip
    response = client.post(url, values, follow=True)
    row = Nonconformance.objects.get()
    assert (row.lot, row.delivery, row.files.count()) == (lot, delivery, 1)
    content = response.content.decode()
    assert "A whole lot was rejected" in content
    assert "More than 5 %" in content


def test_a_nonconformance_walks_from_decision_to_closing_and_back(client, engineer):
    row = make_nonconformance()

    def move(step, **said):
        row.refresh_from_db()
        return send(client, "nonconformance_move", row.pk, step, version=row.version, **said)

    refused = move("decide", disposition="use_as_is", on="2026-10-20", note="")
    assert "needs its concession" in refused.content.decode()
    move("decide", disposition="return", on="2026-10-20", note="RMA 12")
    row.refresh_from_db()
    assert (row.state, row.disposition, row.disposition_by) == ("dispositioned", "return", engineer)
    move("close", note="Credit note 88.")
    row.refresh_from_db()
    assert row.state == "closed"
    assert row.closed_on is not None
    move("reopen", reason="Parts came back unsorted.")
    row.refresh_from_db()
    assert (row.state, row.closed_on) == ("dispositioned", None)
    move("void", reason="Logged twice.")
    assert "Void" in page_of(client, "nonconformance", row.pk).content.decode()


@pytest.mark.parametrize("seen", [1, None])
def test_who_decides_on_what_somebody_decided_meanwhile_is_shown_both_and_replaces_knowingly(client, engineer, seen):
    row = make_nonconformance()
    first = {"disposition": "return", "on": "2026-10-20", "note": "RMA 12", "version": row.version}
    send(client, "nonconformance_move", row.pk, "decide", **first)
    mine = {"disposition": "scrap", "on": "2026-10-20", "note": ""}
    answer = send(client, "nonconformance_move", row.pk, "decide", **mine, **({"version": seen} if seen else {}))
    row.refresh_from_db()
    assert (answer.status_code, row.disposition, row.disposition_note) == (422, "return", "RMA 12")
    assert "Somebody saved this in the meantime" in answer.text
    assert answer.context["form"]["version"].value() == "2"
    send(client, "nonconformance_move", row.pk, "decide", **mine, version=2)
    row.refresh_from_db()
    assert row.disposition == "scrap"


def test_what_is_closed_meanwhile_is_not_made_void_by_who_did_not_see_it(client, engineer):
    row = make_nonconformance()
    decide(row, Decision(Disposition.SCRAP, row.found_on), by())
    send(client, "nonconformance_move", row.pk, "close", note="", version=2)
    send(client, "nonconformance_move", row.pk, "void", reason="Logged twice.", version=2)
    row.refresh_from_db()
    assert row.state == "closed"


def test_two_who_decide_at_the_same_moment_do_not_both_win():
    row = make_nonconformance()
    decide(row, Decision(Disposition.SORT, row.found_on), by())
    other = Nonconformance.objects.get()
    decide(row, Decision(Disposition.RETURN, row.found_on), by())
    with pytest.raises(Conflict):
        decide(other, Decision(Disposition.SCRAP, row.found_on), by())
    assert Nonconformance.objects.get().disposition == "return"


def test_a_correction_needs_its_reason_and_a_stale_form_is_shown_both_versions(client, engineer):
    row = make_nonconformance()
    values = {
        "description": "Bore 0.09 mm too large.", "defect_type": row.defect_type_id, "severity": "minor",
        "stage": "receiving", "known_from": "our_record", "found_on": "2026-10-14", "part_number": "BR-200",
    }  # fmt: skip
    stale = {**values, "reason": "Measured again.", "version": row.version}
    assert send(client, "nonconformance_correct", row.pk, **{**stale, "reason": ""}).status_code == 422
    send(client, "nonconformance_correct", row.pk, **stale)
    row.refresh_from_db()
    assert (row.severity, row.version) == ("minor", 2)
    conflict = send(client, "nonconformance_correct", row.pk, **{**stale, "severity": "critical"})
    assert "Somebody saved this in the meantime" in conflict.content.decode()
    row.refresh_from_db()
    assert row.severity == "minor"


def test_the_same_defect_on_the_same_part_within_twelve_months_is_shown(client, engineer):
    supplier = make_supplier()
    first = make_nonconformance(supplier, found_on=DAY.replace(month=3))
    row = make_nonconformance(supplier)
    content = page_of(client, "nonconformance", row.pk).content.decode()
    assert "The same before" in content
    assert first.number in content
    assert "The same type of defect on the same part" in content
    assert "The same before" not in page_of(client, "nonconformance", first.pk).content.decode()


@pytest.mark.parametrize("name", ["delivery", "lot", "nonconformance"])
def test_a_page_costs_the_same_with_one_thing_beside_it_and_with_three(client, engineer, name):
    supplier = make_supplier()
    delivery = make_delivery(supplier)
    lot = make_lot(supplier, delivery=delivery)
    row = make_nonconformance(supplier, delivery=delivery, lot=lot)

    def make_one():
        make_nonconformance(supplier, delivery=delivery, lot=make_lot(supplier, delivery=delivery), found_on=EARLIER)
        make_nonconformance(supplier, delivery=delivery, lot=lot, found_on=EARLIER)

    page = {"delivery": delivery, "lot": lot, "nonconformance": row}[name]
    assert_same_queries(client, f"deliveries:{name}", make_one, args=(page.pk,))


def test_the_tab_says_lot_acceptance_with_its_interval_beside_ppm_and_the_rule_for_on_time(client, engineer):
    supplier = make_supplier(with_scope=True)
    for number in range(8):
        rejected = number == 0
        result = LotResult.REJECTED if rejected else LotResult.ACCEPTED
        make_lot(supplier, result=result, nonconforming=4 if rejected else 0, sample_size=50)
    make_delivery(supplier)
    content = page_of(client, "supplier", supplier.pk).content.decode()
    assert "87.5 %" in content
    assert "7 of 8 inspected lots, 95 % interval 52.9 to 97.8 %" in content
    assert "10,000 ppm" in content
    assert "4 of 400 inspected parts" in content
    assert "1 of 1 order line complete in the window" in content
    assert "5 days early to 0 days late, against the promised day" in content


def test_nothing_inspected_is_not_measurable_and_no_zero(client, engineer):
    supplier = make_supplier(with_scope=True)
    make_delivery(supplier)
    content = page_of(client, "supplier", supplier.pk).content.decode()
    assert content.count("not measurable") == 2
    assert "0 ppm" not in content


def test_lists_are_filtered_by_supplier_month_and_stage(client, engineer):
    supplier, other = make_supplier(), make_supplier()
    mine = make_nonconformance(supplier, stage=Stage.FINAL)
    others = make_nonconformance(other)
    earlier = make_nonconformance(supplier, found_on=DAY.replace(month=5))
    content = page_of(client, "nonconformances", supplier=supplier.pk, month="2026-10").content.decode()
    assert mine.number in content
    assert others.number not in content
    assert earlier.number not in content
    content = page_of(client, "nonconformances", stage="ours").content.decode()
    assert mine.number not in content
    assert others.number in content
    assert page_of(client, "nonconformances", month="2026-13", supplier="x").status_code == 200


def test_the_month_of_deliveries_is_that_of_the_due_day(client, engineer):
    row = make_delivery(promised_on=DAY, delivered_on=DAY.replace(month=11))
    assert row.order_number in page_of(client, "list", month="2026-10").content.decode()
    assert row.order_number not in page_of(client, "list", month="2026-11").content.decode()


def test_procurement_logs_a_nonconformance_and_decides_nothing(client):
    client.force_login(make_user(Role.PROCUREMENT))
    row = make_nonconformance()
    assert page_of(client, "nonconformance_new", row.supplier.pk).status_code == 200
    content = page_of(client, "nonconformance", row.pk).content.decode()
    assert "Decide on the parts" not in content
    assert page_of(client, "nonconformance_move", row.pk, "decide").status_code == 403


def test_a_manager_changes_what_counts_as_on_time_and_types_of_defects(client):
    client.force_login(make_user(Role.MANAGER))
    values = {"base": "requested", "early_days": 1, "late_days": 2, "from_on": "2026-01-01", "source": "Terms 2026"}
    assert "Terms 2026" in send(client, "settings", **values).content.decode()
    assert OnTimeRule.objects.count() == 2
    assert send(client, "settings", **{**values, "source": " "}).status_code == 422
    kind = defect_type()
    send(client, "defect_type_edit", kind.pk, name="Out of tolerance")
    kind.refresh_from_db()
    assert (kind.name, kind.is_offered) == ("Out of tolerance", False)
    supplier = make_supplier()
    assert "Out of tolerance" not in page_of(client, "nonconformance_new", supplier.pk).content.decode()


def test_the_rating_leads_to_the_lots_of_a_month(client, engineer):
    supplier = make_supplier()
    make_scope(supplier)
    lot = make_lot(supplier)
    from scoring.links import record_name, record_url

    key = f"lots:{supplier.pk}-2026-10"
    assert record_name(key) == "Lots inspected in Oct 2026"
    assert lot.lot_number in client.get(record_url(key)).content.decode()


def test_who_delivered_long_ago_is_shown_with_the_figures_of_then(client, engineer):
    supplier = make_supplier(with_scope=True)
    page = page_of(client, "supplier", supplier.pk)
    assert "Nothing delivered yet" in page.content.decode()
    due = date(2015, 8, 20)
    make_delivery(supplier, order_number="PO-1", promised_on=due, delivered_on=due)
    make_delivery(supplier, order_number="PO-2", promised_on=due, delivered_on=date(2015, 9, 4))
    text = page_of(client, "supplier", supplier.pk).content.decode()
    assert "the twelve months to August 2015" in text
    assert "1 of 2 order lines complete in the window" in text
    lately = clock.today() - timedelta(days=7)
    make_delivery(supplier, order_number="PO-3", promised_on=lately, delivered_on=lately)
    text = page_of(client, "supplier", supplier.pk).content.decode()
    assert "the last twelve months" in text
    assert "1 of 1 order line complete in the window" in text


def test_one_is_said_as_one(client, engineer):
    found = make_nonconformance(quantity_affected=1, quantity_inspected=1_200)
    assert "1 part affected of 1,200 inspected" in page_of(client, "nonconformance", found.pk).content.decode()
    lot = make_lot(make_supplier(with_scope=True), sample_size=1, nonconforming=0)
    assert "0 of 1 inspected part did not conform" in page_of(client, "lot", lot.pk).content.decode()
    content = page_of(client, "supplier", lot.supplier_id).content.decode()
    assert "1 of 1 inspected lot, 95 %" in content
    assert "0 of 1 inspected part, 95 %" in content
