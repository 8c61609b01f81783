"""Status and access: who may move what, with a reason, and never two people at once."""

import pytest
from django.core.exceptions import ValidationError

from accounts.domain.permissions import Role
from common.history import changes_for
from common.records import Conflict
from config.background import SCHEDULE
from suppliers import services
from suppliers.domain.status import MEANING, NEXT, WHO_MAY_SET, possible_next
from suppliers.domain.terms import Status
from suppliers.models import Supplier
from tests.accounts.factories import make_team, make_user
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db


def move(supplier, to, *, by, expected=None, reason="because"):
    services.change_status(supplier, to, expected=expected or Status(supplier.status), actor=by, reason=reason)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("to", list(Status))
def test_the_offered_statuses_are_those_that_may_follow_and_that_the_role_may_set(role, status, to):
    allowed = to in NEXT[status] and role in WHO_MAY_SET[to]
    assert (to in possible_next(status, role)) == allowed


def test_every_status_says_what_it_means_and_can_be_left():
    assert set(MEANING) == set(NEXT) == set(WHO_MAY_SET) == set(Status)
    assert all(NEXT.values())
    assert all(status not in following for status, following in NEXT.items())


def test_a_status_is_moved_with_its_reason():
    supplier, manager = make_supplier(status="under_evaluation"), make_user(Role.MANAGER)
    move(supplier, Status.APPROVED, by=manager, reason="audit passed")
    assert supplier.status == Status.APPROVED
    entry = changes_for(supplier).get()
    assert (entry.action, entry.reason, entry.actor) == ("status changed", "audit passed", manager)
    assert entry.changes == {"status": ["under_evaluation", "approved"]}


def test_a_status_that_cannot_follow_is_refused():
    with pytest.raises(services.Refused, match="Approved cannot follow prospect"):
        move(make_supplier(), Status.APPROVED, by=make_user(Role.MANAGER))


@pytest.mark.parametrize("role", [Role.PROCUREMENT, Role.QUALITY_ENGINEER, Role.AUDITOR])
def test_only_a_manager_approves(role):
    with pytest.raises(services.Refused, match="may not set approved"):
        move(make_supplier(status="under_evaluation"), Status.APPROVED, by=make_user(role))


def test_a_move_without_a_reason_is_refused():
    with pytest.raises(ValidationError, match="Say why"):
        move(make_supplier(), Status.UNDER_EVALUATION, by=make_user(), reason="  ")


def test_two_people_cannot_both_move_one_supplier():
    supplier, manager = make_supplier(status="under_evaluation"), make_user(Role.MANAGER)
    stale = Supplier.objects.get(pk=supplier.pk)
    move(supplier, Status.DISQUALIFIED, by=manager)
    with pytest.raises(Conflict):
        move(stale, Status.APPROVED, by=manager)
    assert Supplier.objects.get().status == Status.DISQUALIFIED


def test_whoever_restricts_a_supplier_has_what_was_counted_ahead_counted_anew(monkeypatch):
    asked = []
    monkeypatch.setattr("suppliers.services.standing.nudge", asked.append)
    supplier, manager = make_supplier(), make_user(Role.MANAGER)
    services.restrict_supplier(supplier, team=make_team(), expected_version=1, actor=manager, reason="NDA")
    assert asked == ["overview.count_ahead"]
    assert asked[0] in SCHEDULE


def test_restricting_names_who_sees_and_lifting_it_lets_everybody_see():
    manager, member, named, stranger = make_user(Role.MANAGER), make_user(), make_user(), make_user()
    supplier = make_supplier()
    services.restrict_supplier(
        supplier, team=make_team(member), people=[named], expected_version=1, actor=manager, reason="NDA"
    )
    sees = [bool(Supplier.objects.visible_to(user)) for user in (member, named, supplier.owner, manager, stranger)]
    assert sees == [True, True, True, True, False]
    entry = changes_for(supplier).first()
    assert (entry.action, entry.reason) == ("access changed", "NDA")
    assert set(entry.changes) == {"is_restricted", "team", "named_people"}
    with pytest.raises(Conflict):
        services.unrestrict_supplier(supplier, expected_version=1, actor=manager, reason="over")
    services.unrestrict_supplier(supplier, expected_version=2, actor=manager, reason="over")
    assert Supplier.objects.visible_to(stranger).get() == supplier
