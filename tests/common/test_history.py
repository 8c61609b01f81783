import pytest
from django.db import DatabaseError, connection, transaction

from common import history
from common.models import Change
from common.records import AlreadySubmitted, Conflict, claim_submission, update_record
from tests.accounts.factories import make_user
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db


def test_many_entries_say_what_one_at_a_time_would_say(django_assert_num_queries):
    suppliers = [make_supplier(legal_name=f"It's \\ 100 %\t阀 {n}", country="PL") for n in range(3)]
    actor = suppliers[0].owner
    alone = [history.record_created(one, actor=actor, root_id=one.pk, reason="list.csv") for one in suppliers]
    with django_assert_num_queries(1 if connection.vendor == "sqlite" else 0):  # COPY is none
        history.record_bulk(
            history.build_entry(
                one,
                actor=actor,
                action="created",
                changes=history.initial_values(one),
                root_id=one.pk,
                reason="list.csv",
                at=before.at,
            )
            for one, before in zip(suppliers, alone, strict=True)
        )
    for one, before in zip(suppliers, alone, strict=True):
        newest = Change.objects.filter(subject_type="suppliers.supplier", subject_id=str(one.pk)).latest("pk")
        assert newest.pk != before.pk
        assert {**vars(newest), "id": 0, "_state": 0} == {**vars(before), "id": 0, "_state": 0}
        assert newest.changes["country"] == [None, "PL"]
    history.record_bulk([])


@pytest.mark.parametrize("meddle", [lambda rows: rows.update(reason="another"), lambda rows: rows.delete()])
def test_the_database_refuses_to_rewrite_history(meddle):
    supplier = make_supplier()
    entry = history.record_created(supplier, actor=supplier.owner, root_id=supplier.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        meddle(Change.objects.filter(pk=entry.pk))
    assert Change.objects.get(pk=entry.pk).reason == ""


def test_an_edit_writes_what_differs_and_raises_the_version():
    supplier, editor = make_supplier(legal_name="Old"), make_user()
    assert update_record(
        supplier, {"legal_name": "New", "notes": ""}, expected_version=1, actor=editor, reason="renamed"
    )
    entry = history.changes_for(supplier).get()
    assert (entry.actor, entry.reason, entry.changes) == (editor, "renamed", {"legal_name": ["Old", "New"]})
    assert supplier.version == 2


def test_a_stale_edit_is_refused_and_shows_what_is_there_now():
    supplier, editor = make_supplier(), make_user()
    update_record(supplier, {"legal_name": "First"}, expected_version=1, actor=editor)
    with pytest.raises(Conflict) as conflict:
        update_record(supplier, {"legal_name": "Second"}, expected_version=1, actor=editor)
    assert str(conflict.value.current) == "First"


def test_a_form_sent_twice_is_carried_out_once():
    token = "0b0f7c5e-58b5-4c39-9a0c-0d2d5f7c0001"
    claim_submission(token, "/first/")
    with pytest.raises(AlreadySubmitted) as twice:
        claim_submission(token, "/second/")
    assert twice.value.url == "/first/"
