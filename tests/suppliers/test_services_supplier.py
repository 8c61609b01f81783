"""Logging, editing and naming a supplier: rule, history, projections, evidence."""

import pytest
from django.core.exceptions import ValidationError

from accounts.domain.permissions import Role
from accounts.models import Notice
from common import clock
from common.history import changes_for, changes_for_root
from common.records import AlreadySubmitted, Conflict
from suppliers import services
from suppliers.domain.terms import IdentifierKind, ScopeStage, Status
from suppliers.models import EvidenceChange, Process, Supplier
from tests.accounts.factories import make_team, make_user
from tests.suppliers.factories import make_scope, make_site, make_supplier

pytestmark = pytest.mark.django_db
TOKEN = "0b0f7c5e-58b5-4c39-9a0c-0d2d5f7c0002"


def found_by(text):
    return list(Supplier.objects.matching(text))


def waits_for_rating(supplier):
    return EvidenceChange.objects.filter(supplier=supplier).exists()


def rated(supplier):
    """The rating has followed all that changed so far."""
    EvidenceChange.objects.filter(supplier=supplier).delete()
    return supplier


def test_a_supplier_is_logged_with_its_number_first_site_and_scope():
    buyer, owner = make_user(), make_user()
    supplier = services.create_supplier(
        actor=buyer,
        owner=owner,
        legal_name="Ventilbau Überlingen GmbH",
        country="DE",
        details={"local_name": "阀体铸造厂", "sector": "automotive", "criticality": "critical"},
        own_number="V-100",
        site={"city": "Überlingen"},
        process=Process.objects.get(code="turning"),
        scope_description="Valve bodies",
    )
    assert (supplier.status, supplier.city, supplier.owner) == (Status.PROSPECT, "Überlingen", owner)
    scope = supplier.scopes.get()
    assert (scope.site.is_main, scope.criticality, scope.stage) == (True, "critical", ScopeStage.ACTIVE)
    for text in ("überlingen", "UBERLINGEN", "阀体", "v-100", "v100"):
        assert found_by(text) == [supplier]
    assert waits_for_rating(supplier)
    assert {entry.subject_type for entry in changes_for_root(supplier.pk)} == {
        "suppliers.supplier",
        "suppliers.identifier",
        "suppliers.site",
        "suppliers.scope",
    }
    assert Notice.objects.get(user=owner).url == supplier.get_absolute_url()


def test_the_sample_company_can_log_a_supplier_in_the_past():
    at = clock.now().replace(year=2025)
    supplier = services.create_supplier(actor=make_user(), legal_name="Old friend", country="IT", at=at)
    assert supplier.created_at == at
    assert changes_for(supplier).get().at == at


def test_the_same_form_sent_twice_logs_one_supplier_and_points_to_it():
    buyer = make_user()
    first = services.create_supplier(actor=buyer, legal_name="Once", country="DE", own_number="1", submission=TOKEN)
    with pytest.raises(AlreadySubmitted) as twice:
        services.create_supplier(actor=buyer, legal_name="Once", country="DE", own_number="1", submission=TOKEN)
    assert twice.value.url == first.get_absolute_url()
    assert Supplier.objects.get() == first


def test_nothing_is_left_of_a_supplier_whose_number_is_taken():
    services.create_supplier(actor=make_user(), legal_name="First", country="DE", own_number="77")
    with pytest.raises(ValidationError, match="number of First"):
        services.create_supplier(actor=make_user(), legal_name="Second", country="DE", own_number="77")
    assert [str(supplier) for supplier in Supplier.objects.all()] == ["First"]


def test_an_edit_follows_into_search_history_and_rating():
    supplier, editor = rated(make_supplier(legal_name="Before")), make_user()
    assert services.update_supplier(
        supplier,
        {"legal_name": "Łódź Castings", "sector": "medical"},
        expected_version=1,
        actor=editor,
        reason="merger",
    )
    assert found_by("lodz") == [supplier]
    assert waits_for_rating(supplier)
    entry = changes_for(supplier).first()
    assert (entry.actor, entry.reason) == (editor, "merger")
    assert entry.changes["sector"] == ["general_industry", "medical"]


def test_an_edit_that_the_rating_does_not_depend_on_does_not_ask_for_a_new_one():
    supplier = rated(make_supplier())
    services.update_supplier(supplier, {"notes": "Calls on Fridays"}, expected_version=1, actor=make_user())
    assert not waits_for_rating(supplier)


def test_of_two_people_who_edit_one_supplier_the_second_is_shown_the_first_ones_version():
    supplier = make_supplier(legal_name="Old")
    services.update_supplier(supplier, {"legal_name": "First"}, expected_version=1, actor=make_user())
    with pytest.raises(Conflict) as conflict:
        services.update_supplier(supplier, {"legal_name": "Second"}, expected_version=1, actor=make_user())
    assert str(conflict.value.current) == "First"


