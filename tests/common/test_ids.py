"""Numbers that no database holds: they name no record, alone or in a list, on pages and for programs."""

import pytest
from django.db.models import Model
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse

from accounts.domain.permissions import Role
from accounts.forms import PersonForm
from audits.forms import PlanForm
from common.bulk.selecting import NotSelected, chosen_ids
from common.ids import LARGEST_ID, id_of
from overview.filters import whole_numbers
from suppliers.forms import AccessForm
from suppliers.models import Scope, Supplier
from tests.accounts.factories import make_user
from tests.suppliers.factories import make_scope, make_supplier
from tests.walk.pages import Page, pages

TOO_LARGE = LARGEST_ID + 1
ENDLESS = "9" * 5000
"""Longer than Python turns into a number."""


def by_number(page: Page) -> bool:
    try:
        return bool(page.params) and bool(address(page))
    except NoReverseMatch:
        return False


def address(page: Page) -> str:
    return reverse(page.name, kwargs=dict.fromkeys(page.params, TOO_LARGE))


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", str(TOO_LARGE), ENDLESS])
def test_a_text_that_can_be_no_number_of_a_record_is_none(text):
    assert id_of(text) is None


def test_the_largest_number_of_a_record_is_one():
    assert id_of(str(LARGEST_ID)) == LARGEST_ID


@pytest.mark.django_db
def test_a_list_finds_what_is_there_beside_a_number_that_cannot_be():
    scope = make_scope(make_supplier())
    for model, name, known in ((Supplier, "pk", scope.supplier_id), (Scope, "supplier", scope.supplier_id)):
        rows: type[Model] = model
        assert rows._default_manager.filter(**{f"{name}__in": [known, TOO_LARGE]}).count() == 1
        assert rows._default_manager.filter(**{f"{name}__in": [TOO_LARGE]}).count() == 0
        assert rows._default_manager.filter(**{name: TOO_LARGE}).count() == 0
        assert rows._default_manager.exclude(**{f"{name}__in": [TOO_LARGE]}).count() == 1


@pytest.mark.django_db
def test_a_forged_tick_of_a_form_is_refused_with_a_message():
    supplier, person = make_supplier(with_scope=True), make_user()
    asked = {name: [str(TOO_LARGE)] for name in ("people", "teams", "scopes")}
    data = QueryDict(mutable=True)
    for name, values in asked.items():
        data.setlist(name, values)
    access = AccessForm(data, supplier=supplier)
    assert "not one of the available choices" in access.errors["people"][0]
    assert "not one of the available choices" in PersonForm(data, instance=person).errors["teams"][0]
    assert "not one of the available choices" in PlanForm(data, supplier=supplier).errors["scopes"][0]


@pytest.mark.django_db
def test_a_forged_tick_of_a_list_is_left_out():
    supplier = make_supplier()
    data = QueryDict(mutable=True)
    data.setlist("id", [str(TOO_LARGE), ENDLESS, str(supplier.pk)])
    assert chosen_ids(data, Supplier.objects.all(), Supplier.objects.none()) == [supplier.pk]
    data.setlist("id", [str(TOO_LARGE)])
    with pytest.raises(NotSelected):
        chosen_ids(data, Supplier.objects.all(), Supplier.objects.none())
    assert whole_numbers(data, "id") == []


@pytest.mark.django_db
@pytest.mark.parametrize("page", [page for page in pages() if by_number(page)], ids=lambda page: page.name)
def test_an_address_with_a_number_that_cannot_be_breaks_nothing(client, page):
    client.force_login(make_user(Role.ADMINISTRATOR))
    assert client.get(address(page)).status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "more", "asked"),
    [
        ("suppliers:document_new", [], "instead"),
        ("audits:plan", [], "scope"),
        ("audits:observation_new", ["coverage"], "audit"),
        ("deliveries:lot_new", [], "delivery"),
        ("deliveries:nonconformance_new", [], "lot"),
    ],
)
def test_a_number_without_end_in_an_address_is_no_number(client, name, more, asked):
    client.force_login(make_user(Role.ADMINISTRATOR))
    supplier = make_supplier(with_scope=True)
    assert client.get(reverse(name, args=[supplier.pk, *more]), {asked: ENDLESS}).status_code == 200
