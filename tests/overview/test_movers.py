"""What moved in a month and why: the parts add up, and each says what made it."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from audits.domain.grading import Grade
from overview.domain.movers import Because, movement, movement_between
from overview.filters import MoverFilter
from overview.models import StoredMovement
from overview.movers_view import mover_views
from overview.selectors.movers import movements_of
from overview.services import explain_ahead
from scoring.models import ScopeMonth, Snapshot
from scoring.services import rescore_suppliers
from tests.accounts.factories import make_user
from tests.overview.factories import make_month, make_rating
from tests.queries import assert_same_queries
from tests.scoring.factories import clean_paper, make_certificate, make_evidence, verify
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2026, 10, 15), date(2026, 11, 20)


@pytest.fixture
def manager(client, monkeypatch):
    monkeypatch.setattr("common.clock.today", lambda: date(2026, 11, 21))
    user = make_user(Role.MANAGER)
    client.force_login(user)
    return user


def rated_twice(supplier, change):
    """Rated before and after `change`: the two stored results."""
    rescore_suppliers([supplier.pk], BEFORE)
    change()
    rescore_suppliers([supplier.pk], AFTER)
    old, new = Snapshot.objects.filter(supplier=supplier).order_by("on", "pk")
    return old.card, new.card


def test_the_parts_add_up_to_the_difference_of_the_scores():
    supplier = clean_paper()
    old, new = rated_twice(supplier, lambda: make_evidence(supplier, Grade.PARTLY, on=AFTER))
    found = movement(old, new)
    assert found.moved == new.score - old.score != 0
    assert sum(part.moved for part in found.parts) == found.moved
    assert movement(new, old).moved == -found.moved
    assert not movement(new, new).parts


def test_new_evidence_is_named_with_its_record():
    supplier = clean_paper()
    audits = []
    old, new = rated_twice(supplier, lambda: audits.append(make_evidence(supplier, on=AFTER)))
    part = next(one for one in movement(old, new).parts if one.because is Because.NEW)
    assert {used.record for used in part.records} == {f"audit:{audits[0].pk}"}


def test_evidence_that_only_grew_older_says_so():
    supplier = clean_paper()
    make_evidence(supplier, on=date(2025, 10, 1))
    old, new = rated_twice(supplier, lambda: None)
    reasons = {part.because for part in movement(old, new).parts}
    assert Because.OLDER in reasons
    assert Because.NEW not in reasons


def test_a_checked_certificate_says_which_check_changed():
    supplier = make_supplier(with_scope=True)
    certificate = make_certificate(supplier, sites=[supplier.sites.get()])
    scope = supplier.scopes.get()
    old, new = rated_twice(supplier, lambda: verify(certificate, scopes=[(scope, "match")], on=AFTER))
    part = next(one for one in movement(old, new).parts if one.because is Because.CHECKS)
    assert ("verification", "never", "confirmed") in [(now.check, was.result, now.result) for was, now in part.checks]


def test_a_limit_that_came_and_one_that_lifted_are_told(client, manager):
    supplier = make_supplier(with_scope=True)
    old, new = rated_twice(supplier, lambda: make_evidence(supplier, on=AFTER))
    assert [cap.key for cap in movement(old, new).lifted] == ["nothing_seen"]
    assert [cap.key for cap in movement(new, old).came] == ["nothing_seen"]
    page = client.get(reverse("overview:movers"))
    assert "Lifted: Nobody has seen practice" in page.content.decode()


def test_the_page_shows_figures_that_add_up_and_links_to_both_ratings(client, manager):
    supplier = clean_paper()
    old, new = rated_twice(supplier, lambda: make_evidence(supplier, on=AFTER))
    [view] = client.get(reverse("overview:movers")).context["rows"]
    told = sum(round(10 * float(one.moved.replace("−", "-"))) for one in view.told)
    assert told == new.score - old.score == view.row.moved_tenths
    text = client.get(reverse("overview:movers")).content.decode()
    assert view.row.opening.get_absolute_url() in text
    assert view.row.closing.get_absolute_url() in text


def test_one_rated_for_the_first_time_moved_nothing():
    supplier = clean_paper()
    rescore_suppliers([supplier.pk], AFTER)
    [view] = mover_views([ScopeMonth.objects.get(supplier=supplier)])
    assert (view.told, view.limits) == ((), ())


def test_the_list_is_narrowed_by_way_word_and_novelty(manager):
    up = make_month(make_rating(score=600), opening=500)
    down = make_month(make_rating(score=480), opening=500)
    crossed = make_month(make_rating(score=502, likelihood="moderate"), opening=500)
    still = make_month(make_rating(score=505), opening=500)
    new = make_month(make_rating())

    def ids(show):
        form = MoverFilter({"show": show}, date(2026, 11, 21))
        return set(form.apply(movements_of(manager, form.month_shown), manager).values_list("pk", flat=True))

    assert ids("") == {up.pk, down.pk, crossed.pk}
    assert (ids("up"), ids("down")) == ({up.pk, crossed.pk}, {down.pk})
    assert (ids("crossed"), ids("new")) == ({crossed.pk}, {new.pk})
    assert still.pk not in ids("")


def test_what_is_bought_for_a_critical_part_weighs_more():
    small = make_month(make_rating(score=540, criticality="critical"), opening=500)
    large = make_month(make_rating(score=600, criticality="standard"), opening=500)
    assert [row.pk for row in ScopeMonth.objects.order_by("-weight")] == [small.pk, large.pk]


def test_a_past_month_is_shown_when_it_is_chosen(client, manager):
    supplier = clean_paper()
    rescore_suppliers([supplier.pk], date(2026, 9, 10))
    make_evidence(supplier, on=date(2026, 9, 20))
    rescore_suppliers([supplier.pk], BEFORE)
    url = reverse("overview:movers")
    assert not client.get(url).context["rows"]
    assert [view.row.supplier for view in client.get(url, {"month": "2026-10"}).context["rows"]] == [supplier]


def test_others_restricted_suppliers_do_not_move_here(client, manager):
    supplier = clean_paper(is_restricted=True)
    rated_twice(supplier, lambda: make_evidence(supplier, on=AFTER))
    assert len(client.get(reverse("overview:movers")).context["rows"]) == 1
    client.force_login(make_user(Role.PROCUREMENT))
    assert not client.get(reverse("overview:movers")).context["rows"]


def test_taking_only_what_is_told_apart_tells_the_same():
    supplier = make_supplier(with_scope=True)
    rescore_suppliers([supplier.pk], BEFORE)
    make_certificate(supplier, sites=[supplier.sites.get()])
    make_evidence(supplier, on=AFTER)
    rescore_suppliers([supplier.pk], AFTER)
    old, new = Snapshot.objects.filter(supplier=supplier).order_by("on", "pk")
    whole = movement(old.card, new.card)
    assert len(whole.parts) > 2
    for most in (1, 2, 50):
        found = movement_between(old.result, new.result, most)
        assert found.parts == whole.parts[:most]
        assert (found.moved, found.came, found.lifted) == (whole.moved, whole.came, whole.lifted)
        assert found.others == len(whole.parts[most:])
        assert found.others_moved == sum(part.moved for part in whole.parts[most:])


def test_what_the_worker_explained_is_told_without_reading_a_result(client, manager, monkeypatch):
    supplier = clean_paper()
    rated_twice(supplier, lambda: make_evidence(supplier, on=AFTER))
    url = reverse("overview:movers")
    [live] = client.get(url).context["rows"]
    assert explain_ahead(date(2026, 11, 21)) == 1
    monkeypatch.setattr("overview.movers_view.movement_between", None)
    [ahead] = client.get(url).context["rows"]
    assert (ahead.told, ahead.limits) == (live.told, live.limits)
    assert ahead.told
    assert explain_ahead(date(2026, 11, 21)) == 0


def test_a_month_that_moved_on_is_explained_anew_and_what_was_said_is_forgotten(client, manager):
    supplier = clean_paper()
    rated_twice(supplier, lambda: make_evidence(supplier, on=AFTER))
    explain_ahead(date(2026, 11, 21))
    make_evidence(supplier, Grade.PARTLY, on=date(2026, 11, 21))
    rescore_suppliers([supplier.pk], date(2026, 11, 21))
    row = ScopeMonth.objects.get(supplier=supplier, month=date(2026, 11, 1))
    [view] = client.get(reverse("overview:movers")).context["rows"]
    assert sum(round(10 * float(one.moved.replace("−", "-"))) for one in view.told) == row.moved_tenths
    assert explain_ahead(date(2026, 11, 21)) == 1
    assert list(StoredMovement.objects.values_list("closing", flat=True)) == [row.closing_id]


def test_a_past_month_that_can_be_looked_at_is_explained_and_an_older_one_forgotten():
    supplier = clean_paper()
    rated_twice(supplier, lambda: make_evidence(supplier, on=AFTER))
    assert explain_ahead(date(2027, 12, 1)) == 0
    assert explain_ahead(date(2027, 11, 30)) == 1
    assert StoredMovement.objects.count() == 1
    explain_ahead(date(2027, 12, 1))
    assert not StoredMovement.objects.exists()


def test_the_list_and_its_export_cost_the_same_for_one_and_for_three(client, manager):
    def make_one():
        supplier = clean_paper()
        rated_twice(supplier, lambda: make_evidence(supplier, on=AFTER))

    assert_same_queries(client, "overview:movers", make_one, at_most=8)
    assert_same_queries(client, "overview:movers_export", make_one, args=("csv",), at_most=5)