def test_a_new_owner_is_told_and_sees_the_supplier_even_if_it_is_restricted():
    manager, colleague = make_user(Role.MANAGER), make_user()
    supplier = make_supplier()
    services.restrict_supplier(supplier, team=None, expected_version=1, actor=manager, reason="NDA")
    services.change_owner(supplier, colleague, expected_version=2, actor=manager, reason="moved on")
    assert Supplier.objects.visible_to(colleague).filter(pk=supplier.pk).exists()
    assert "owner" in Notice.objects.get(user=colleague).text


def test_aliases_are_found_corrected_and_taken_away():
    supplier, editor = make_supplier(), make_user()
    alias = services.add_alias(supplier, "Formerly Acme", actor=editor)
    assert found_by("acme") == [supplier]
    services.update_alias(alias, "Formerly Zenith", actor=editor)
    assert (found_by("acme"), found_by("zenith")) == ([], [supplier])
    services.remove_alias(alias, actor=editor)
    assert found_by("zenith") == []
    assert [entry.action for entry in changes_for_root(supplier.pk)] == ["removed", "changed", "created"]


def test_an_alias_is_listed_once():
    supplier = make_supplier(aliases=("Acme",))
    with pytest.raises(ValidationError, match="listed already"):
        services.add_alias(supplier, "Acme", actor=make_user())


def test_of_two_people_who_correct_one_alias_the_second_is_told():
    supplier = make_supplier(aliases=("Acme",))
    mine, theirs = supplier.aliases.get(), supplier.aliases.get()
    services.update_alias(theirs, "Acme Ltd", actor=make_user())
    with pytest.raises(Conflict):
        services.update_alias(mine, "Acme Inc", actor=make_user())


def test_a_number_is_checked_stored_compact_and_found_with_dots():
    supplier = make_supplier()
    number = services.add_identifier(supplier, kind=IdentifierKind.VAT, value="DE 136.695.976", actor=make_user())
    assert (number.country, number.value) == ("DE", "DE136695976")
    assert found_by("136.695.976") == [supplier]
    with pytest.raises(ValidationError, match="nine digits"):
        services.add_identifier(supplier, kind=IdentifierKind.DUNS, value="12", actor=make_user())


def test_a_number_of_a_restricted_supplier_is_refused_without_saying_whose_it_is():
    owner = make_user()
    secret = make_supplier(legal_name="Secret Forge", is_restricted=True, owner=owner)
    services.add_identifier(secret, kind=IdentifierKind.DUNS, value="150483782", actor=owner)
    other = make_supplier()
    with pytest.raises(ValidationError) as stranger:
        services.add_identifier(other, kind=IdentifierKind.DUNS, value="15-048-3782", actor=make_user())
    assert "Secret" not in str(stranger.value)
    assert "in use already" in str(stranger.value)
    with pytest.raises(ValidationError, match="Secret Forge"):
        services.add_identifier(other, kind=IdentifierKind.DUNS, value="15-048-3782", actor=make_user(Role.MANAGER))


def test_numbers_are_corrected_and_taken_away():
    supplier, editor = make_supplier(), make_user()
    number = services.add_identifier(supplier, kind=IdentifierKind.OWN_NUMBER, value="A1", actor=editor)
    services.update_identifier(number, kind=IdentifierKind.OWN_NUMBER, value="B2-2", actor=editor)
    assert found_by("b2-2") == [supplier]
    services.remove_identifier(number, actor=editor)
    assert found_by("b2-2") == []


def test_contacts_are_kept_with_their_history():
    supplier, editor = make_supplier(), make_user()
    contact = services.add_contact(supplier, name="Li Wei", email="li@example.com", actor=editor)
    services.update_contact(contact, {"function": "Quality manager"}, expected_version=1, actor=editor)
    with pytest.raises(Conflict):
        services.update_contact(contact, {"function": "Other"}, expected_version=1, actor=editor)
    services.remove_contact(contact, actor=editor)
    assert [entry.action for entry in changes_for_root(supplier.pk)] == ["removed", "changed", "created"]


def test_a_contact_does_not_work_at_another_suppliers_site():
    with pytest.raises(ValidationError, match="another supplier"):
        services.add_contact(make_supplier(), name="Li Wei", site=make_site(make_supplier()), actor=make_user())


