"""The pages of a supplier: forms that lose nothing, say what stood against them, and do once what is sent twice."""

from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from common.history import changes_for
from suppliers import services
from suppliers.models import Process, Supplier
from tests.accounts.factories import make_user
from tests.suppliers.factories import make_scope, make_site, make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    user = make_user(Role.MANAGER)
    client.force_login(user)
    return user


def page(name, *args):
    return reverse(f"suppliers:{name}", args=args)


def creation(owner, **fields):
    return {
        "legal_name": "Ventilbau GmbH",
        "country": "DE",
        "sector": "automotive",
        "criticality": "major",
        "owner": owner.pk,
        "submission": str(uuid4()),
        **fields,
    }


def edition(supplier, **fields):
    names = ("legal_name", "local_name", "country", "sector", "criticality", "website", "notes", "version")
    return {**{name: getattr(supplier, name) for name in names}, "owner": supplier.owner_id, **fields}


def text(response):
    return response.content.decode()


# Logging a supplier


def test_a_supplier_is_logged_from_the_short_form(client, manager):
    process = Process.objects.get(code="turning")
    sent = creation(manager, city="Aachen", own_number="V-1", process=process.pk, description="Valve bodies")
    response = client.post(page("create"), sent)
    supplier = Supplier.objects.get()
    assert (response.status_code, response.url) == (303, supplier.get_absolute_url())
    assert (supplier.city, supplier.sector, str(supplier.owner)) == ("Aachen", "automotive", str(manager))
    assert supplier.scopes.get().description == "Valve bodies"
    shown = text(client.get(response.url))
    for word in ("Ventilbau GmbH", "Aachen", "V-1", "Turning", "Valve bodies", "Automotive"):
        assert word in shown


def test_the_form_sent_twice_logs_one_supplier(client, manager):
    sent = creation(manager)
    first, second = client.post(page("create"), sent), client.post(page("create"), {**sent, "anyway": "1"})
    assert Supplier.objects.count() == 1
    assert (second.status_code, second.url) == (303, first.url)
    assert "saved already" in text(client.get(second.url))


def test_what_is_missing_is_named_and_what_was_typed_is_kept(client, manager):
    response = client.post(page("create"), creation(manager, legal_name="", city="Überlingen"))
    assert response.status_code == 422
    assert "Überlingen" in text(response)
    assert response.context["form"].errors["legal_name"]
    assert not Supplier.objects.exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("N" * 5000, "At most 300 characters fit here; this has 5000"),
        ("Evil \u202etxt.exe", "changes the direction of the text (U+202E)"),
        ("Bell \x07 works", "control character (U+0007)"),
        ("\u200b", "required"),
    ],
)
def test_a_name_that_cannot_be_shown_safely_is_refused_with_the_reason(client, manager, name, said):
    response = client.post(page("create"), creation(manager, legal_name=name))
    assert response.status_code == 422
    assert said in text(response)


@pytest.mark.parametrize(
    "name", ["شركة الصمامات المتحدة", '<script>alert("x")</script>', "N" * 300, "阀体铸造厂", "Łódź  Castings"]
)
def test_a_name_in_any_script_of_full_length_or_with_markup_is_kept_and_shown_as_text(client, manager, name):
    client.post(page("create"), creation(manager, legal_name=name))
    supplier = Supplier.objects.get()
    assert supplier.legal_name == " ".join(name.split())
    for url in (page("list"), supplier.get_absolute_url(), page("history", supplier.pk)):
        shown = text(client.get(url))
        assert "<script>alert" not in shown
        assert "<bdi>" in shown


@pytest.mark.parametrize(
    ("known", "typed"),
    [
        ("Ventilbau G.m.b.H.", "Ventilbau GmbH"),
        ("VENTILBAU ÜBERLINGEN AG", "Ventilbau Uberlingen"),
        ("Wenzhou Precison Valve Co., Ltd.", "Wenzhou Precision Valve"),
        ("温州阀体铸造有限公司", "温州阀体铸造厂"),
    ],
)
def test_a_supplier_that_looks_known_is_offered_before_a_second_is_logged(client, manager, known, typed):
    known = make_supplier(legal_name=known, country="DE")
    sent = creation(manager, legal_name=typed)
    response = client.post(page("create"), sent)
    assert response.status_code == 422
    assert known.get_absolute_url() in text(response)
    assert Supplier.objects.count() == 1
    assert client.post(page("create"), {**sent, "anyway": "1"}).status_code == 303
    assert Supplier.objects.count() == 2


