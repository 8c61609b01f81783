"""Imports of supplier lists by a program: the whole way, duplicates, corrections, who may, and what is no list."""

import pytest

from accounts.domain.permissions import Role
from suppliers.models import Supplier, SupplierImport
from tests.api.caller import V1, Caller
from tests.api.test_mechanism import is_problem
from tests.api.test_record_imports import send as send_record
from tests.imports.test_hostile import BOMB
from tests.jobs import run_jobs
from tests.suppliers.factories import make_site, make_supplier

pytestmark = pytest.mark.django_db
HEAD = "Name,Country,Street,City,E-mail\n"


def send(caller: Caller, data: str | bytes, **headers):
    return send_record(caller, data, "", "supplier-imports/", **headers)


def checked(caller: Caller, data: str, **body) -> str:
    """The address of an import whose rows the worker has checked."""
    place = send(caller, data)["Location"]
    answer = caller.post(f"{place}columns/", body)
    assert answer.status_code == 202, answer.content
    run_jobs("suppliers.check_import")
    return place


def test_a_list_goes_from_the_file_to_suppliers_in_the_default_sector(caller):
    sent = send(caller, HEAD + "Acme GmbH,DE,Weg 1,Ulm,a@example.com\nBolt Co,,Road 2,Pune,b@example.com\n")
    assert sent.status_code == 201, sent.content
    place = sent["Location"]
    columns = caller.get(f"{place}columns/").json()
    assert [one["field"] for one in columns["columns"]] == ["name", "country", "street", "city", "email"]
    assert {"value": str(caller.user.pk), "label": str(caller.user)} in columns["owners"]
    body = {"default_country": "IN", "default_sector": "aerospace", "columns": [{"column": 4, "field": None}]}
    asked = caller.post(f"{place}columns/", body)
    assert (asked.status_code, asked["Location"], asked.json()["state"]) == (202, place, "checking"), asked.content
    run_jobs("suppliers.check_import")
    ready = caller.get(place).json()
    assert (ready["state"], ready["rows"], ready["decisions"]) == ("review", 2, {"create": 2})
    assert caller.post(f"{place}write/").json()["state"] == "writing"
    run_jobs("suppliers.write_import")
    done = caller.get(place).json()
    assert (done["state"], done["outcomes"]) == ("written", {"created": 2})
    row = caller.get(f"{place}rows/?outcome=created").json()["results"][1]
    bolt = Supplier.objects.get(legal_name="Bolt Co")
    assert row["supplier"] == {"id": bolt.pk, "name": str(bolt)}
    assert (row["understood"]["country"], row["understood"]["city"]) == ("IN", "Pune")
    assert (str(bolt.country), bolt.sector, bolt.owner, bolt.contacts.count()) == ("IN", "aerospace", caller.user, 0)
    is_problem(caller.post(f"{place}write/"), 409, "passed")


def test_duplicates_are_shown_beside_what_they_resemble_and_decided(caller):
    known = make_supplier(legal_name="Harbor Precision GmbH", country="DE")
    make_site(known, street="Hafenweg 5", city="Hamburg", is_main=True)
    place = checked(caller, HEAD + "Harbour Precision GmbH,DE,Hafenweg 5,Hamburg,\n")
    row = caller.get(f"{place}duplicates/?open=true").json()["results"][0]
    assert (row["row"], row["match"], row["decision"], row["chosen"]) == (2, "near", "open", None)
    candidate = row["candidates"][0]
    assert (candidate["candidate"], candidate["supplier"]) == (0, known.pk)
    assert {one["label"] for one in candidate["compared"]} >= {"Name", "Street"}
    assert "not decided" in is_problem(caller.post(f"{place}write/"), 422, "refused")["detail"]
    path = f"{place}decisions/"
    for wrong, where in (({"row": 9, "decision": "skip"}, "row"), ({"row": 2, "candidate": 7}, "candidate")):
        body = {"decisions": [{"row": 2, "decision": "skip"}, {"decision": "update", **wrong}]}
        found = is_problem(caller.post(path, body), 422, "invalid")
        assert [one["pointer"] for one in found["errors"]] == [f"#/decisions/1/{where}"]
    decided = caller.post(path, {"decisions": [{"row": 2, "decision": "update"}]}).json()
    assert decided["decisions"] == {"update": 1}
    assert caller.get(f"{place}duplicates/?match=near").json()["results"][0]["chosen"] == 0
    again = caller.post(f"{path}all/", {"match": "near", "decision": "skip"}).json()
    assert again["decisions"] == {"skip": 1}
    assert caller.get(f"{place}duplicates/?open=true").json()["results"] == []