@pytest.mark.parametrize(
    "change",
    [
        lambda supplier, actor: services.update_supplier(
            supplier, {"notes": "x"}, expected_version=supplier.version, actor=actor
        ),
        lambda supplier, actor: services.add_alias(supplier, "x", actor=actor),
        lambda supplier, actor: services.add_site(supplier, {"city": "x"}, actor=actor),
        lambda supplier, actor: services.add_contact(supplier, name="x", actor=actor),
        lambda supplier, actor: services.end_scope(supplier.scopes.get(), expected_version=1, actor=actor),
        lambda supplier, actor: services.change_status(
            supplier, Status.INACTIVE, expected=Status.PROSPECT, actor=actor, reason="x"
        ),
        lambda supplier, actor: services.restrict_supplier(
            supplier, team=make_team(), expected_version=supplier.version, actor=actor, reason="x"
        ),
    ],
)
def test_an_archived_supplier_is_not_changed_until_it_is_brought_back(change):
    supplier, manager = make_supplier(with_scope=True), make_user(Role.MANAGER)
    services.archive_supplier(supplier, actor=manager, reason="dissolved")
    with pytest.raises(services.Refused, match="Bring it back"):
        change(supplier, manager)
    services.unarchive_supplier(supplier, actor=manager, reason="not dissolved")
    change(supplier, manager)


def test_a_supplier_is_archived_once_with_a_reason():
    supplier, buyer = make_supplier(), make_user()
    with pytest.raises(ValidationError, match="Say why"):
        services.archive_supplier(supplier, actor=buyer, reason=" ")
    services.archive_supplier(supplier, actor=buyer, reason="gone")
    with pytest.raises(Conflict):
        services.archive_supplier(supplier, actor=buyer, reason="gone")
    assert [(entry.action, entry.reason) for entry in changes_for(supplier)] == [("archived", "gone")]
    assert list(Supplier.objects.current()) == []


def test_scopes_need_a_supplier_that_is_the_sites_own():
    supplier = make_supplier()
    with pytest.raises(ValidationError, match="another supplier"):
        services.add_scope(
            supplier, site=make_site(make_supplier()), process=Process.objects.first(), actor=make_user()
        )


def test_a_scope_is_listed_once_changed_and_ended():
    supplier, editor = rated(make_supplier(with_scope=True)), make_user()
    scope = supplier.scopes.get()
    with pytest.raises(ValidationError, match="listed for the site already"):
        services.add_scope(supplier, site=scope.site, process=scope.process, actor=editor)
    services.update_scope(scope, {"criticality": "critical"}, expected_version=1, actor=editor)
    assert waits_for_rating(supplier)
    services.end_scope(scope, expected_version=2, actor=editor, reason="moved in house")
    assert list(supplier.scopes.rated()) == []
    assert changes_for(scope).first().reason == "moved in house"


def test_a_site_is_not_closed_while_something_is_bought_there_or_others_have_it_as_main():
    supplier, editor = make_supplier(), make_user()
    main = services.add_site(supplier, {"city": "Aachen"}, actor=editor)
    other = services.add_site(supplier, {"city": "Brno", "country": "CZ"}, actor=editor)
    assert (main.is_main, other.is_main) == (True, False)
    scope = make_scope(supplier, site=other)
    today = clock.today()
    with pytest.raises(services.Refused, match="still bought"):
        services.close_site(other, on=today, expected_version=1, actor=editor)
    with pytest.raises(services.Refused, match="main site"):
        services.close_site(main, on=today, expected_version=1, actor=editor)
    services.end_scope(scope, expected_version=1, actor=editor)
    services.close_site(other, on=today, expected_version=1, actor=editor)
    with pytest.raises(services.Refused, match="closed"):
        services.make_main_site(other, expected_version=2, actor=editor)
    with pytest.raises(ValidationError, match="closed"):
        services.update_scope(scope, {"stage": "active"}, expected_version=2, actor=editor)
    services.reopen_site(other, expected_version=2, actor=editor)
    services.make_main_site(other, expected_version=3, actor=editor)
    supplier.refresh_from_db()
    assert supplier.city == "Brno"
    assert [site.name for site in supplier.sites.filter(is_main=True)] == ["Brno"]


def test_a_change_of_a_site_follows_into_search_and_rating():
    supplier, editor = make_supplier(), make_user()
    site = services.add_site(supplier, {"city": "Aachen"}, actor=editor)
    rated(supplier)
    services.update_site(site, {"city": "Łódź"}, expected_version=1, actor=editor)
    assert found_by("lodz") == [supplier]
    assert waits_for_rating(supplier)
    with pytest.raises(Conflict):
        services.update_site(site, {"city": "Brno"}, expected_version=1, actor=editor)


def test_two_sites_of_a_supplier_have_two_names():
    supplier = make_supplier()
    services.add_site(supplier, {"city": "Aachen"}, actor=make_user())
    with pytest.raises(ValidationError, match="site of that name"):
        services.add_site(supplier, {"city": "Aachen"}, actor=make_user())
