"""Ratings follow the evidence: within a round of draining, every night, and never lose a change."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from audits.models import Audit
from scoring.domain.default_model import DEFAULT_MODEL
from scoring.domain.plain import to_plain
from scoring.domain.snapshot import reproduce
from scoring.models import RatingModel, RatingProblem, ScopeRating, Snapshot
from scoring.services import drain_changes, rescore_all, rescore_suppliers
from scoring.services.checking import disagreements
from scoring.services.keeping import last_month_end
from scoring.services.lasting import month_end_after
from suppliers.models import EvidenceChange, Supplier
from suppliers.services import mark_evidence_changed
from tests.scoring.factories import (
    ON,
    clean_paper,
    make_certificate,
    make_coverage,
    make_evidence,
    make_scope,
    make_supplier,
    verify,
)
from tests.suppliers.factories import make_site

pytestmark = pytest.mark.django_db


def rating_of(supplier):
    return Supplier.objects.get(pk=supplier.pk)


def test_the_shipped_model_is_the_one_in_the_code():
    row = RatingModel.objects.current()
    assert row.definition == to_plain(DEFAULT_MODEL)
    assert row.model == DEFAULT_MODEL


def test_the_second_model_only_offers_more_to_do_so_it_rates_as_the_first():
    first, second = (RatingModel.objects.get(version=version).model for version in (1, 2))
    assert replace(first, version=2, actions=()) == replace(second, actions=())
    newly = {one.key for one in second.actions if one.offered} - {one.key for one in first.actions if one.offered}
    assert newly == {"capability", "deliveries", "samples"}


def test_a_rating_reaches_the_supplier_with_its_reason_and_next_step():
    supplier = clean_paper()
    rescore_suppliers([supplier.pk], ON)
    stored = rating_of(supplier)
    assert stored.rating == "high"
    assert "144 of 240 material receipts" in stored.headline
    assert stored.next_step
    assert stored.rated_on == ON
    assert (stored.claim, stored.claim_text) == ("verified", "ISO 9001 · verified 22 Sep 2026")


def test_a_rating_does_not_bump_the_version_of_the_record():
    supplier = clean_paper()
    rescore_suppliers([supplier.pk], ON)
    assert rating_of(supplier).version == supplier.version


def test_the_suppliers_line_is_its_worst_active_scope():
    supplier = clean_paper()
    scope = make_scope(supplier, "milling", site=make_site(supplier))
    rescore_suppliers([supplier.pk], ON)
    lines = {row.scope_key: row.is_line for row in ScopeRating.objects.filter(supplier=supplier)}
    assert lines[f"scope:{scope.pk}"] is False
    assert sum(lines.values()) == 1


@pytest.mark.parametrize(
    ("outcome", "claim"), [("not_found", "claimed"), ("mismatch", "contradicted"), (None, "claimed")]
)
def test_the_claim_says_how_well_founded_the_certificate_is(outcome, claim):
    supplier = make_supplier(with_scope=True)
    certificate = make_certificate(supplier)
    if outcome:
        verify(certificate, outcome, checks={"holder": "mismatch"} if outcome == "mismatch" else {})
    rescore_suppliers([supplier.pk], ON)
    assert rating_of(supplier).claim == claim


def test_a_snapshot_is_written_when_the_result_changes_and_not_otherwise():
    supplier = clean_paper()
    assert rescore_suppliers([supplier.pk], ON) == 1
    assert rescore_suppliers([supplier.pk], ON) == 0
    make_coverage(supplier, 240, 240)
    assert rescore_suppliers([supplier.pk], ON) == 1
    revisions = Snapshot.objects.filter(supplier=supplier).order_by("revision").values_list("revision", "reason")
    assert list(revisions) == [(1, "first"), (2, "changed")]


def test_a_snapshot_is_written_at_month_end_even_if_nothing_changed():
    supplier, mere_name = clean_paper(), make_supplier(with_scope=True)
    both = [supplier.pk, mere_name.pk]
    rescore_suppliers(both, date(2026, 11, 29))
    assert rescore_suppliers(both, date(2026, 11, 30)) == 1
    assert rescore_suppliers(both, date(2026, 12, 1)) == 0
    kept = Snapshot.objects.filter(reason="month_end").get()
    assert (kept.on, kept.supplier) == (date(2026, 11, 30), supplier)


@pytest.mark.parametrize(
    ("on", "end"),
    [
        (date(2026, 11, 29), date(2026, 10, 31)),
        (date(2026, 11, 30), date(2026, 11, 30)),
        (date(2027, 1, 1), date(2026, 12, 31)),
    ],
)
def test_the_last_month_end(on, end):
    assert last_month_end(on) == end


def test_a_rating_for_a_past_day_is_kept_and_leaves_the_present_alone():
    supplier = clean_paper()
    rescore_suppliers([supplier.pk], ON)
    rescore_suppliers([supplier.pk], ON - timedelta(days=100))
    assert Snapshot.objects.filter(reason="correction").get().on == ON - timedelta(days=100)
    assert rating_of(supplier).rated_on == ON
    assert ScopeRating.objects.get(supplier=supplier).snapshot.on == ON


def test_every_snapshot_reproduces_from_its_own_facts():
    supplier = clean_paper()
    make_evidence(supplier)
    rescore_suppliers([supplier.pk], ON)
    kept = Snapshot.objects.get(supplier=supplier)
    again = reproduce(kept.facts, kept.model.model, kept.engine, kept.scope_key, kept.on)
    assert again.sha256 == kept.sha256
    assert again.result == kept.result


def test_the_database_refuses_to_change_or_delete_a_snapshot():
    supplier = clean_paper()
    rescore_suppliers([supplier.pk], ON)
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        Snapshot.objects.update(score_tenths=1_000)
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM scoring_snapshot")
    assert Snapshot.objects.get(supplier=supplier).score_tenths < 1_000


def test_the_database_refuses_to_change_a_model_version():
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        RatingModel.objects.update(name="another")


def test_draining_rates_what_changed_and_takes_the_mark_away():
    supplier = clean_paper()
    mark_evidence_changed([supplier.pk])
    assert drain_changes(ON) == 1
    assert rating_of(supplier).rating == "high"
    assert not EvidenceChange.objects.exists()


def test_a_change_that_comes_in_while_rating_is_drained_next(monkeypatch):
    supplier = clean_paper()
    mark_evidence_changed([supplier.pk])
    from scoring.services import draining

    rate = draining.rescore_suppliers
    seen = []

    def rate_while_somebody_works(ids, on):
        rate(ids, on)
        if not seen:
            make_coverage(supplier, 240, 240)
            mark_evidence_changed([supplier.pk])
        seen.append(list(ids))

    monkeypatch.setattr(draining, "rescore_suppliers", rate_while_somebody_works)
    drain_changes(ON)
    assert len(seen) == 2
    assert not EvidenceChange.objects.exists()
    assert "144" not in rating_of(supplier).headline


class Killed(BaseException):
    """What a killed worker looks like from inside: nothing catches it."""


def test_a_worker_killed_in_the_middle_of_a_rescoring_loses_nothing(monkeypatch):
    suppliers = [clean_paper() for _ in range(3)]
    mark_evidence_changed([one.pk for one in suppliers])
    from scoring.services import projecting

    def die(*args):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(projecting, "store_ratings", die)
        with pytest.raises(Killed):
            drain_changes(ON)
    assert EvidenceChange.objects.count() == 3
    assert not Snapshot.objects.exists()
    drain_changes(ON)
    assert Snapshot.objects.count() == 3
    assert not EvidenceChange.objects.exists()


def test_a_worker_killed_after_rating_rates_once_more_and_writes_nothing_twice(monkeypatch):
    supplier = clean_paper()
    mark_evidence_changed([supplier.pk])
    rescore_suppliers([supplier.pk], ON)
    drain_changes(ON)
    assert Snapshot.objects.filter(supplier=supplier).count() == 1


def test_broken_data_of_one_supplier_is_visible_and_stops_nobody_else():
    broken, fine = make_supplier(with_scope=True), clean_paper()
    audit = make_evidence(broken)
    Audit.objects.filter(pk=audit.pk).update(checklist_version=99)
    mark_evidence_changed([broken.pk, fine.pk])
    drain_changes(ON)
    assert rating_of(fine).rating == "high"
    assert "99" in RatingProblem.objects.get(supplier=broken).text
    Audit.objects.filter(pk=audit.pk).update(checklist_version=1)
    rescore_suppliers([broken.pk], ON)
    assert not RatingProblem.objects.exists()


def test_the_night_rates_everybody_once_a_day_and_goes_on_after_a_stop():
    first, second = clean_paper(), clean_paper()
    rescore_suppliers([first.pk], ON)
    assert rescore_all(ON) == 1
    assert rating_of(second).rated_on == ON
    assert rescore_all(ON) == 0
    assert rescore_all(month_end_after(ON)) == 2


def test_a_drift_within_one_point_is_no_news_and_the_list_stays_with_the_snapshot():
    supplier = clean_paper()
    make_evidence(supplier)
    rescore_suppliers([supplier.pk], ON)
    before = rating_of(supplier)
    assert rescore_suppliers([supplier.pk], ON + timedelta(days=1)) == 0
    after = rating_of(supplier)
    assert after.rated_on == ON + timedelta(days=1)
    assert (after.score_tenths, after.headline) == (before.score_tenths, before.headline)
    assert ScopeRating.objects.get(supplier=supplier).rated_on == ON + timedelta(days=1)
    assert not list(disagreements())


def test_an_ended_scope_leaves_the_current_ratings():
    supplier = clean_paper()
    scope = make_scope(supplier, "milling")
    rescore_suppliers([supplier.pk], ON)
    assert ScopeRating.objects.filter(supplier=supplier).count() == 2
    type(scope).objects.filter(pk=scope.pk).update(stage="ended")
    rescore_suppliers([supplier.pk], ON)
    assert ScopeRating.objects.filter(supplier=supplier).count() == 1


def test_rescoring_takes_the_same_number_of_queries_for_one_and_for_three(django_assert_num_queries):
    one, *three = [clean_paper() for _ in range(4)]
    with django_assert_num_queries(23):
        rescore_suppliers([one.pk], ON)
    with django_assert_num_queries(23):
        rescore_suppliers([other.pk for other in three], ON)
