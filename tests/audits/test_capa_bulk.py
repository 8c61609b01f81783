"""Other people for many corrective actions: four eyes for each, open steps go along, undone together."""

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from accounts.models import User
from audits.domain.capa import State
from audits.models import Capa, CapaStep
from audits.services.capa_bulk import CAPA_PEOPLE
from common import clock
from common.bulk import changing
from common.bulk.selecting import keep_selection
from common.models import BulkChange, Change
from suppliers.models import Supplier
from tests.accounts.factories import make_team, make_user
from tests.audits.capa_factories import make_capa
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db


def carry_out(user, capas, **people) -> BulkChange:
    selection = keep_selection(user, "corrective actions", [one.pk for one in capas], "/corrective-actions/")
    asked = {name: person.pk for name, person in people.items()}
    bulk = changing.draft_change(CAPA_PEOPLE, selection, asked, "On leave", by=user, at=clock.now())
    changing.begin_change(bulk, at=clock.now())
    return bulk


def fresh(capa) -> Capa:
    return Capa.objects.get(pk=capa.pk)


def owners(capa) -> set:
    steps = CapaStep.objects.filter(round__capa=capa).exclude(state=State.ACCEPTED.value)
    return set(steps.values_list("owner", flat=True))


def test_open_steps_go_along_with_the_responsible_person_and_come_back():
    leaving, taking = make_user(), make_user()
    capas = [make_capa(responsible=leaving) for _ in range(2)]
    bulk = carry_out(make_user(Role.MANAGER), capas, responsible=taking)
    assert {fresh(one).responsible for one in capas} == {taking}
    assert owners(capas[0]) == {taking.pk}
    entry = Change.objects.filter(batch=bulk.pk).first()
    assert (entry.action, entry.reason) == ("people changed", "On leave")
    changing.undo_change(bulk, by=bulk.by, at=clock.now())
    assert {fresh(one).responsible for one in capas} == {leaving}
    assert owners(capas[0]) == {leaving.pk}


def test_a_step_that_was_given_to_somebody_else_stays_with_that_person():
    leaving, taking, other = make_user(), make_user(), make_user()
    capa = make_capa(responsible=leaving)
    given = CapaStep.objects.filter(round__capa=capa).last()
    CapaStep.objects.filter(pk=given.pk).update(owner=other)
    carry_out(make_user(Role.MANAGER), [capa], responsible=taking)
    assert owners(capa) == {taking.pk, other.pk}


def test_nobody_becomes_the_reviewer_of_their_own():
    engineer = make_user(Role.QUALITY_ENGINEER)
    theirs, others = make_capa(responsible=engineer), make_capa()
    bulk = carry_out(make_user(Role.MANAGER), [theirs, others], reviewer=engineer)
    assert [item.note for item in bulk.items.exclude(note="")] == [
        "Who reviews must be somebody else than who is responsible."
    ]
    assert fresh(others).reviewer == engineer


def test_a_person_who_may_not_do_it_or_does_not_see_the_supplier_is_refused():
    manager, auditor, buyer = make_user(Role.MANAGER), make_user(Role.AUDITOR), make_user()
    hidden = make_supplier(is_restricted=True, team=make_team())
    capas = [make_capa(supplier=hidden, responsible=make_user(Role.MANAGER), reviewer=make_user(Role.MANAGER))]
    assert "may not do this" in carry_out(manager, [make_capa()], responsible=auditor).items.get().note
    assert "does not see this supplier" in carry_out(manager, capas, responsible=buyer).items.get().note


def test_from_the_list_to_the_result(client):
    manager, taking = make_user(Role.MANAGER), make_user()
    client.force_login(manager)
    capa = make_capa()
    assert f'value="{capa.pk}"' in client.get(reverse("audits:capas")).content.decode()
    form = client.post(reverse("audits:capas_select"), {"id": [capa.pk], "do": "people"})["Location"]
    page = client.post(form, {"responsible": taking.pk, "reason": "On leave"})["Location"]
    preview = client.get(page).content.decode()
    assert "1 of 1 corrective actions will change" in preview
    assert str(taking) in preview
    client.post(f"{page}act/", {"carry_out": "1"})
    assert fresh(capa).responsible == taking


def test_an_undo_puts_nobody_back_who_left_or_sees_the_supplier_no_more_and_says_so():
    left, blind, taking = make_user(), make_user(), make_user()
    capas = [make_capa(responsible=left), make_capa(responsible=blind), make_capa(responsible=make_user())]
    bulk = carry_out(make_user(Role.MANAGER), capas, responsible=taking)
    User.objects.filter(pk=left.pk).update(is_active=False)
    Supplier.objects.filter(pk=capas[1].supplier_id).update(is_restricted=True)
    undo = changing.undo_change(bulk, by=bulk.by, at=clock.now())
    assert [fresh(one).responsible == taking for one in capas] == [True, True, False]
    notes = dict(undo.items.values_list("subject_id", "note"))
    assert notes[capas[0].pk] == f"{left} may not do this. Choose somebody else."
    assert notes[capas[1].pk] == f"{blind} does not see this supplier. Choose somebody else."
