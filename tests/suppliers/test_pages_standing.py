"""The pages of a supplier: status, access and archive, who may open what, the summary and the history."""

import pytest
from django.urls import reverse

from accounts.domain.permissions import Permission, Role, is_allowed
from common import clock
from common.history import changes_for_root
from suppliers import services
from suppliers.domain.terms import IdentifierKind, Status
from suppliers.models import Process, Supplier
from tests.accounts.factories import make_team, make_user
from tests.queries import assert_same_queries, queries_of
from tests.suppliers.factories import make_scope, make_site, make_supplier

pytestmark = pytest.mark.django_db
PARTS = ("alias", "identifier", "site", "contact", "scope")


@pytest.fixture
def manager(client):
    user = make_user(Role.MANAGER)
    client.force_login(user)
    return user


def page(name, *args):
    return reverse(f"suppliers:{name}", args=args)


def text(response):
    return response.content.decode()


# Status, access, archive


def test_the_status_form_offers_what_the_role_may_set_and_says_what_it_means(client):
    supplier = make_supplier(status="under_evaluation")
    client.force_login(make_user(Role.PROCUREMENT))
    buyer = text(client.get(page("status", supplier.pk)))
    client.force_login(make_user(Role.MANAGER))
    manager = text(client.get(page("status", supplier.pk)))
    assert "May be ordered from." in manager
    assert 'value="approved"' in manager
    assert 'value="approved"' not in buyer
    assert 'value="inactive"' in buyer


def test_a_status_is_changed_with_a_reason(client, manager):
    supplier = make_supplier(status="under_evaluation")
    sent = {"to": "approved", "expected": "under_evaluation", "reason": ""}
    refused = client.post(page("status", supplier.pk), sent)
    assert (refused.status_code, "checked" in text(refused)) == (422, True)
    assert client.post(page("status", supplier.pk), {**sent, "reason": "audit passed"}).status_code == 303
    supplier.refresh_from_db()
    assert supplier.status == "approved"


def test_a_status_that_the_role_may_not_set_is_refused_even_when_it_is_sent(client):
    supplier = make_supplier(status="under_evaluation")
    client.force_login(make_user(Role.PROCUREMENT))
    sent = {"to": "approved", "expected": "under_evaluation", "reason": "please"}
    assert client.post(page("status", supplier.pk), sent).status_code == 422
    supplier.refresh_from_db()
    assert supplier.status == "under_evaluation"


def test_a_status_that_somebody_moved_meanwhile_is_shown_and_the_reason_kept(client, manager):
    supplier = make_supplier(status="approved")
    sent = {"to": "preferred", "expected": "under_evaluation", "reason": "my long reason"}
    sent["to"] = "approved"
    response = client.post(page("status", supplier.pk), sent)
    assert response.status_code == 409
    assert "It is now approved" in text(response)
    assert "my long reason" in text(response)
    assert 'value="preferred"' in text(response)


def test_a_manager_restricts_a_supplier_and_lifts_it(client, manager):
    supplier, team, named = make_supplier(), make_team(make_user()), make_user()
    sent = {"restricted": "yes", "team": team.pk, "people": [named.pk], "reason": "NDA", "version": 1}
    assert client.post(page("access", supplier.pk), sent).status_code == 303
    assert Supplier.objects.visible_to(named).exists()
    assert not Supplier.objects.visible_to(make_user()).exists()
    assert client.post(page("access", supplier.pk), sent).status_code == 409
    lifted = {"restricted": "no", "reason": "over", "version": 2}
    assert client.post(page("access", supplier.pk), lifted).status_code == 303
    assert Supplier.objects.visible_to(make_user()).exists()


def test_a_supplier_is_archived_and_brought_back(client, manager):
    supplier = make_supplier()
    assert client.post(page("archive", supplier.pk), {"reason": ""}).status_code == 422
    assert client.post(page("archive", supplier.pk), {"reason": "dissolved"}).status_code == 303
    assert "Archived on" in text(client.get(supplier.get_absolute_url()))
    refused = client.post(page("alias_add", supplier.pk), {"name": "Acme"})
    assert "This supplier is archived" in text(refused)
    assert client.post(page("archive", supplier.pk), {"reason": "not dissolved"}).status_code == 303
    supplier.refresh_from_db()
    assert supplier.archived_at is None


# Who may, and who sees


def urls_of(supplier):
    site = make_site(supplier)
    alias = supplier.aliases.create(name="Acme")
    number = supplier.identifiers.create(kind="own_number", value=f"N{supplier.pk}")
    contact = supplier.contacts.create(name="Li")
    scope = make_scope(supplier, site=site)
    edit = [page(f"{kind}_add", supplier.pk) for kind in PARTS]
    edit += [page("edit", supplier.pk), page("site_close", supplier.pk, site.pk)]
    for kind, part in (
        ("alias", alias),
        ("identifier", number),
        ("contact", contact),
        ("site", site),
        ("scope", scope),
    ):
        edit.append(page(f"{kind}_edit", supplier.pk, part.pk))
    return {
        Permission.VIEW: [page("detail", supplier.pk), page("history", supplier.pk)],
        Permission.SUPPLIER_EDIT: edit,
        Permission.SUPPLIER_STATUS: [page("status", supplier.pk)],
        Permission.SUPPLIER_RESTRICT: [page("access", supplier.pk)],
        Permission.SUPPLIER_ARCHIVE: [page("archive", supplier.pk)],
    }


