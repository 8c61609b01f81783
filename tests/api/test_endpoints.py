"""What single endpoints promise: the page's own rules through lists, files, steps and background work."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.domain.permissions import Role
from audits.domain.grading import Grade
from audits.models import Capa
from common.models import Job
from tests.accounts.factories import make_user
from tests.api.caller import V1, Caller
from tests.api.test_mechanism import is_problem
from tests.audits.capa_factories import make_capa
from tests.audits.factories import make_audit
from tests.certificates.factories import PDF, edition, make_certificate
from tests.jobs import run_jobs
from tests.suppliers.factories import make_site, make_supplier
from tests.walk.examples import OF_A_SUPPLIER

pytestmark = pytest.mark.django_db


def send_file(caller: Caller, path: str, **parts):
    return caller.client.post(V1 + path, parts, headers={"Authorization": f"Bearer {caller.secret}"})


def paper(supplier, **fields):
    return {
        "editions": [edition().pk],
        "number": "NZ 1",
        "body_name": "Norm Zert",
        "holder": supplier.legal_name,
        "expires_on": "2027-12-31",
        **fields,
    }


def test_a_certificate_is_recorded_with_its_file_and_sites_and_renewed(caller):
    supplier = make_supplier()
    site = make_site(supplier)
    file = send_file(caller, f"suppliers/{supplier.pk}/files/", upload=SimpleUploadedFile("a.pdf", PDF)).json()
    body = paper(supplier, file=file["id"], sites=[{"site": site.pk, "scope_text": "Turning"}])
    made = caller.post(f"suppliers/{supplier.pk}/certificates/", body).json()
    assert made["file"] == {"id": file["id"], "name": "a.pdf"}
    assert made["sites"] == [{"site": {"id": site.pk, "name": site.name}, "scope_text": "Turning"}]
    changed = caller.patch(f"certificates/{made['id']}/", {"exclusions": "8.3"}, version=made["version"]).json()
    assert changed["sites"] == made["sites"]
    assert changed["exclusions"] == "8.3"
    successor = paper(supplier, valid_from="2026-11-01", expires_on="2030-12-31")
    renewed = caller.post(f"certificates/{made['id']}/renew/", successor, version=changed["version"])
    assert renewed.status_code == 201
    assert renewed.json()["replaces"]["id"] == made["id"]


def test_a_site_of_another_supplier_is_refused_where_it_stands(caller):
    supplier, other = make_supplier(), make_site(make_supplier())
    body = paper(supplier, sites=[{"site": other.pk}])
    found = is_problem(caller.post(f"suppliers/{supplier.pk}/certificates/", body), 422, "invalid")
    assert found["errors"][0]["pointer"] == "#/sites/0/site"


def test_a_file_that_is_none_of_the_kinds_is_refused_with_what_it_is(caller):
    supplier = make_supplier()
    answer = send_file(caller, f"suppliers/{supplier.pk}/files/", upload=SimpleUploadedFile("a.pdf", b"<html>"))
    assert "web page" in is_problem(answer, 422, "invalid")["detail"]


def test_a_verification_answers_what_the_certificate_asks(caller):
    certificate = make_certificate()
    record = caller.get(f"certificates/{certificate.pk}/").json()
    asked = [row["check"] for row in record["comparisons"] if row["check"] != "accreditation"]
    body = {
        "source": "Register",
        "outcome": "confirmed",
        "proof_text": "Entry seen",
        "checks": [{"check": check, "result": "match"} for check in asked],
    }
    path = f"certificates/{certificate.pk}/verifications/"
    twice = {**body, "checks": body["checks"] * 2}
    is_problem(caller.post(path, twice, version=record["version"]), 422, "invalid")
    assert caller.post(path, body, version=record["version"]).status_code == 201
    assert caller.get(f"certificates/{certificate.pk}/").json()["standing"] == "verified"


def test_an_audit_is_answered_and_what_is_missing_is_named(caller):
    audit = make_audit(make_supplier(with_scope=True))
    path = f"audits/{audit.pk}/answers/R1/"
    first = caller.ask("PUT", path, {"grade": next(iter(Grade)).value, "evidence": "x"}, version=0)
    assert first["ETag"] == '"1"'
    is_problem(caller.ask("PUT", path, {"evidence": "y"}, version=0), 412, "stale")
    version = caller.get(f"audits/{audit.pk}/").json()["version"]
    found = is_problem(caller.post(f"audits/{audit.pk}/complete/", {}, version=version), 422, "incomplete")
    assert len(found["errors"]) > 5


def test_a_step_of_a_corrective_action_is_handed_in_with_a_file_and_not_by_its_reviewer(caller):
    people = {"responsible": make_user(Role.MANAGER), "reviewer": make_user(Role.MANAGER)}
    capa = make_capa(**people)
    path, version = f"corrective-actions/{capa.pk}/containment/", Capa.objects.get(pk=capa.pk).version
    incomplete = caller.post(path, {"done": "done", "searched": "n/a", "done_on": "2026-01-01"}, version=version)
    assert {error["field"] for error in is_problem(incomplete, 422, "invalid")["errors"]} >= {"done"}
    picture = io.BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "PNG")
    parts = {
        "done": "All stock sorted, 12 parts blocked",
        "searched": "Stock, in process, in transit",
        "done_on": str(capa.opened_on),
        "attached": SimpleUploadedFile("a.png", picture.getvalue()),
    }
    headers = {"Authorization": f"Bearer {caller.secret}", "If-Match": f'"{version}"'}
    handed = caller.client.post(V1 + path, parts, headers=headers)
    assert handed.status_code == 200, handed.content
    step = handed.json()["rounds"][0]["steps"][0]
    assert step["answers"][0]["files"][0]["name"] == "a.png"
    own = caller.post(f"corrective-actions/{capa.pk}/review/", {"decision": "accept"}, version=handed.json()["version"])
    is_problem(own, 422, "refused")


def test_a_rating_is_read_now_and_on_a_day_and_its_scorecard_is_made_in_the_background(caller, monkeypatch):
    supplier = make_supplier(with_scope=True, owner=caller.user)
    OF_A_SUPPLIER["snapshot_id"](supplier, caller.user)
    now = caller.get(f"suppliers/{supplier.pk}/rating/").json()
    assert {"key", "contribution", "possible"} <= set(now["card"]["indicators"][0])
    assert caller.get(f"suppliers/{supplier.pk}/rating/?on={now['on']}").json() == now
    is_problem(caller.get(f"suppliers/{supplier.pk}/rating/?on=2001-01-01"), 404, "not-rated")
    asked = caller.post(f"suppliers/{supplier.pk}/scorecards/", {})
    assert asked.status_code == 202
    monkeypatch.setattr("scoring.services.make_scorecard", lambda *_, **__: supplier)
    run_jobs("scoring.make_scorecard")
    job = caller.get(asked["Location"]).json()
    assert job["state"] == "done"
    assert Job.objects.get(pk=job["id"]).created_by == caller.user
    assert Caller().get(asked["Location"]).status_code == 404