def test_a_restricted_supplier_is_not_offered_to_a_stranger(client):
    client.force_login(buyer := make_user())
    make_supplier(legal_name="Ventilbau GmbH", is_restricted=True)
    assert client.post(page("create"), creation(buyer)).status_code == 303


def test_a_number_that_another_supplier_has_is_refused_beside_its_field(client, manager):
    services.create_supplier(actor=manager, legal_name="First", country="IT", own_number="77")
    response = client.post(page("create"), creation(manager, own_number="77"))
    assert response.status_code == 422
    assert "number of First" in text(response)
    assert Supplier.objects.count() == 1


# Editing


def test_an_edit_is_saved_with_its_history(client, manager):
    supplier = make_supplier(legal_name="Old")
    response = client.post(page("edit", supplier.pk), edition(supplier, legal_name="New", website="example.com"))
    assert response.status_code == 303
    supplier.refresh_from_db()
    assert (supplier.legal_name, supplier.website) == ("New", "https://example.com")
    assert changes_for(supplier).first().changes["legal_name"] == ["Old", "New"]


def test_a_stale_form_shows_both_versions_and_saves_on_the_second_try(client, manager):
    supplier = make_supplier(legal_name="Old")
    mine = edition(supplier, legal_name="Mine", notes="typed by me")
    services.update_supplier(supplier, {"legal_name": "Theirs"}, expected_version=1, actor=make_user())
    response = client.post(page("edit", supplier.pk), mine)
    shown = text(response)
    assert response.status_code == 409
    assert all(word in shown for word in ("Theirs", "Mine", "typed by me"))
    assert 'name="version" value="2"' in shown
    assert client.post(page("edit", supplier.pk), {**mine, "version": "2"}).status_code == 303
    supplier.refresh_from_db()
    assert (supplier.legal_name, supplier.notes) == ("Mine", "typed by me")


PARTS = {
    "alias": ({"name": "Acme"}, {"name": "Acme Ltd"}),
    "identifier": ({"kind": "duns", "value": "15-048-3782", "country": ""}, {"kind": "own_number", "value": "B-7"}),
    "site": ({"name": "Works 2", "city": "Brno", "country": "CZ"}, {"name": "Works 3", "country": "CZ"}),
    "contact": ({"name": "Li Wei", "email": "li@example.com"}, {"name": "Li Na", "phone": "+86 1"}),
    "scope": (
        {"criticality": "critical", "stage": "active"},
        {"criticality": "major", "stage": "ended", "reason": "moved in house"},
    ),
}
RELATED = {"alias": "aliases", "identifier": "identifiers", "site": "sites", "contact": "contacts", "scope": "scopes"}


def first_form(kind, supplier):
    sent = {**PARTS[kind][0], "submission": str(uuid4())}
    if kind == "scope":
        sent |= {"site": make_site(supplier).pk, "process": Process.objects.get(code="welding").pk}
    return sent