@pytest.mark.parametrize("role", list(Role))
def test_each_page_opens_for_those_who_may_and_for_nobody_else(client, role):
    client.force_login(make_user(role))
    for permission, urls in urls_of(make_supplier()).items():
        expected = 200 if is_allowed(role, permission) else 403
        assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, expected)
    assert client.get(page("create")).status_code == (200 if is_allowed(role, Permission.SUPPLIER_EDIT) else 403)


@pytest.mark.parametrize("role", [Role.PROCUREMENT, Role.QUALITY_ENGINEER, Role.AUDITOR])
def test_a_restricted_supplier_does_not_exist_for_a_stranger(client, role):
    client.force_login(make_user(role))
    for permission, urls in urls_of(make_supplier(is_restricted=True)).items():
        if is_allowed(role, permission):
            assert {client.get(url).status_code for url in urls} == {404}
            assert {client.post(url, {}).status_code for url in urls if permission != Permission.VIEW} <= {404}


def test_a_part_of_another_supplier_is_not_found_under_this_one(client, manager):
    supplier, other = make_supplier(), make_supplier()
    site = make_site(other)
    assert client.get(page("site_edit", supplier.pk, site.pk)).status_code == 404


def test_who_only_reads_is_offered_nothing_to_change(client):
    client.force_login(make_user(Role.AUDITOR))
    supplier = make_supplier(with_scope=True, aliases=("Acme",))
    shown = text(client.get(supplier.get_absolute_url()))
    for url in (page("edit", supplier.pk), page("status", supplier.pk), page("site_add", supplier.pk)):
        assert url not in shown


# Summary and history


def test_the_summary_costs_the_same_for_one_and_for_three_of_each_part(client, manager):
    supplier = make_supplier()

    def grow():
        site = make_site(supplier)
        make_scope(supplier, site=site)
        services.add_contact(supplier, name="Li", site=site, actor=manager)
        number = Supplier.objects.count() * 100 + supplier.sites.count()
        services.add_alias(supplier, f"Alias {number}", actor=manager)
        services.add_identifier(supplier, kind=IdentifierKind.OWN_NUMBER, value=str(number), actor=manager)

    url = supplier.get_absolute_url()
    grow()
    one = queries_of(client, url)
    grow()
    grow()
    three = queries_of(client, url)
    assert len(one) == len(three) <= 10


def test_the_history_costs_the_same_for_one_and_for_three(client, manager):
    supplier = make_supplier()
    args = (supplier.pk,)
    assert_same_queries(
        client, "suppliers:history", lambda: services.add_site(supplier, _next_site(supplier), actor=manager), args=args
    )


def _next_site(supplier):
    return {"name": f"Works {supplier.sites.count()}"}


def test_the_history_names_records_people_and_values_in_words(client, manager):
    supplier = make_supplier(status="under_evaluation")
    services.change_status(
        supplier,
        to=Status("approved"),
        expected=Status("under_evaluation"),
        actor=manager,
        reason="audit",
    )
    services.change_owner(supplier, new := make_user(name="Ada"), expected_version=2, actor=manager, reason="moved on")
    make_scoped = services.add_site(supplier, {"city": "Brno", "country": "CZ"}, actor=new)
    services.add_scope(supplier, site=make_scoped, process=Process.objects.get(code="welding"), actor=new)
    shown = text(client.get(page("history", supplier.pk)))
    for word in ("Under evaluation", "Approved", "audit", "Ada", "moved on", "Brno", "Czechia", "Welding"):
        assert word in shown
    assert "under_evaluation" not in shown


def test_the_history_is_narrowed_to_one_kind_of_record_and_walked_page_by_page(client, manager):
    supplier = make_supplier()
    for number in range(60):
        services.add_alias(supplier, f"Name {number:02}", actor=manager)
    services.add_site(supplier, {"city": "Brno"}, actor=manager)
    first = client.get(page("history", supplier.pk))
    second = client.get(page("history", supplier.pk), {"after": first.context["page"].next})
    assert [len(response.context["page"].rows) for response in (first, second)] == [50, 11]
    sites = client.get(page("history", supplier.pk), {"kind": "suppliers.site"})
    assert len(sites.context["page"].rows) == 1
    assert client.get(page("history", supplier.pk), {"kind": "nonsense"}).status_code == 200


def test_each_verb_of_a_page_leaves_its_entry(client, manager):
    supplier = make_supplier()
    today = clock.today().isoformat()
    site = services.add_site(supplier, {"city": "Brno"}, actor=manager)
    client.post(page("site_close", supplier.pk, site.pk), {"on": today, "version": 1, "reason": "sold"})
    client.post(page("archive", supplier.pk), {"reason": "dissolved"})
    actions = [(entry.action, entry.reason) for entry in changes_for_root(supplier.pk)]
    assert actions == [("archived", "dissolved"), ("closed", "sold"), ("created", "")]
