"""Deliveries, lots and nonconformances from files: whole, once, and corrected by importing again."""

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from deliveries.models import Delivery, InspectionLot, Nonconformance
from deliveries.services import void_nonconformance
from imports.kinds import kind_for
from imports.models import Batch
from imports.services.writing import NothingToWrite
from tests.accounts.factories import make_user
from tests.deliveries.factories import by, defect_type, make_lot
from tests.imports.factories import checked, mapped, write
from tests.suppliers.factories import make_scope, make_site, make_supplier

pytestmark = pytest.mark.django_db

DELIVERIES = """Vendor,PO / SO #,Order line,Scheduled Delivery Date,Delivered to Client Date,Line Item Quantity,\
Ordered quantity,Line Item Value,ID
Acme,PO-1,10,4-Aug-26,4-Aug-26,60,100,12.50,1
Acme,PO-1,10,4-Aug-26,9-Aug-26,40,100,,2
Acme,PO-2,10,1-Sep-26,,,50,,3
"""


@pytest.fixture
def acme():
    supplier = make_supplier(legal_name="Acme")
    make_scope(supplier, site=make_site(supplier, name="Aachen", is_main=True))
    return supplier


def read(kind: str, text: str, *, role: Role = Role.QUALITY_ENGINEER, **options) -> Batch:
    return checked(text, kind=kind_for(kind), user=make_user(role), options=options)


def problems_of(batch: Batch) -> str:
    return " ".join(problem["message"] for line in batch.lines.all() for problem in line.problems)


def test_a_list_of_an_erp_system_is_understood_and_written_with_its_history(acme):
    batch = write(read("deliveries", DELIVERIES, currency="USD"))
    first, second, third = Delivery.objects.order_by("external_id")
    assert first.line_key == second.line_key
    assert (first.delivered_quantity, first.value, first.currency) == (Decimal(60), Decimal("12.50"), "USD")
    assert (third.delivered_on, third.promised_on.isoformat()) == (None, "2026-09-01")
    assert batch.lines.filter(record=first.pk).exists()


def test_the_same_file_again_writes_nothing_and_a_corrected_one_supersedes(acme):
    write(read("deliveries", DELIVERIES))
    again = read("deliveries", DELIVERIES)
    assert set(again.lines.values_list("standing", flat=True)) == {"same"}
    with pytest.raises(NothingToWrite):
        write(again)
    before = Delivery.objects.get(external_id="2")
    lot = make_lot(acme, delivery=before)
    corrected = read("deliveries", DELIVERIES.replace("9-Aug-26,40", "5-Aug-26,40"))
    assert list(corrected.lines.values_list("standing", flat=True).order_by("number")) == ["same", "changed", "same"]
    write(corrected)
    assert Delivery.objects.count() == 4
    newer = Delivery.objects.standing().get(external_id="2")
    assert (newer.corrects, newer.delivered_on.isoformat()) == (before, "2026-08-05")
    before.refresh_from_db()
    lot.refresh_from_db()
    assert "row 3" in before.superseded_reason
    assert lot.delivery == newer


def test_rows_without_a_number_are_recognised_by_what_names_a_receipt(acme):
    bare = "\n".join(line.rsplit(",", 1)[0] for line in DELIVERIES.splitlines())
    write(read("deliveries", bare))
    assert set(read("deliveries", bare).lines.values_list("standing", flat=True)) == {"same"}


def test_what_cannot_be_true_is_said_with_its_row(acme):
    batch = read("deliveries", DELIVERIES.replace(",60,100,", ",0,100,"))
    assert "How much came?" in problems_of(batch)
    assert write(batch).lines.filter(outcome="created").count() == 2


def test_a_currency_that_is_none_is_said_with_its_row(acme):
    text = "Supplier,Order,Delivered on,Quantity,Value,Currency\nAcme,PO-1,2026-05-01,5,100,XYZ\n"
    assert "XYZ is no currency." in problems_of(read("deliveries", text))


LOTS = """Supplier,Part number,Lot,Inspection date,Sample size,Defects,Result,Site,Process
Acme,BR-1,H-1,2026-05-31,50,0,OK,Aachen,Turning
Acme,BR-1,H-2,2026-05-31,50,4,NOK,Aachen,Turning
Acme,BR-1,H-3,2026-05-31,50,,skip lot,,
"""


def test_lots_are_read_with_the_words_that_inspections_use(acme):
    write(read("inspection_lots", LOTS))
    rows = InspectionLot.objects.order_by("lot_number")
    assert [row.result for row in rows] == ["accepted", "rejected", "skip_lot"]
    assert [row.sample_size for row in rows] == [50, 50, None]
    scope = acme.scopes.get()
    assert (rows[0].scope, rows[0].site) == (scope, scope.site)
    assert set(read("inspection_lots", LOTS).lines.values_list("standing", flat=True)) == {"same"}


NONCONFORMANCES = """Supplier,Description,Defect type,Detected at,Severity,Date,Part number,ID
Acme,Bore too large,Dimension out of tolerance,in-process,minor,2026-05-31,BR-1,1
Acme,Rust,Strange type,Receiving,major,2026-06-02,BR-1,2
"""


def test_nonconformances_get_numbers_of_ours_and_the_strength_of_who_told_us(acme):
    defect_type(), defect_type("Other")
    batch = write(read("nonconformances", NONCONFORMANCES))
    first, second = Nonconformance.objects.order_by("external_id")
    assert first.number != second.number
    assert (first.stage, first.known_from, first.defect_type) == ("in_process", "their_word", defect_type())
    assert (second.stage, second.known_from, second.defect_type.name) == ("receiving", "our_record", "Other")
    assert "not on the list" in problems_of(batch)


def test_who_may_only_log_corrects_nothing_by_importing(acme):
    write(read("nonconformances", NONCONFORMANCES))
    changed = NONCONFORMANCES.replace("Rust", "Rust all over")
    refused = read("nonconformances", changed, role=Role.PROCUREMENT)
    assert "on record otherwise" in problems_of(refused)
    write(read("nonconformances", changed))
    row = Nonconformance.objects.get(external_id="2")
    assert (row.description, row.version) == ("Rust all over", 2)


def test_a_file_without_currencies_goes_on_as_its_page_is_shown(client):
    person = make_user(Role.QUALITY_ENGINEER)
    batch = mapped(
        "Supplier,Order,Delivered on,Quantity,Value\nAcme,PO-1,2026-05-01,5,100\n",
        kind=kind_for("deliveries"),
        user=person,
    )
    client.force_login(person)
    address = reverse("imports:columns", args=[batch.pk])
    form = client.get(address).context["form"]
    shown = {name: form[name].initial or "" for name in form.fields}
    assert shown["option-currency"] == ""
    assert client.post(address, shown).url == reverse("imports:waiting", args=[batch.pk])


def test_a_void_one_that_the_file_says_otherwise_stops_its_row_and_not_the_others(acme):
    write(read("nonconformances", NONCONFORMANCES))
    void = Nonconformance.objects.get(external_id="2")
    void_nonconformance(void, by(reason="It was another supplier's."))
    changed = read(
        "nonconformances", NONCONFORMANCES.replace("Rust", "Rust all over").replace("too large", "too small")
    )
    assert "made void" in problems_of(changed)
    write(changed)
    assert Nonconformance.objects.get(external_id="1").description == "Bore too small"
    void.refresh_from_db()
    assert void.description == "Rust"
