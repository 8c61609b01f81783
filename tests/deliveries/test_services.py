"""What the services promise: history, news for the rating, one of two at the same moment, and files that are clean."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from common.history import changes_for
from common.problems import Invalid, NotAllowed
from common.records import AlreadySubmitted, Conflict
from common.uploads import UploadRejected
from common.views import new_submission
from deliveries.domain.on_time import Base, Rule
from deliveries.models import Delivery, InspectionLot, Nonconformance, OnTimeRule
from deliveries.services import (
    add_file,
    change_rule,
    correct_delivery,
    correct_lot,
    log_nonconformance,
    record_delivery,
    remove_file,
    retract,
    save_defect_type,
    void_nonconformance,
)
from suppliers.models import EvidenceChange
from tests.audits.factories import photo_file
from tests.deliveries.factories import (
    AT,
    TODAY,
    by,
    defect_type,
    delivery_data,
    links,
    lot_data,
    make_delivery,
    make_lot,
    make_nonconformance,
    nonconformance_data,
    place,
)
from tests.suppliers.factories import make_site, make_supplier

pytestmark = pytest.mark.django_db


def is_marked(supplier) -> bool:
    return bool(EvidenceChange.objects.filter(supplier=supplier).delete()[0])


def test_each_verb_writes_its_history_and_tells_the_rating():
    supplier = make_supplier()
    delivery, lot, row = make_delivery(supplier), make_lot(supplier), make_nonconformance(supplier)
    assert is_marked(supplier)
    assert {changes_for(one).get().action for one in (delivery, lot, row)} == {"created"}
    newer = correct_delivery(delivery, place(supplier), delivery_data(), by(reason="Counted again."))
    assert is_marked(supplier)
    retract(lot, by(reason="Booked twice."))
    assert is_marked(supplier)
    assert [change.action for change in changes_for(delivery)] == ["superseded", "created"]
    assert changes_for(newer).get().reason == "Counted again."


def test_a_superseded_record_is_not_corrected_twice():
    lot = make_lot()
    correct_lot(lot, place(lot.supplier), lot_data(), by(reason="Another lot."))
    with pytest.raises(Conflict):
        correct_lot(InspectionLot.objects.get(pk=lot.pk), place(lot.supplier), lot_data(), by(reason="Again."))
    with pytest.raises(Invalid, match="Say why"):
        retract(InspectionLot.objects.standing().get(), by())


def test_what_was_found_with_a_corrected_delivery_follows_to_the_right_one():
    supplier = make_supplier()
    delivery = make_delivery(supplier)
    lot, row = make_lot(supplier, delivery=delivery), make_nonconformance(supplier, delivery=delivery)
    newer = correct_delivery(delivery, place(supplier), delivery_data(), by(reason="Other line."))
    lot.refresh_from_db()
    row.refresh_from_db()
    assert lot.delivery == row.delivery == newer


def test_a_number_of_another_system_is_recorded_once_until_it_is_retracted():
    supplier = make_supplier()
    first = make_delivery(supplier, source="ERP", external_id="4711")
    with pytest.raises(Invalid, match="recorded for the supplier already"):
        make_delivery(supplier, source="ERP", external_id="4711")
    make_delivery(make_supplier(), source="ERP", external_id="4711")
    retract(first, by(reason="Wrong."))
    make_delivery(supplier, source="ERP", external_id="4711")


def test_the_same_form_counts_once():
    supplier, token = make_supplier(), new_submission()
    record_delivery(place(supplier), delivery_data(), by(submission=token))
    with pytest.raises(AlreadySubmitted):
        record_delivery(place(supplier), delivery_data(), by(submission=token))
    assert Delivery.objects.count() == 1


def test_nothing_is_recorded_for_an_archived_supplier_or_at_another_ones_site():
    with pytest.raises(NotAllowed, match="archived"):
        make_delivery(make_supplier(archived_at=AT))
    with pytest.raises(Invalid, match="another supplier"):
        make_delivery(make_supplier(), site=make_site(make_supplier()))
    with pytest.raises(Invalid, match="another supplier"):
        log_nonconformance(place(), nonconformance_data(), links(delivery=make_delivery()), by())


def test_numbers_of_nonconformances_count_on_within_a_year():
    first, second = make_nonconformance(), make_nonconformance()
    assert int(second.number[-5:]) == int(first.number[-5:]) + 1
    assert first.number.startswith(f"NC-{TODAY.year}-")


def test_the_database_itself_refuses_what_cannot_be():
    rows = {
        Delivery: (make_delivery(), {"delivered_quantity": 0}),
        InspectionLot: (make_lot(), {"nonconforming": 51}),
        Nonconformance: (make_nonconformance(), {"state": "closed"}),
    }
    for model, (row, changes) in rows.items():
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.filter(pk=row.pk).update(**changes)


def test_another_rule_for_on_time_rates_all_who_deliver_anew_and_the_old_one_stays():
    supplier, other = make_delivery().supplier, make_supplier()
    assert is_marked(supplier)
    change_rule(Rule(Base.REQUESTED, 1, 0), by(), from_on=TODAY, source="Terms 2026")
    assert is_marked(supplier)
    assert not is_marked(other)
    assert OnTimeRule.objects.count() == 2
    with pytest.raises(Invalid, match="begins today"):
        change_rule(Rule(Base.REQUESTED, 1, 0), by(), from_on=TODAY.replace(year=2027), source="Terms 2027")


def test_a_rule_that_would_never_hold_is_refused():
    for day in (date(1000, 1, 1), date(1999, 12, 31)):
        with pytest.raises(Invalid, match="The first rule holds from 1 Jan 2000") as refusal:
            change_rule(Rule(Base.REQUESTED, 1, 0), by(), from_on=day, source="Terms")
        assert refusal.value.problems[0].field == "from_on"
    change_rule(Rule(Base.REQUESTED, 1, 0), by(), from_on=date(2000, 1, 1), source="Terms 2000")
    assert OnTimeRule.objects.in_force(TODAY).source == "Terms 2000"


def test_a_type_of_defect_is_there_once():
    with pytest.raises(Invalid, match="of this name"):
        save_defect_type(f"  {defect_type().name} ", by())


def test_files_are_judged_by_their_content_and_stay_once_it_is_closed():
    row = make_nonconformance()
    with pytest.raises(UploadRejected):
        add_file(row, SimpleUploadedFile("photo.jpg", b"<html>"), actor=row.recorded_by, at=AT)
    file = add_file(row, photo_file(exif=True), actor=row.recorded_by, at=AT)
    with file.file.open() as stored:
        assert b"Camera maker" not in stored.read()
    Nonconformance.objects.filter(pk=row.pk).update(
        state="closed", disposition="scrap", disposition_on=TODAY, closed_on=TODAY
    )
    file.nonconformance.refresh_from_db()
    file.nonconformance.refresh_from_db()
    with pytest.raises(NotAllowed, match="files stay"):
        remove_file(file, reason="Wrong part.", actor=row.recorded_by, at=AT)


def test_files_of_a_void_nonconformance_stay():
    row = make_nonconformance()
    file = add_file(row, photo_file(), actor=row.recorded_by, at=AT)
    void_nonconformance(row, by(reason="Logged twice."))
    with pytest.raises(NotAllowed, match="files stay"):
        remove_file(file, reason="Wrong part.", actor=row.recorded_by, at=AT)
