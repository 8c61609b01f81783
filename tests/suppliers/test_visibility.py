import pytest

from accounts.domain.permissions import Role
from suppliers.models import Scope, Supplier
from suppliers.models.visibility import named_suppliers, not_hidden, visible_suppliers
from suppliers.selectors import supplier_countries, supplier_owners
from tests.accounts.factories import make_team, make_user
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db


def seen_by(user):
    return set(Supplier.objects.visible_to(user))


@pytest.mark.parametrize("role", list(Role))
def test_everybody_sees_a_supplier_that_is_not_restricted(role):
    supplier = make_supplier()
    assert supplier in seen_by(make_user(role))


def test_a_restricted_supplier_is_seen_by_its_team_named_people_managers_and_administrators_only():
    member, named = make_user(), make_user(Role.AUDITOR)
    supplier = make_supplier(is_restricted=True, team=make_team(member))
    supplier.named_people.add(named)
    for user in (member, named, make_user(Role.MANAGER), make_user(Role.ADMINISTRATOR)):
        assert supplier in seen_by(user)
    for role in (Role.PROCUREMENT, Role.QUALITY_ENGINEER, Role.AUDITOR):
        assert supplier not in seen_by(make_user(role))


def test_the_condition_is_the_same_by_whatever_path_a_supplier_is_reached():
    """By a record of its, from within a subselect, and turned round."""
    member, named, stranger = make_user(), make_user(), make_user()
    hidden = make_supplier(is_restricted=True, team=make_team(member), with_scope=True)
    hidden.named_people.add(named)
    plain = make_supplier(with_scope=True)
    for user, expected in ((member, {hidden, plain}), (named, {hidden, plain}), (stranger, {plain})):
        assert {one.supplier for one in Scope.objects.filter(visible_suppliers(user, "supplier"))} == expected
        assert {one.supplier for one in Scope.objects.filter(not_hidden(user, "supplier"))} == expected
        assert {one.supplier for one in Scope.objects.exclude(visible_suppliers(user, "supplier"))}.isdisjoint(expected)
        assert (
            set(Supplier.objects.filter(scopes__in=Scope.objects.filter(visible_suppliers(user, "supplier"))))
            == expected
        )
    only_named = Scope.objects.filter(named_suppliers(named, "supplier"))
    assert [one.supplier for one in only_named] == [hidden]
    assert not Scope.objects.filter(named_suppliers(member, "supplier")).exists()


def test_filters_offer_no_country_and_no_owner_that_only_a_hidden_supplier_has():
    secret_owner = make_user(Role.MANAGER)
    plain = make_supplier(country="DE")
    member, named, stranger = make_user(), make_user(), make_user(Role.AUDITOR)
    hidden = make_supplier(country="IS", owner=secret_owner, is_restricted=True, team=make_team(member))
    hidden.named_people.add(named)
    for user in (member, named, make_user(Role.MANAGER), make_user(Role.ADMINISTRATOR)):
        assert supplier_countries(user) == ["DE", "IS"]
        assert {pk for pk, _ in supplier_owners(user)} == {plain.owner_id, secret_owner.pk}
    assert supplier_countries(stranger) == ["DE"]
    assert [pk for pk, _ in supplier_owners(stranger)] == [plain.owner_id]
