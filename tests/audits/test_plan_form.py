import pytest

from accounts.domain.permissions import Role
from audits.forms import PlanForm
from tests.accounts.factories import make_user
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db


def test_an_audit_of_a_restricted_supplier_is_led_by_somebody_who_sees_it():
    supplier = make_supplier(is_restricted=True)
    stranger, named = make_user(Role.QUALITY_ENGINEER), make_user(Role.QUALITY_ENGINEER)
    manager, reader = make_user(Role.MANAGER), make_user(Role.AUDITOR)
    supplier.named_people.add(named, reader)
    offered = PlanForm(supplier=supplier).fields["lead"].queryset
    assert {named, manager} <= set(offered)
    assert not {stranger, reader} & set(offered)
