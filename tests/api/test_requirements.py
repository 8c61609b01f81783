"""What is asked of suppliers, through the interface: rules with their preview, documents, waivers, what is missing."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.domain.permissions import Role
from common import clock
from scoring.services import rescore_suppliers
from suppliers.models import DocumentKind, ProfileRule
from tests.accounts.factories import make_user
from tests.api.caller import V1, Caller
from tests.api.test_mechanism import is_problem
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db


def document_rule(caller, **more):
    kind = DocumentKind.objects.order_by("pk")[0]
    ProfileRule.objects.all().delete()
    body = {"kind": "document", "document_kind": kind.pk, "source": "Our own rule", **more}
    return kind, body


def test_a_rule_is_previewed_made_changed_and_ended(caller):
    make_supplier(with_scope=True)
    _, body = document_rule(caller)
    foreseen = caller.post("requirement-rules/preview/", body).json()
    assert (foreseen["scopes"], foreseen["suppliers"], foreseen["become_unmet"]) == (1, 1, 1)
    assert not ProfileRule.objects.exists()
    made = caller.post("requirement-rules/", body)
    assert made.status_code == 201, made.content
    path = f"requirement-rules/{made.json()['id']}/"
    is_problem(caller.patch(path, {"months": 12, "reason": "Yearly"}), 428, "precondition")
    changed = caller.patch(path, {"months": 12, "reason": "Yearly"}, version=made.json()["version"]).json()
    assert (changed["months"], changed["replaces"]) == (12, made.json()["id"])
    path = f"requirement-rules/{changed['id']}/"
    assert caller.get(f"{path}end/").json()["scopes"] == 1
    ended = caller.post(f"{path}end/", {"reason": "Not needed"}, version=changed["version"])
    assert ended.json()["ended_on"] == str(clock.today()), ended.content
    assert caller.get("requirement-rules/").json()["results"] == []


def test_a_document_counts_when_another_person_accepted_it(caller):
    supplier = make_supplier(with_scope=True)
    kind, _ = document_rule(caller)
    parts = {"kind": kind.pk, "file": SimpleUploadedFile("plan.pdf", b"%PDF-1.7\n%%EOF\n"), "number": "P-1"}
    headers = {"Authorization": f"Bearer {caller.secret}"}
    made = caller.client.post(f"{V1}suppliers/{supplier.pk}/documents/", parts, headers=headers)
    assert made.status_code == 201, made.content
    row = made.json()
    assert (row["state"], row["received_on"]) == ("received", str(clock.today()))
    path = f"documents/{row['id']}/"
    assert b"".join(caller.get(f"{path}content/")).startswith(b"%PDF")
    is_problem(caller.post(f"{path}accept/", {}, version=row["version"]), 422, "refused")
    other = Caller(make_user(Role.MANAGER))
    is_problem(other.post(f"{path}reject/", {}, version=row["version"]), 422, "invalid")
    assert other.post(f"{path}accept/", {}, version=row["version"]).json()["state"] == "accepted"
    found = caller.get("documents/?state=accepted").json()["results"]
    assert [one["id"] for one in found] == [row["id"]]


def test_what_is_missing_is_set_aside_by_two_people(caller):
    supplier = make_supplier(with_scope=True)
    kind, body = document_rule(caller)
    assert caller.post("requirement-rules/", body).status_code == 201
    rescore_suppliers([supplier.pk], clock.today())
    missing = caller.get("requirements/?kind=document").json()["results"]
    assert [(one["state"], one["subject"], one["next_step"]) for one in missing] == [
        ("missing", kind.code, "Record the document")
    ]
    until = str(clock.today() + timedelta(days=30))
    asked = {"kind": "document", "subject": kind.code, "reason": "Comes in June", "until": until}
    waiver = caller.post(f"suppliers/{supplier.pk}/waivers/", asked)
    assert waiver.status_code == 201, waiver.content
    path, version = f"waivers/{waiver.json()['id']}/", waiver.json()["version"]
    is_problem(caller.post(f"{path}confirm/", {}, version=version), 422, "refused")
    confirmed = Caller(make_user(Role.MANAGER)).post(f"{path}confirm/", {}, version=version).json()
    assert confirmed["state"] == "confirmed"
    rescore_suppliers([supplier.pk], clock.today())
    of_it = caller.get(f"suppliers/{supplier.pk}/requirements/").json()["results"]
    assert [one["state"] for one in of_it] == ["waived"]
    assert caller.get("requirements/?kind=document").json()["results"] == []
