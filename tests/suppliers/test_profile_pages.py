"""Pages of rules, documents and waivers."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.domain.permissions import Role
from common import clock
from suppliers import services
from suppliers.models import DocumentKind, ProfileRule, SupplierDocument, Waiver
from suppliers.services import DocumentData
from tests.accounts.factories import make_user
from tests.queries import assert_same_queries
from tests.suppliers.factories import make_scope, make_supplier
from tests.suppliers.test_profile_rules import make_rule

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


def sign_in(client, role):
    user = make_user(role)
    client.force_login(user)
    return user


def typed(**values):
    today = clock.today().isoformat()
    kind = DocumentKind.objects.get(code="insurance").pk
    return {
        "kind": "document",
        "document_kind": kind,
        "duty": "mandatory",
        "months": "12",
        "valid_from": today,
        "checked_on": today,
        "source": "Our handbook",
    } | values


def record(supplier, code="control-plan", **values):
    data = DocumentData(kind=DocumentKind.objects.get(code=code), received_on=clock.today(), **values)
    file = SimpleUploadedFile("plan.pdf", PDF)
    return services.record_document(supplier, data, file, actor=supplier.owner, at=clock.now())


def test_a_rule_is_saved_only_after_its_effect_was_shown(client):
    make_supplier(sector="rail", with_scope=True)
    sign_in(client, Role.ADMINISTRATOR)
    first = client.post(reverse("suppliers:rule_new"), typed(sector="rail"))
    assert "affects 1 scope of 1 supplier; 1 becomes unmet" in first.content.decode()
    assert not ProfileRule.objects.filter(sector="rail", kind="document").exists()
    seen = first.context["form"]["seen"].value()
    second = client.post(reverse("suppliers:rule_new"), typed(sector="rail", seen=seen))
    rule = ProfileRule.objects.get(sector="rail", kind="document")
    assert second["Location"] == reverse("suppliers:rule", args=[rule.pk])


def test_what_was_changed_after_the_preview_is_previewed_again(client):
    sign_in(client, Role.ADMINISTRATOR)
    first = client.post(reverse("suppliers:rule_new"), typed(sector="rail"))
    seen = first.context["form"]["seen"].value()
    again = client.post(reverse("suppliers:rule_new"), typed(sector="energy", seen=seen))
    assert again.status_code == 200
    assert not ProfileRule.objects.filter(sector="energy", kind="document").exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"document_kind": ""}, "Choose what is asked for."),
        ({"kind": "clauses", "clauses": "8.3, chapter two"}, "chapter is no clause"),
        ({"months": "0"}, "greater than or equal to 1"),
    ],
)
def test_a_rule_that_cannot_be_is_explained_beside_its_field(client, values, words):
    sign_in(client, Role.ADMINISTRATOR)
    response = client.post(reverse("suppliers:rule_new"), typed(**values))
    assert response.status_code == 422
    assert words in response.content.decode()


def test_fields_of_another_kind_are_left_out(client):
    sign_in(client, Role.ADMINISTRATOR)
    values = typed(kind="clauses", clauses="8.5.1; 8.3", sector="rail")
    seen = client.post(reverse("suppliers:rule_new"), values).context["form"]["seen"].value()
    client.post(reverse("suppliers:rule_new"), values | {"seen": seen})
    rule = ProfileRule.objects.get(kind="clauses")
    assert (rule.clauses, rule.months, rule.document_kind) == ("8.3, 8.5.1", None, None)


def test_two_administrators_at_one_rule_do_not_overwrite_each_other(client):
    rule = make_rule(document_kind=DocumentKind.objects.get(code="insurance"), valid_from=clock.today())
    sign_in(client, Role.ADMINISTRATOR)
    values = typed(version=rule.version, reason="Tighter.")
    seen = client.post(reverse("suppliers:rule_edit", args=[rule.pk]), values).context["form"]["seen"].value()
    ProfileRule.objects.filter(pk=rule.pk).update(version=7)
    response = client.post(reverse("suppliers:rule_edit", args=[rule.pk]), values | {"seen": seen})
    assert response.status_code == 409
    assert "Our handbook" in response.content.decode()


def test_ending_a_rule_says_what_it_changes_and_wants_a_reason(client):
    make_supplier(with_scope=True, sector="rail")
    rule = make_rule(document_kind=DocumentKind.objects.get(code="insurance"), sector="rail")
    sign_in(client, Role.ADMINISTRATOR)
    url = reverse("suppliers:rule_end", args=[rule.pk])
    assert "1 is no longer unmet" in client.get(url).content.decode()
    values = {"on": clock.today().isoformat(), "version": "1"}
    assert client.post(url, values).status_code == 422
    assert client.post(url, values | {"reason": "Insured by us."}).status_code == 303
    assert "Ended" in client.get(reverse("suppliers:rule", args=[rule.pk])).content.decode()


def test_the_list_of_rules_is_narrowed_by_its_address(client):
    today = clock.today()
    make_rule(document_kind=DocumentKind.objects.get(code="insurance"), sector="rail", ended_on=today)
    sign_in(client, Role.AUDITOR)
    words = lambda query: client.get(reverse("suppliers:profiles") + query).content.decode()  # noqa: E731
    assert "Liability insurance" not in words("")
    assert "Liability insurance" in words("?when=ended&kind=document&sector=rail")
    assert "IATF 16949" in words("?kind=standard&sector=automotive")
    assert "New rule" not in words("")


def test_the_list_of_rules_costs_the_same_for_one_and_for_three(client):
    sign_in(client, Role.ADMINISTRATOR)
    ProfileRule.objects.all().delete()
    codes = iter(DocumentKind.objects.values_list("code", flat=True))
    make = lambda: make_rule(document_kind=DocumentKind.objects.get(code=next(codes)))  # noqa: E731
    assert_same_queries(client, "suppliers:profiles", make)


def test_the_list_of_kinds_costs_the_same_for_one_and_for_three(client):
    sign_in(client, Role.ADMINISTRATOR)
    numbers = iter(range(9))
    make = lambda: DocumentKind.objects.create(code=f"k{next(numbers)}", name=f"K{next(numbers)}")  # noqa: E731
    assert_same_queries(client, "suppliers:document_kinds", make)


def test_a_kind_of_document_is_added_and_offered_no_longer(client):
    sign_in(client, Role.ADMINISTRATOR)
    client.post(reverse("suppliers:kind_new"), {"name": "Weld map", "is_offered": "on"})
    kind = DocumentKind.objects.get(code="weld-map")
    url = reverse("suppliers:kind_edit", args=[kind.pk])
    assert client.post(url, {"name": "Weld map", "version": "1"}).status_code == 303
    kind.refresh_from_db()
    assert not kind.is_offered
    assert client.post(url, {"name": "Liability insurance", "version": "2"}).status_code == 422


def upload(client, supplier, **values):
    data = {
        "kind": DocumentKind.objects.get(code="control-plan").pk,
        "received_on": clock.today().isoformat(),
        "file": SimpleUploadedFile("plan.pdf", PDF),
    }
    return client.post(reverse("suppliers:document_new", args=[supplier.pk]), data | values)


def test_a_document_is_recorded_by_one_and_accepted_by_another(client):
    buyer = sign_in(client, Role.PROCUREMENT)
    supplier = make_supplier(owner=buyer, with_scope=True)
    scope = supplier.scopes.get()
    response = upload(client, supplier, holds_for=f"scope:{scope.pk}", revision="C")
    document = SupplierDocument.objects.get()
    assert response["Location"] == document.get_absolute_url()
    assert (document.scope, document.revision, document.state) == (scope, "C", "received")
    review = reverse("suppliers:document_review", args=[document.pk])
    assert client.post(review, {"accept": "1"}).status_code == 403
    sign_in(client, Role.QUALITY_ENGINEER)
    assert "Accept" in client.get(document.get_absolute_url()).content.decode()
    client.post(review, {"reject": "1"})
    document.refresh_from_db()
    assert document.state == "received"
    client.post(review, {"accept": "1"})
    document.refresh_from_db()
    assert document.state == "accepted"


def test_who_recorded_a_document_is_told_that_another_must_review_it(client):
    user = sign_in(client, Role.MANAGER)
    document = record(make_supplier(owner=user))
    page = client.get(document.get_absolute_url()).content.decode()
    assert "Another person has to review it" in page
    client.post(reverse("suppliers:document_review", args=[document.pk]), {"accept": "1"})
    document.refresh_from_db()
    assert document.state == "received"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"file": SimpleUploadedFile("plan.pdf", b"<html>")}, "a web page"),
        ({"file": ""}, "This field is required"),
        ({"holds_for": "scope:999"}, "not one of the available choices"),
    ],
)
def test_a_document_that_cannot_be_is_explained(client, values, words):
    sign_in(client, Role.PROCUREMENT)
    response = upload(client, make_supplier(), **values)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_the_form_is_filled_in_from_what_is_asked_for_or_renewed(client):
    sign_in(client, Role.PROCUREMENT)
    supplier = make_supplier(with_scope=True)
    place = f"scope:{supplier.scopes.get().pk}"
    url = reverse("suppliers:document_new", args=[supplier.pk])
    form = client.get(url, {"kind": "pfmea", "for": place}).context["form"]
    assert (form["kind"].value(), form["holds_for"].value()) == (DocumentKind.objects.get(code="pfmea").pk, place)
    document = record(supplier, number="CP-1")
    form = client.get(url, {"instead": document.pk}).context["form"]
    assert (form["kind"].value(), form["number"].value()) == (document.kind_id, "CP-1")


def test_the_file_is_served_so_that_nothing_in_it_runs(client):
    sign_in(client, Role.AUDITOR)
    document = record(make_supplier())
    response = client.get(reverse("suppliers:document_file", args=[document.pk]) + "?inline")
    assert b"".join(response) == PDF
    assert "sandbox" in response["Content-Security-Policy"]


def test_documents_are_found_by_kind_end_and_state_and_exported_as_shown(client):
    sign_in(client, Role.AUDITOR)
    today = clock.today()
    ending = record(make_supplier(legal_name="Ending soon"), valid_until=today + timedelta(days=20))
    record(make_supplier(legal_name="Lasting"), "insurance", valid_until=today + timedelta(days=900))
    words = lambda query: client.get(reverse("suppliers:documents") + query).content.decode()  # noqa: E731
    assert "Ending soon" in words("?within=30")
    assert "Lasting" not in words("?within=30")
    assert "Ending soon" not in words("?kind=insurance")
    assert "Ending soon" not in words("?state=accepted")
    csv = b"".join(client.get(reverse("suppliers:document_export", args=["csv"]) + "?within=30")).decode()
    assert ending.supplier.legal_name in csv
    assert "Lasting" not in csv


def test_lists_of_documents_cost_the_same_for_one_and_for_three(client):
    sign_in(client, Role.AUDITOR)
    make = lambda: record(make_supplier(with_scope=True))  # noqa: E731
    assert_same_queries(client, "suppliers:documents", make)
    assert_same_queries(client, "suppliers:document_export", make, args=["csv"])


def test_a_waiver_is_asked_for_by_one_and_confirmed_by_another(client):
    sign_in(client, Role.QUALITY_ENGINEER)
    supplier = make_supplier(sector="automotive", with_scope=True)
    make_scope(supplier, "plating")
    scope = supplier.scopes.get(process__code="plating")
    query = f"?kind=standard&subject=IATF+16949&scope={scope.pk}"
    values = {"reason": "Audit in March.", "until": (clock.today() + timedelta(days=60)).isoformat()}
    client.post(reverse("suppliers:waiver_new", args=[supplier.pk]) + query, values)
    waiver = Waiver.objects.get()
    assert (waiver.scope, waiver.state) == (scope, "requested")
    decide = reverse("suppliers:waiver_decide", args=[waiver.pk])
    client.post(decide, {"decision": "confirm"})
    waiver.refresh_from_db()
    assert waiver.state == "requested"
    sign_in(client, Role.MANAGER)
    assert "Confirm" in client.get(waiver.get_absolute_url()).content.decode()
    client.post(decide, {"decision": "confirm"})
    waiver.refresh_from_db()
    assert waiver.state == "confirmed"
    client.post(decide, {"decision": "withdraw"})
    waiver.refresh_from_db()
    assert waiver.state == "confirmed"
    client.post(decide, {"decision": "withdraw", "note": "No longer."})
    waiver.refresh_from_db()
    assert waiver.state == "withdrawn"
