import pytest

from accounts.domain.permissions import Role
from suppliers.models import Supplier
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
