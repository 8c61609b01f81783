"""What lists, counts and the rating read of corrective actions."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.domain.permissions import Permission, Role
from audits import selectors_capa as selectors
from audits.domain.capa import Stage
from audits.domain.capa_facts import follow_through
from audits.models import Capa
from audits.services.capa_review import reject_step
from suppliers.models import Contact
from tests.accounts.factories import make_team, make_user
from tests.audits.capa_factories import OPENED, accept, make_capa, submit, walk_to, when
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db


def day(n: int) -> date:
    return OPENED + timedelta(days=n)


def facts_of(capa: Capa, on: date):
    (record,) = selectors.capa_records([capa.supplier_id])[capa.supplier_id]
    return follow_through(record, on)


def test_the_rating_reads_a_punctual_closed_one_as_four_steps_in_time_and_one_verified_closure():
    capa = walk_to(make_capa(), Stage.CLOSED)
    facts = facts_of(capa, day(60))
    assert (facts.due_steps, facts.late_steps) == (4, 0)
    assert len(facts.root_causes_accepted) == len(facts.found_effective) == 1
    assert facts.closed_on == capa.ended_on


def test_an_open_one_in_time_contributes_nothing():
    assert facts_of(make_capa(), day(1)).outcomes == ()


def test_the_rating_reads_late_steps_rejections_and_overdue_as_of_the_day():
    capa = walk_to(make_capa(), Stage.ROOT_CAUSE)
    submit(capa, day(4))
    capa.refresh_from_db()
    reject_step(capa, reason="Why?", expected_version=capa.version, actor=capa.reviewer, **when(day(5)))
    capa.refresh_from_db()
    assert facts_of(capa, day(4)).root_causes_rejected == ()
    assert facts_of(capa, day(6)).root_causes_rejected == (day(5),)
    after = facts_of(capa, capa.due_on + timedelta(days=1))
    assert (after.late_steps, after.overdue_since) == (1, capa.due_on + timedelta(days=1))


def test_a_late_answer_found_in_a_long_review_is_late_only_by_its_own_day():
    capa = make_capa()
    submit(capa, day(20), answered=day(2))
    accept(capa, day(30))
    assert facts_of(capa, day(31)).late_steps == 0


def test_the_rating_reads_many_suppliers_in_four_queries():
    ids = [walk_to(make_capa(), Stage.ACTIONS).supplier_id for _ in range(3)]
    for some in (ids[:1], ids):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            found = selectors.capa_records(some)
        assert len(queries) == 4
        assert set(found) == set(some)


def test_whose_turn_it_is_follows_the_step():
    capa = make_capa()
    owner, reviewer = capa.responsible, capa.reviewer
    assert list(Capa.objects.all().awaiting_answer_of(owner)) == [capa]
    submit(capa, day(1))
    assert not Capa.objects.all().awaiting_answer_of(owner)
    assert list(Capa.objects.all().awaiting_review_of(reviewer)) == [capa]
    accept(capa, day(1))
    assert not Capa.objects.all().awaiting_review_of(reviewer)


def test_a_step_of_a_contact_waits_for_the_responsible_person():
    supplier = make_supplier()
    contact = Contact.objects.create(supplier=supplier, name="Li Wei")
    capa = make_capa(supplier=supplier, contact=contact)
    assert list(Capa.objects.all().awaiting_answer_of(capa.responsible)) == [capa]


def test_what_is_to_be_closed_waits_for_the_reviewer():
    capa = walk_to(make_capa(), Stage.CLOSURE)
    assert list(Capa.objects.all().awaiting_review_of(capa.reviewer)) == [capa]
    assert not Capa.objects.all().awaiting_answer_of(capa.responsible)


def test_counts_and_what_waits_for_me():
    capa = make_capa()
    counts = selectors.capa_counts(capa.responsible, capa.due_on + timedelta(days=1))
    assert (counts.to_answer, counts.to_review, counts.overdue) == (1, 0, 1)
    assert selectors.capas_waiting_for(capa.responsible) == [capa]
    assert selectors.capas_waiting_for(capa.reviewer) == []


def test_counts_do_not_mention_what_one_may_not_see():
    manager, other = make_user(Role.MANAGER), make_user(Role.MANAGER)
    capa = make_capa(supplier=make_supplier(is_restricted=True), responsible=manager, reviewer=other)
    assert selectors.capa_counts(make_user(), capa.due_on + timedelta(days=1)).overdue == 0


def test_only_people_who_see_a_restricted_supplier_are_offered():
    inside, outside = make_user(), make_user()
    supplier = make_supplier(is_restricted=True, team=make_team(inside))
    manager, named = make_user(Role.MANAGER), make_user(Role.QUALITY_ENGINEER)
    supplier.named_people.add(named)
    offered = set(selectors.people_for_supplier(supplier, Permission.CAPA_EDIT))
    assert offered == {inside, manager, named}
    assert outside not in offered
    assert set(selectors.people_for_supplier(supplier, Permission.CAPA_REVIEW)) >= {manager, named}
    assert inside not in selectors.people_for_supplier(supplier, Permission.CAPA_REVIEW)
