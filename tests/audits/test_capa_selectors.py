"""Whose turn it is, and who is offered."""

from datetime import date, timedelta

import pytest

from accounts.domain.permissions import Permission, Role
from audits import selectors_capa as selectors
from audits.domain.capa import Stage
from audits.models import Capa
from suppliers.models import Contact
from tests.accounts.factories import make_team, make_user
from tests.audits.capa_factories import OPENED, accept, make_capa, submit, walk_to
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db


def day(n: int) -> date:
    return OPENED + timedelta(days=n)


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