@pytest.mark.parametrize("kind", PARTS)
def test_a_part_is_added_once_and_edited(client, manager, kind):
    supplier = make_supplier()
    parts = getattr(supplier, RELATED[kind])
    sent = first_form(kind, supplier)
    before = parts.count()
    assert client.get(page(f"{kind}_add", supplier.pk)).status_code == 200
    for _ in range(2):
        assert client.post(page(f"{kind}_add", supplier.pk), sent).status_code == 303
    assert parts.count() == before + 1
    part = parts.order_by("-pk").first()
    url = page(f"{kind}_edit", supplier.pk, part.pk)
    assert client.get(url).status_code == 200
    was = getattr(part, "name", getattr(part, "value", ""))
    changed = {**PARTS[kind][1], "version": getattr(part, "version", ""), "was": was}
    assert client.post(url, changed).status_code == 303
    part.refresh_from_db()
    assert [entry.action for entry in changes_for(part)] == ["changed", "created"]
    assert client.get(supplier.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("kind", PARTS)
def test_of_two_people_who_edit_one_part_the_second_sees_both_versions(client, manager, kind):
    supplier = make_supplier()
    client.post(page(f"{kind}_add", supplier.pk), first_form(kind, supplier))
    part = getattr(supplier, RELATED[kind]).order_by("-pk").first()
    url = page(f"{kind}_edit", supplier.pk, part.pk)
    stale = {"version": getattr(part, "version", ""), "was": getattr(part, "name", getattr(part, "value", ""))}
    client.post(url, {**PARTS[kind][1], **stale})
    again = {**PARTS[kind][0], **stale, "country": "DE"}
    response = client.post(url, {**again, "name": "Third", "description": "Third", "value": "150483790"})
    assert response.status_code == 409
    assert "Somebody saved this in the meantime" in text(response)


@pytest.mark.parametrize("kind", ["alias", "identifier", "contact"])
def test_a_part_is_taken_away_by_a_post_only(client, manager, kind):
    supplier = make_supplier()
    client.post(page(f"{kind}_add", supplier.pk), first_form(kind, supplier))
    part = getattr(supplier, RELATED[kind]).get()
    url = page(f"{kind}_remove", supplier.pk, part.pk)
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 303
    assert not getattr(supplier, RELATED[kind]).exists()
    assert client.post(url).status_code == 404
    edit = client.post(page(f"{kind}_edit", supplier.pk, part.pk), PARTS[kind][1])
    assert edit.status_code == 404


def test_a_number_with_a_wrong_digit_is_refused_beside_its_field(client, manager):
    supplier = make_supplier()
    sent = {"kind": "vat", "value": "DE136695970", "country": "DE"}
    response = client.post(page("identifier_add", supplier.pk), sent)
    assert response.status_code == 422
    assert "check digit" in str(response.context["form"].errors["value"])
    assert "DE136695970" in text(response)


def test_a_constraint_is_said_in_words_beside_the_form(client, manager):
    supplier = make_supplier(aliases=("Acme",))
    make_site(supplier, name="Works 1")
    assert "listed already" in text(client.post(page("alias_add", supplier.pk), {"name": "Acme"}))
    sent = {"name": "Works 1", "country": "DE"}
    assert "site of that name" in text(client.post(page("site_add", supplier.pk), sent))
    scope = make_scope(supplier)
    sent = {"process": scope.process_id, "site": scope.site_id, "criticality": "major", "stage": "active"}
    assert "listed for the site already" in text(client.post(page("scope_add", supplier.pk), sent))


def test_sites_are_closed_opened_again_and_made_the_main_one(client, manager):
    supplier = make_supplier()
    main = services.add_site(supplier, {"city": "Aachen"}, actor=manager)
    other = services.add_site(supplier, {"city": "Brno"}, actor=manager)
    sent = {"on": "2026-11-01", "version": 1}
    refused = client.post(page("site_close", supplier.pk, main.pk), sent)
    assert (refused.status_code, "Make another site" in text(refused)) == (422, True)
    assert client.post(page("site_main", supplier.pk, other.pk)).status_code == 303
    main.refresh_from_db()
    assert client.post(page("site_close", supplier.pk, main.pk), {**sent, "version": main.version}).status_code == 303
    assert "Closed 1 Nov 2026" in text(client.get(supplier.get_absolute_url()))
    assert "closed" in text(client.post(page("site_main", supplier.pk, main.pk), follow=True))
    assert client.post(page("site_reopen", supplier.pk, main.pk)).status_code == 303
    main.refresh_from_db()
    assert main.closed_on is None


def test_an_impossible_date_is_refused(client, manager):
    supplier = make_supplier()
    site = make_site(supplier)
    response = client.post(page("site_close", supplier.pk, site.pk), {"on": "2026-02-30", "version": 1})
    assert (response.status_code, "2026-02-30" in text(response)) == (422, True)


def test_a_scope_that_weighs_more_than_its_supplier_is_pointed_out(client, manager):
    supplier = make_supplier(criticality="major")
    make_scope(supplier, criticality="critical")
    assert "the supplier only major" in text(client.get(supplier.get_absolute_url()))
