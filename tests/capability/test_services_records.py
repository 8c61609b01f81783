"""Capability records: kept with history, refused in words, superseded instead of edited."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from capability.domain.terms import Kind
from capability.models import Equipment, FirstArticle, PreShipmentInspection, Reference
from capability.services import correct_record, record_capability, retract_record
from common.history import changes_for
from common.problems import Invalid, NotAllowed
from common.records import AlreadySubmitted, Conflict
from suppliers.models import EvidenceChange
from tests.capability.factories import AT, DAY, TODAY, VALUES, act, make_record, scope_of
from tests.suppliers.factories import make_scope, make_site, make_supplier

pytestmark = pytest.mark.django_db


def refused(kind: Kind, **fields) -> dict[str, str]:
    """The fields that a record with these values is refused for, with the words."""
    with pytest.raises(Invalid) as refusal:
        make_record(kind, **fields)
    return {problem.field: problem.message for problem in refusal.value.problems}


@pytest.mark.parametrize("kind", list(Kind))
def test_a_record_of_each_kind_is_kept_with_history_and_news_for_the_rating(kind):
    row = make_record(kind)
    assert row.is_standing
    assert changes_for(row).get().action == "created"
    assert EvidenceChange.objects.filter(supplier=row.supplier).exists()


@pytest.mark.parametrize(
    ("kind", "fields", "field"),
    [
        (Kind.EQUIPMENT, {"scope": None}, "scope"),
        (Kind.EQUIPMENT, {"tolerance_unit": "it", "held": Decimal("6.5")}, "held"),
        (Kind.EQUIPMENT, {"count": 0}, "count"),
        (Kind.EQUIPMENT, {"held": Decimal(0)}, "held"),
        (Kind.METROLOGY, {"calibration_due": None}, "calibration_due"),
        (Kind.ENGINEERING, {"evidence": " "}, "evidence"),
        (Kind.REFERENCE, {"parts": 100}, "defective"),
        (Kind.REFERENCE, {"outcome": "unreachable", "parts": 100, "defective": 0}, "parts"),
        (Kind.SAMPLE_RUN, {"conforming": 51}, "conforming"),
        (Kind.SAMPLE_RUN, {"cpk": Decimal("1.4")}, "cpk_parts"),
        (Kind.FIRST_ARTICLE, {"submission_number": 2}, "result"),
        (Kind.FIRST_ARTICLE, {"out_of_tolerance": 1}, "out_of_tolerance"),
        (Kind.FIRST_ARTICLE, {"scheme": "ppap"}, "ppap_level"),
        (Kind.PRESHIPMENT, {"critical_defects": 1}, "result"),
        (Kind.PRESHIPMENT, {"sample_size": 501}, "sample_size"),
        (Kind.FIRST_ARTICLE, {"source": "own_word"}, ""),
        (Kind.EQUIPMENT, {"observed_on": TODAY + timedelta(days=1)}, "observed_on"),
    ],
)
def test_what_cannot_be_true_is_refused_beside_its_field(kind, fields, field):
    assert field in refused(kind, **fields)


def test_site_and_process_must_be_the_suppliers_own_and_go_together():
    supplier = make_supplier(with_scope=True)
    elsewhere = make_scope(supplier, "grinding", site=make_site(supplier))
    assert "scope" in refused(Kind.EQUIPMENT, supplier=supplier, scope=elsewhere)
    assert "site" in refused(Kind.METROLOGY, supplier=supplier, site=make_site(make_supplier()))


def test_the_database_itself_refuses_a_lot_that_passes_with_a_critical_defect():
    row = make_record(Kind.PRESHIPMENT)
    with pytest.raises(IntegrityError), transaction.atomic():
        PreShipmentInspection.objects.filter(pk=row.pk).update(critical_defects=1)


def test_the_same_submission_of_a_part_is_recorded_once():
    supplier = make_supplier(with_scope=True)
    make_record(Kind.FIRST_ARTICLE, supplier)
    assert "recorded" in refused(Kind.FIRST_ARTICLE, supplier=supplier)[""]


def test_a_correction_leaves_the_first_readable_and_frees_its_place():
    first = make_record(Kind.FIRST_ARTICLE)
    values = {**VALUES[Kind.FIRST_ARTICLE], "site": first.site, "observed_on": DAY}
    values |= {"result": "rejected", "out_of_tolerance": 2}
    second = correct_record(first, values, act(), reason="Two characteristics were overlooked.")
    first.refresh_from_db()
    assert second.corrects == first
    assert (first.superseded_at, first.superseded_reason) == (AT, "Two characteristics were overlooked.")
    assert list(FirstArticle.objects.standing()) == [second]
    assert list(FirstArticle.objects.known_at(AT - timedelta(seconds=1))) == []


def test_what_was_known_at_a_moment_stays_known_for_it():
    row = make_record(Kind.EQUIPMENT)
    later = act()
    retract_record(row, type(later)(later.actor, AT + timedelta(days=1), TODAY), reason="Another supplier's machine.")
    assert list(Equipment.objects.known_at(AT)) == [row]
    assert not Equipment.objects.standing().exists()


def test_superseding_twice_is_a_conflict_and_needs_a_reason():
    row = make_record(Kind.REFERENCE)
    with pytest.raises(Invalid):
        retract_record(row, act(), reason=" ")
    retract_record(row, act(), reason="Twice the same call.")
    with pytest.raises(Conflict):
        retract_record(row, act(), reason="Twice the same call.")


def test_the_same_form_counts_once():
    supplier = make_supplier(with_scope=True)
    by = act(submission="6f1d7a52-8f0e-4d1b-9a57-0d4f9a3f7c11")
    row = make_record(Kind.REFERENCE, supplier, by)
    with pytest.raises(AlreadySubmitted) as again:
        make_record(Kind.REFERENCE, supplier, by)
    assert again.value.url == row.get_absolute_url()


def test_nothing_is_recorded_about_an_archived_supplier():
    supplier = make_supplier(with_scope=True, archived_at=AT)
    values = {**VALUES[Kind.REFERENCE], "site": scope_of(supplier).site, "observed_on": DAY}
    with pytest.raises(NotAllowed):
        record_capability(Reference, supplier, values, act())