def test_a_rejected_row_is_corrected_and_checked_again(caller):
    place = checked(caller, HEAD + "Acme GmbH,Atlantis,Weg 1,Ulm,\nBolt Co,DE,,Ulm,\n")
    problem = caller.get(place).json()["problems"][0]
    assert (problem["severity"], problem["column"], problem["rows"]) == ("error", "Country", 1)
    rejected = caller.get(f"{place}rows/?severity=error&problem={problem['key']}").json()["results"]
    assert [(row["row"], row["problems"][0]["column"]) for row in rejected] == [(2, "Country")]
    assert rejected[0]["problems"][0]["remedy"]
    page = caller.client
    page.force_login(caller.user)
    number = caller.get(place).json()["id"]
    data = b"".join(caller.get(f"{place}rejected/"))
    assert "Atlantis" in data.decode()
    assert data == b"".join(page.get(f"/suppliers/import/{number}/rejected.csv"))
    strange = is_problem(caller.patch(f"{place}rows/2/", {"lei": "X"}), 422, "invalid")
    assert strange["errors"][0]["pointer"] == "#/lei"
    assert caller.patch(f"{place}rows/2/", {"country": "FR"}).json()["corrections"] == {"country": "FR"}
    assert caller.get(place).json()["needs_check"] is True
    is_problem(caller.post(f"{place}write/"), 422, "refused")
    assert caller.post(f"{place}check/").status_code == 202
    run_jobs("suppliers.check_import")
    assert caller.get(place).json()["rejected"] == 0
    assert caller.get(f"{place}rows/2/").json()["understood"]["country"] == "FR"
    is_problem(caller.get(f"{place}rows/99/"), 404, "not-found")


def test_columns_that_are_wrong_are_named_where_they_stand_in_the_body(caller):
    place = send(caller, HEAD + "Acme,DE,,,\n")["Location"]
    assert "columns/" in is_problem(caller.post(f"{place}check/"), 409, "passed")["detail"]
    body = {"columns": [{"column": 1, "field": "name"}]}
    found = is_problem(caller.post(f"{place}columns/", body), 422, "invalid")
    assert [one["pointer"] for one in found["errors"]] == ["#/columns/0/field"]
    body = {"columns": [{"column": 0, "field": None}]}
    assert "No column is the name" in is_problem(caller.post(f"{place}columns/", body), 422, "invalid")["detail"]
    wrong = is_problem(caller.post(f"{place}columns/", {"default_sector": "magic"}), 422, "invalid")
    assert wrong["errors"][0]["field"] == "default_sector"
    reading = caller.patch(f"{place}reading/", {"header_row": 0}).json()
    assert reading["header_row"] == 0
    assert caller.post(f"{place}discard/").json()["state"] == "discarded"
    is_problem(caller.post(f"{place}columns/", {}), 409, "passed")


@pytest.mark.parametrize(
    ("data", "says"), [(b"", "empty"), (b"%PDF-1.7", "PDF"), (b"Name,Country\n", "no rows"), (BOMB, "would unpack")]
)
def test_what_is_no_list_is_refused_with_the_field_and_nothing_is_kept(caller, data, says):
    found = is_problem(send(caller, data), 422, "invalid")
    assert [one["pointer"] for one in found["errors"]] == ["#/file"]
    assert says in found["detail"]
    assert not SupplierImport.objects.exists()


@pytest.mark.parametrize("role", Role)
def test_only_who_may_import_on_the_page_may_here(role):
    caller = Caller(role)
    page = caller.client
    page.force_login(caller.user)
    may = page.get("/suppliers/import/").status_code == 200
    assert (send(caller, HEAD + "Acme,DE,,,\n").status_code == 201) is may
    assert (caller.get("supplier-imports/").status_code == 200) is may


def test_somebody_elses_import_is_not_there(caller):
    place = checked(caller, HEAD + "Acme,DE,,,\n")
    other = Caller()
    for path in ("", "reading/", "columns/", "rows/", "rows/2/", "duplicates/", "rejected/"):
        is_problem(other.get(f"{place}{path}"), 404, "not-found")
    for path in ("check/", "reopen/", "write/", "discard/"):
        is_problem(other.post(f"{place}{path}"), 404, "not-found")
    is_problem(other.patch(f"{place}rows/2/", {"name": "Mine"}), 404, "not-found")
    assert other.get(V1 + "supplier-imports/").json()["results"] == []
