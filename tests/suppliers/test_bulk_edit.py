"""Many suppliers at once: what is left out and why, nothing overwritten, undone where nobody touched it since."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.domain.permissions import Role
from accounts.models import Notice, User
from common import clock
from common.bulk import changing
from common.bulk.selecting import MOST, keep_selection
from common.models import BulkChange, BulkOutcome, Change, Job, Selection
from suppliers.domain.terms import Status
from suppliers.models import EvidenceChange, Supplier
from suppliers.services import SUPPLIER_EDIT, update_supplier
from tests.accounts.factories import make_team, make_user
from tests.jobs import run_jobs
from tests.queries import assert_same_queries
from tests.suppliers.factories import make_scope, make_supplier

pytestmark = pytest.mark.django_db


def draft(user, suppliers, **asked) -> BulkChange:
    selection = keep_selection(user, "suppliers", [one.pk for one in suppliers], "/suppliers/")
    return changing.draft_change(SUPPLIER_EDIT, selection, asked, "Handed over", by=user, at=clock.now())


def carry_out(user, suppliers, **asked) -> BulkChange:
    bulk = draft(user, suppliers, **asked)
    changing.begin_change(bulk, at=clock.now())
    return bulk


def notes(bulk) -> dict[int, str]:
    return dict(bulk.items.exclude(outcome=BulkOutcome.DONE.value).values_list("subject_id", "note"))


def left_out(preview) -> dict[str, int]:
    return {reason: number for reason, number, _ in preview.left_out}


def fresh(supplier) -> Supplier:
    return Supplier.objects.get(pk=supplier.pk)


def test_the_preview_says_what_changes_and_who_is_left_out_and_changes_nothing():
    buyer, other = make_user(), make_user()
    suppliers = [
        make_supplier(owner=buyer),
        make_supplier(owner=other),
        make_supplier(owner=buyer, archived_at=clock.now()),
    ]
    preview = changing.preview_of(draft(buyer, suppliers, owner=other.pk), today=clock.today())
    assert preview.changing == 1
    assert left_out(preview) == {"It is so already.": 1, "It is archived. Bring it back first.": 1}
    assert fresh(suppliers[0]).owner == buyer


def test_each_change_is_in_the_history_with_the_reason_and_one_batch():
    buyer, other = make_user(), make_user()
    suppliers = [make_supplier(owner=buyer) for _ in range(3)]
    bulk = carry_out(buyer, suppliers, owner=other.pk, sector="automotive")
    entries = Change.objects.filter(batch=bulk.pk)
    assert {int(entry.subject_id) for entry in entries} == {one.pk for one in suppliers}
    assert {entry.reason for entry in entries} == {"Handed over"}
    assert entries[0].changes["owner"] == [str(buyer), str(other)]
    assert {fresh(one).owner for one in suppliers} == {other}
    assert Notice.objects.filter(user=other, kind="supplier_owner").count() == 1
    assert set(EvidenceChange.objects.values_list("pk", flat=True)) >= {one.pk for one in suppliers}


def test_what_was_changed_since_it_was_selected_is_reported_and_not_overwritten():
    buyer, other = make_user(), make_user()
    touched, quiet = make_supplier(owner=buyer), make_supplier(owner=buyer)
    bulk = draft(buyer, [touched, quiet], owner=other.pk)
    update_supplier(touched, {"notes": "New"}, expected_version=1, actor=other)
    changing.begin_change(bulk, at=clock.now())
    assert notes(bulk) == {touched.pk: changing.CHANGED_SINCE}
    assert bulk.items.get(subject_id=touched.pk).outcome == BulkOutcome.CONFLICT
    assert (fresh(touched).owner, fresh(quiet).owner) == (buyer, other)


def test_a_status_goes_only_where_it_may_follow_and_only_by_who_may_set_it():
    manager, buyer = make_user(Role.MANAGER), make_user()
    prospect = make_supplier()
    evaluated = make_supplier(status=Status.UNDER_EVALUATION.value)
    bulk = carry_out(manager, [prospect, evaluated], status="approved")
    assert notes(bulk) == {prospect.pk: "Approved cannot follow prospect."}
    assert fresh(evaluated).status == "approved"
    refused = carry_out(buyer, [make_supplier(status="under_evaluation")], status="approved")
    assert list(notes(refused).values()) == ["Your role may not set approved. Ask a manager."]


def test_what_the_role_may_not_do_alone_it_may_not_do_in_bulk():
    engineer = make_user(Role.QUALITY_ENGINEER)
    supplier = make_supplier()
    bulk = carry_out(engineer, [supplier], archive="archive")
    assert list(notes(bulk).values()) == ["Your role may not do this."]
    assert fresh(supplier).archived_at is None


def test_a_restricted_supplier_of_others_is_not_touched_also_when_its_number_is_known():
    buyer = make_user()
    hidden = make_supplier(is_restricted=True, team=make_team())
    selection = keep_selection(buyer, "suppliers", [hidden.pk], "/suppliers/")
    bulk = changing.draft_change(SUPPLIER_EDIT, selection, {"sector": "automotive"}, "x", by=buyer, at=clock.now())
    assert bulk.targets == []
    seen = make_supplier()
    bulk = draft(buyer, [seen], sector="automotive")
    Supplier.objects.filter(pk=seen.pk).update(is_restricted=True, team=make_team())
    changing.begin_change(bulk, at=clock.now())
    assert notes(bulk) == {seen.pk: "You no longer see it."}


def test_criticality_can_take_along_what_is_bought_there_and_comes_back_with_it():
    buyer = make_user()
    supplier = make_supplier(owner=buyer)
    scope, ended = make_scope(supplier), make_scope(supplier, "milling", stage="ended")
    bulk = carry_out(buyer, [supplier], criticality="critical", with_scopes=True)
    scope.refresh_from_db()
    ended.refresh_from_db()
    assert (scope.criticality, scope.version, ended.criticality) == ("critical", 2, "standard")
    changing.undo_change(bulk, by=buyer, at=clock.now())
    scope.refresh_from_db()
    assert (fresh(supplier).criticality, scope.criticality, scope.version) == ("standard", "standard", 3)


def test_undo_restores_what_nobody_touched_since_and_says_so_in_the_history():
    manager = make_user(Role.MANAGER)
    quiet, touched = make_supplier(status="approved"), make_supplier(status="approved")
    archived_before = make_supplier(archived_at=clock.now())
    bulk = carry_out(manager, [quiet, touched, archived_before], status="suspended")
    update_supplier(touched, {"notes": "Called them"}, expected_version=2, actor=manager)
    undo = changing.undo_change(bulk, by=manager, at=clock.now())
    assert (fresh(quiet).status, fresh(touched).status) == ("approved", "suspended")
    assert notes(undo) == {touched.pk: changing.CHANGED_SINCE}
    entry = Change.objects.get(batch=undo.pk)
    assert (entry.reason, entry.changes["status"]) == ("Undone: Handed over", ["suspended", "approved"])
    with pytest.raises(changing.NotPossible):
        changing.undo_change(bulk, by=manager, at=clock.now())


def test_who_got_a_restricted_supplier_in_bulk_sees_it_and_no_longer_after_the_undo():
    manager, before, wrong, named = make_user(Role.MANAGER), make_user(), make_user(), make_user()
    hidden = make_supplier(is_restricted=True, team=make_team(), owner=before)
    known = make_supplier(is_restricted=True, team=make_team(), owner=before)
    for supplier in (hidden, known):
        supplier.named_people.add(before, named)
    known.named_people.add(wrong)
    bulk = carry_out(manager, [hidden, known], owner=wrong.pk)
    assert set(Supplier.objects.visible_to(wrong)) == {hidden, known}
    assert Change.objects.get(batch=bulk.pk, subject_id=str(hidden.pk)).changes["named_people"] == [None, str(wrong)]
    changing.undo_change(bulk, by=manager, at=clock.now())
    assert set(Supplier.objects.visible_to(wrong)) == {known}
    assert set(hidden.named_people.all()) == {before, named}
    assert fresh(hidden).owner == before


def test_archiving_in_bulk_and_its_undo_bring_back_the_same_suppliers():
    buyer = make_user()
    suppliers = [make_supplier() for _ in range(2)]
    bulk = carry_out(buyer, suppliers, archive="archive")
    assert all(fresh(one).archived_at for one in suppliers)
    changing.undo_change(bulk, by=buyer, at=clock.now())
    assert not any(fresh(one).archived_at for one in suppliers)


def test_after_a_week_it_is_not_undone_as_a_whole():
    buyer = make_user()
    bulk = carry_out(buyer, [make_supplier()], sector="automotive")
    later = clock.now() + timedelta(days=changing.UNDO_DAYS, minutes=1)
    assert not changing.can_undo(bulk, at=later)


@pytest.fixture
def small_steps(monkeypatch):
    monkeypatch.setattr(changing, "AT_ONCE", 0)
    monkeypatch.setattr(changing, "CHUNK", 2)


def test_a_large_change_is_done_in_the_worker_and_goes_on_where_it_was_stopped(small_steps, monkeypatch):
    buyer = make_user()
    suppliers = [make_supplier() for _ in range(5)]
    bulk = draft(buyer, suppliers, sector="automotive")
    changing.begin_change(bulk, at=clock.now())
    assert Supplier.objects.filter(sector="automotive").count() == 0

    def stop_after_the_first_chunk(done, total):
        if done:
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        changing.carry_out(bulk, at=clock.now(), progress=stop_after_the_first_chunk)
    assert Supplier.objects.filter(sector="automotive").count() == 2
    [job] = run_jobs()
    bulk.refresh_from_db()
    assert (job.state, job.done, bulk.state) == ("done", 5, "done")
    assert Supplier.objects.filter(sector="automotive", version=2).count() == 5
    assert Change.objects.filter(batch=bulk.pk).count() == 5


def test_many_suppliers_cost_hardly_more_statements_than_few():
    buyer, other = make_user(), make_user()

    def statements(number) -> int:
        suppliers = [Supplier(legal_name=f"S {number} {n}", owner=buyer, created_at=clock.now()) for n in range(number)]
        bulk = draft(buyer, Supplier.objects.bulk_create(suppliers), owner=other.pk, sector="automotive")
        with CaptureQueriesContext(connection) as captured:
            changing.carry_out(bulk, at=clock.now())
        assert Supplier.objects.filter(pk__in=[s.pk for s in suppliers], owner=other).count() == number
        return len(captured)

    few = statements(10)
    assert statements(400) <= few + 10, "SQLite takes fewer rows in one insert than PostgreSQL"


def test_begun_twice_it_is_done_once():
    buyer = make_user()
    bulk = draft(buyer, [make_supplier()], sector="automotive")
    changing.begin_change(bulk, at=clock.now())
    with pytest.raises(changing.NotPossible):
        changing.begin_change(bulk, at=clock.now())


# the pages


def select(client, query="", **data):
    return client.post(reverse("suppliers:select") + query, data)


def test_from_the_ticks_to_the_result_and_back(client):
    buyer = make_user()
    client.force_login(buyer)
    suppliers = [make_supplier() for _ in range(3)]
    form = select(client, id=[one.pk for one in suppliers[:2]], do="edit")
    assert form.status_code == 303
    preview = client.post(form["Location"], {"sector": "automotive", "reason": "New customer"})
    assert "2 of 2 suppliers will change" in client.get(preview["Location"]).content.decode()
    act = reverse("common:bulk_act", args=[BulkChange.objects.get().pk])
    result = client.get(client.post(act, {"carry_out": "1"})["Location"]).content.decode()
    assert "2 suppliers changed" in result
    assert Supplier.objects.filter(sector="automotive").count() == 2
    assert "Undone for 2 suppliers" in client.get(client.post(act, {"undo": "1"})["Location"]).content.decode()
    assert Supplier.objects.filter(sector="automotive").count() == 0


def test_all_that_the_filter_finds_is_asked_of_the_database_and_of_what_the_person_sees(client):
    client.force_login(make_user())
    found = [make_supplier(legal_name=f"Alder {n}") for n in range(3)]
    make_supplier(legal_name="Birch")
    make_supplier(legal_name="Alder hidden", is_restricted=True, team=make_team())
    select(client, "?q=alder", all="1", do="edit")
    assert Selection.objects.get().ids == [one.pk for one in found]
    assert Selection.objects.get().back == "/suppliers/?q=alder"


def test_nothing_ticked_and_too_many_are_answered_with_the_remedy(client, monkeypatch):
    assert MOST == 20_000
    monkeypatch.setattr("common.bulk.selecting.MOST", 1)
    client.force_login(make_user())
    make_supplier()
    make_supplier()
    assert "Tick the rows" in client.post(reverse("suppliers:select"), {"do": "edit"}, follow=True).content.decode()
    too_many = client.post(reverse("suppliers:select"), {"do": "edit", "all": "1"}, follow=True)
    assert "Narrow the list" in too_many.content.decode()
    assert not Selection.objects.exists()


def test_an_auditor_selects_nothing_to_edit_and_sees_no_such_button(client):
    client.force_login(make_user(Role.AUDITOR))
    supplier = make_supplier()
    assert select(client, id=[supplier.pk], do="edit").status_code == 403
    assert 'value="edit"' not in client.get(reverse("suppliers:list")).content.decode()


def test_somebody_elses_selection_and_change_do_not_exist_for_me(client):
    bulk = carry_out(make_user(), [make_supplier()], sector="automotive")
    client.force_login(make_user(Role.MANAGER))
    assert client.get(reverse("suppliers:bulk_edit", args=[Selection.objects.get().pk])).status_code == 404
    assert client.get(reverse("common:bulk", args=[bulk.pk])).status_code == 404
    assert client.post(reverse("common:bulk_act", args=[bulk.pk]), {"undo": "1"}).status_code == 404


def test_the_form_asks_for_a_change_and_a_reason(client):
    buyer = make_user()
    client.force_login(buyer)
    selection = keep_selection(buyer, "suppliers", [make_supplier().pk], "/suppliers/")
    answer = client.post(reverse("suppliers:bulk_edit", args=[selection.pk]), {"reason": "Because"})
    assert answer.status_code == 422
    assert "Choose at least one thing to change." in answer.content.decode()
    assert client.post(answer.request["PATH_INFO"], {"sector": "automotive"}).status_code == 422


def test_the_list_of_my_bulk_changes_costs_the_same_with_more(client):
    buyer = make_user()
    client.force_login(buyer)
    assert_same_queries(
        client, "common:bulk_list", lambda: carry_out(buyer, [make_supplier()], sector="automotive"), at_most=6
    )


def test_a_job_of_a_bulk_change_is_its_makers_own(small_steps, client):
    buyer = make_user()
    changing.begin_change(draft(buyer, [make_supplier()], sector="automotive"), at=clock.now())
    assert Job.objects.get().created_by == buyer


def test_an_undo_puts_nobody_back_who_may_no_longer_own_suppliers_and_says_so():
    manager, gone, there, taking = make_user(Role.MANAGER), make_user(), make_user(), make_user()
    lost, kept = make_supplier(owner=gone), make_supplier(owner=there)
    bulk = carry_out(manager, [lost, kept], owner=taking.pk)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    undo = changing.undo_change(bulk, by=manager, at=clock.now())
    assert (fresh(lost).owner, fresh(kept).owner) == (taking, there)
    assert "may not own suppliers" in notes(undo)[lost.pk]


def test_an_undo_sets_no_status_that_the_person_may_not_set():
    buyer = make_user()
    supplier, prospect = make_supplier(status="approved"), make_supplier(status="under_evaluation")
    bulk = carry_out(buyer, [supplier, prospect], status="inactive")
    undo = changing.undo_change(bulk, by=buyer, at=clock.now())
    assert (fresh(supplier).status, fresh(prospect).status) == ("inactive", "under_evaluation")
    assert notes(undo) == {supplier.pk: "Your role may not set approved. Ask a manager."}


def test_an_undo_asks_for_the_right_of_the_field():
    person = make_user(Role.MANAGER)
    supplier = make_supplier()
    bulk = carry_out(person, [supplier], archive="archive")
    User.objects.filter(pk=person.pk).update(role=Role.QUALITY_ENGINEER.value)
    undo = changing.undo_change(bulk, by=person, at=clock.now())
    assert fresh(supplier).archived_at
    assert notes(undo) == {supplier.pk: "Your role may not do this."}


@pytest.mark.parametrize("lost", [{"is_active": False}, {"role": Role.AUDITOR.value}])
def test_who_lost_access_or_role_before_the_worker_began_changes_nothing_and_the_job_says_so(small_steps, lost):
    buyer, other = make_user(), make_user()
    suppliers = [make_supplier(owner=buyer) for _ in range(5)]
    bulk = carry_out(buyer, suppliers, owner=other.pk)
    User.objects.filter(pk=buyer.pk).update(**lost)
    [job] = run_jobs("common.bulk_change")
    assert job.state == "failed"
    assert "your access or your role has changed" in job.error
    assert not bulk.items.exists()
    assert {fresh(one).owner for one in suppliers} == {buyer}


def test_who_loses_the_role_between_two_chunks_changes_nothing_more(small_steps):
    buyer, other = make_user(), make_user()
    suppliers = [make_supplier(owner=buyer) for _ in range(5)]
    bulk = carry_out(buyer, suppliers, owner=other.pk)

    def lose_the_role(done, total):
        if done:
            User.objects.filter(pk=buyer.pk).update(role=Role.AUDITOR.value)

    with pytest.raises(changing.NotPossible):
        changing.carry_out(bulk, at=clock.now(), progress=lose_the_role)
    assert bulk.items.count() == changing.CHUNK < len(suppliers)
