"""Imports of records by a program: the whole way, who may, and what is no list."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from accounts.domain.permissions import Role
from deliveries.models import Delivery
from imports.models import Batch
from suppliers.models import Contact, Supplier
from tests.accounts.factories import make_user
from tests.api.caller import V1, Caller
from tests.api.test_mechanism import is_problem
from tests.imports.kinds import PEOPLE, offered
from tests.imports.test_hostile import BOMB
from tests.jobs import run_jobs
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db
HEAD = "Supplier,Person,E-mail,Known since\n"


@pytest.fixture
def people():
    with offered(PEOPLE):
        yield PEOPLE


def send(caller: Caller, data: str | bytes, kind: str = PEOPLE.key, path: str = "record-imports/", **headers):
    raw = data.encode() if isinstance(data, str) else data
    parts = {"file": SimpleUploadedFile("list.csv", raw)} | ({"kind": kind} if kind else {})
    return caller.client.post(V1 + path, parts, headers={"Authorization": f"Bearer {caller.secret}", **headers})


def checked(caller: Caller, data: str | bytes, **body) -> str:
    """The address of an import whose rows the worker has checked."""
    place = send(caller, data)["Location"]
    assert caller.post(f"{place}columns/", body).status_code == 202
    run_jobs("imports.check")
    return place


def test_deliveries_go_from_the_file_to_the_records(caller):
    supplier = make_supplier(legal_name="Acme")
    text = "Supplier,Order,Line,Part number,Ordered quantity,Delivered quantity,Promised for,Delivered on\n"
    text += "Acme,4711,10,P-1,100,100,2026-05-01,2026-05-03\nNew One,4712,10,P-2,5,5,2026-05-01,2026-05-02\n"
    sent = send(caller, text, "deliveries")
    assert sent.status_code == 201, sent.content
    place = sent["Location"]
    columns = caller.get(f"{place}columns/").json()
    guessed = {one["header"]: one["field"] for one in columns["columns"]}
    assert guessed["Supplier"] == "supplier"
    assert columns["columns"][0]["samples"] == ["Acme", "New One"]
    asked = caller.post(f"{place}columns/", {})
    assert (asked.status_code, asked["Location"], asked.json()["state"]) == (202, place, "checking")
    run_jobs("imports.check")
    assert caller.get(place).json()["state"] == "suppliers"
    name = caller.get(f"{place}names/?decision=open").json()["results"][0]
    assert (name["name"], name["rows"]) == ("New One", 1)
    body = {"decisions": [{"name": name["id"], "decision": "create", "country": "DE"}]}
    assert caller.post(f"{place}names/decisions/", body).json()["names"]["create"] == 1
    caller.post(f"{place}check/")
    run_jobs("imports.check")
    ready = caller.get(place).json()
    assert (ready["state"], ready["rows"], ready["to_write"]) == ("review", 2, 2)
    assert caller.post(f"{place}write/").json()["state"] == "writing"
    run_jobs("imports.write")
    done = caller.get(place).json()
    assert (done["state"], done["result"]["deliveries"], done["result"]["suppliers"]) == ("written", 2, 1)
    assert Delivery.objects.count() == 2
    assert Supplier.objects.filter(legal_name="New One", country="DE").exists()
    rows = caller.get(f"{place}rows/?outcome=created").json()["results"]
    assert rows[0]["supplier"] == {"id": supplier.pk, "name": str(supplier)}
    assert Delivery.objects.get(pk=rows[0]["record"]).supplier == supplier


def test_rows_are_rejected_with_column_and_remedy_and_come_back_as_a_file(caller, people):
    make_supplier(legal_name="Acme")
    place = checked(caller, HEAD + "Acme,A,,31/05/2026\nAcme,Nobody,,01/02/2026\n")
    record = caller.get(place).json()
    problem = record["problems"][0]
    assert (problem["severity"], problem["column"], problem["rows"]) == ("error", "Person", 1)
    row = caller.get(f"{place}rows/?problem={problem['number']}").json()["results"][0]
    told = row["problems"][0]
    assert (row["row"], told["column"], told["remedy"]) == (3, "Person", "Name somebody.")
    answer = caller.get(f"{place}rejected/")
    page = caller.client
    page.force_login(caller.user)
    data = b"".join(answer)
    assert data == b"".join(page.get(f"/imports/{record['id']}/rejected.csv"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    again = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert again[1][1] == "Nobody"
    assert b"".join(caller.get(f"{place}rejected/?as=xlsx")).startswith(b"PK")


def test_rejected_rows_of_several_sheets_come_back_as_a_workbook_only(caller, people):
    make_supplier(legal_name="Acme")
    book, target = Workbook(), io.BytesIO()
    for title, rows in {
        "People": [["Supplier", "Person"], ["Acme", "Nobody"]],
        "Notes": [["Person", "Note"], ["A"]],
    }.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(target)
    place = checked(caller, target.getvalue())
    problems = caller.get(place).json()["problems"]
    assert {(each["sheet"], each["column"]) for each in problems} == {("People", "Person"), ("Notes", "Note")}
    again = load_workbook(io.BytesIO(b"".join(caller.get(f"{place}rejected/"))))
    assert [(sheet.title, sheet["A2"].value) for sheet in again] == [("People", "Acme"), ("Notes", "A")]
    refused = caller.get(f"{place}rejected/?as=csv")
    assert "several sheets" in is_problem(refused, 400, "parameters")["errors"][0]["message"]


def test_known_records_are_changed_only_if_the_program_says_so(caller, people):
    Contact.objects.create(supplier=make_supplier(legal_name="Acme"), name="A", email="old@example.com")
    place = checked(caller, HEAD + "Acme,A,new@example.com,\n")
    row = caller.get(f"{place}rows/").json()["results"][0]
    assert (row["standing"], row["differences"]) == ("changed", {"E-mail": ["old@example.com", "new@example.com"]})
    assert caller.post(f"{place}changes/", {"takes": False}).json()["to_write"] == 0
    is_problem(caller.post(f"{place}write/"), 422, "refused")
    assert caller.post(f"{place}changes/", {"takes": True}).json()["to_write"] == 1


def test_columns_that_are_wrong_are_named_where_they_stand_in_the_body(caller, people):
    place = send(caller, HEAD + "Acme,A,,\n")["Location"]
    body = {"columns": [{"column": 3, "field": "name"}, {"column": 9, "field": "name"}]}
    found = is_problem(caller.post(f"{place}columns/", body), 422, "invalid")
    assert found["errors"][0]["pointer"] == "#/columns/1/column"
    found = is_problem(caller.post(f"{place}columns/", {"columns": body["columns"][:1]}), 422, "invalid")
    assert [(one["pointer"], one["message"]) for one in found["errors"]] == [
        ("#/columns/0/field", "Another column is “Person” already.")
    ]
    found = is_problem(caller.post(f"{place}columns/", {"options": {"mood": "bad"}}), 422, "invalid")
    assert found["errors"][0]["pointer"] == "#/options/mood"
    found = is_problem(caller.post(f"{place}columns/", {"columns": [{"column": 1, "field": None}]}), 422, "invalid")
    assert "choose the column for Person" in found["detail"]
    assert caller.get(place).json()["state"] == "columns"
    answer = caller.post(f"{place}columns/", {"columns": [{"column": 2, "field": None}], "options": {"tone": "strict"}})
    assert answer.status_code == 202
    batch = Batch.objects.get()
    assert batch.mapped("") == {0: "supplier", 1: "name", 3: "since"}
    assert batch.options["tone"] == "strict"


def test_how_the_file_is_read_is_corrected(caller, people):
    place = send(caller, "List of people;;\nSupplier;Person\nAcme;A\nAcme;B\n")["Location"]
    found = caller.get(f"{place}reading/").json()
    assert (found["format"], found["delimiter"], found["header_row"]) == ("csv", ";", 2)
    assert found["first_rows"][0] == {"row": 1, "cells": ["List of people"]}
    assert caller.patch(f"{place}reading/", {"header_row": 3}).json()["header_row"] == 3
    assert caller.get(f"{place}columns/").json()["columns"][0]["header"] == "Acme"
    wrong = is_problem(caller.patch(f"{place}reading/", {"header_row": 99}), 422, "invalid")
    assert wrong["errors"][0]["field"] == "header_row"
    wrong = is_problem(caller.patch(f"{place}reading/", {"sheet": "Sheet1"}), 422, "invalid")
    assert wrong["errors"][0]["message"] == "A file of the kind csv has none."


def test_a_step_that_has_passed_is_a_conflict_and_what_is_given_up_is_gone(caller, people):
    place = send(caller, HEAD + "Acme,A,,\n")["Location"]
    assert "state" in is_problem(caller.post(f"{place}write/"), 409, "passed")["detail"]
    is_problem(caller.post(f"{place}check/"), 409, "passed")
    assert caller.post(f"{place}discard/").json()["state"] == "discarded"
    is_problem(caller.post(f"{place}columns/", {}), 409, "passed")
    is_problem(caller.patch(f"{place}reading/", {"header_row": 1}), 409, "passed")
    assert caller.get("record-imports/").json()["results"] == []


def test_a_check_that_was_stopped_is_opened_again(caller, people):
    place = send(caller, HEAD + "Acme,A,,\n")["Location"]
    job = caller.post(f"{place}columns/", {}).json()["job"]
    assert caller.post(f"{place}reopen/").json()["state"] == "checking"
    caller.post(f"jobs/{job['id']}/cancel/")
    assert caller.get(place).json()["is_stuck"] is True
    assert caller.post(f"{place}reopen/").json()["state"] == "columns"


def test_decisions_that_cannot_be_are_named_by_their_place(caller, people):
    place = checked(caller, HEAD + "Who Ltd,A,,\nSomebody Inc,B,,\n")
    path = f"{place}names/decisions/"
    first, second = caller.get(f"{place}names/").json()["results"]
    wrong = {"decisions": [{"name": first["id"], "decision": "skip"}, {"name": second["id"], "decision": "create"}]}
    found = is_problem(caller.post(path, wrong), 422, "invalid")
    assert found["errors"][0]["pointer"] == "#/decisions/1"
    assert "country" in found["detail"]
    strange = {"decisions": [{"name": 99999, "decision": "skip"}]}
    assert is_problem(caller.post(path, strange), 422, "invalid")["errors"][0]["pointer"] == "#/decisions/0/name"
    hidden = make_supplier(is_restricted=True, owner=make_user(Role.MANAGER))
    engineer = Caller(Role.QUALITY_ENGINEER)
    own = checked(engineer, HEAD + "Who Ltd,A,,\n")
    name = engineer.get(f"{own}names/").json()["results"][0]
    body = {"decisions": [{"name": name["id"], "decision": "existing", "supplier": hidden.pk}]}
    is_problem(engineer.post(f"{own}names/decisions/", body), 422, "invalid")
    no_country = is_problem(caller.post(f"{place}names/rest/", {"decision": "create"}), 422, "invalid")
    assert {one["pointer"] for one in no_country["errors"]} == {"#/country"}
    assert caller.post(f"{place}names/rest/", {"decision": "skip"}).json()["names"] == {
        "open": 0,
        "existing": 0,
        "create": 0,
        "skip": 2,
    }


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "empty"), (b"%PDF-1.7", "PDF"), (b"Supplier,Person\n", "no rows"), (BOMB, "would unpack")],
)
def test_what_is_no_list_is_refused_with_the_field_and_nothing_is_kept(caller, people, data, says):
    found = is_problem(send(caller, data), 422, "invalid")
    assert [one["pointer"] for one in found["errors"]] == ["#/file"]
    assert says in found["detail"]
    assert not Batch.objects.exists()


def test_without_a_file_or_of_no_kind_nothing_begins(caller, people):
    missing = caller.client.post(
        V1 + "record-imports/", {"kind": PEOPLE.key}, headers={"Authorization": f"Bearer {caller.secret}"}
    )
    assert is_problem(missing, 422, "invalid")["errors"][0]["pointer"] == "#/file"
    found = is_problem(send(caller, HEAD + "Acme,A,,\n", "spaceships"), 422, "invalid")
    assert found["errors"][0]["pointer"] == "#/kind"
    assert PEOPLE.key in found["detail"]
    assert is_problem(send(caller, HEAD + "Acme,A,,\n", ""), 422, "invalid")["errors"][0]["pointer"] == "#/kind"


@pytest.mark.parametrize("role", Role)
def test_a_role_imports_the_kinds_that_its_pages_offer_and_no_other(role):
    caller = Caller(role)
    page = caller.client
    page.force_login(caller.user)
    kinds = ("audits", "certificates", "deliveries", "inspection_lots", "nonconformances")
    allowed = {kind for kind in kinds if page.get(f"/imports/new/{kind}/").status_code == 200}
    told = caller.get("record-import-kinds/")
    if role is Role.AUDITOR:
        is_problem(told, 403, "forbidden")
    else:
        assert {one["key"] for one in told.json()} >= allowed
    for kind in kinds:
        assert (send(caller, "Supplier\nAcme\n", kind).status_code == 201) is (kind in allowed)
        template = caller.get(f"record-import-kinds/{kind}/template/")
        assert template.status_code == (200 if kind in allowed else 403)
    is_problem(Caller().get("record-import-kinds/spaceships/template/"), 404, "not-found")


def test_somebody_elses_import_is_not_there(caller, people):
    place = send(caller, HEAD + "Acme,A,,\n")["Location"]
    other = Caller()
    for path in ("", "reading/", "columns/", "names/", "rows/", "rejected/"):
        is_problem(other.get(f"{place}{path}"), 404, "not-found")
    for path in ("check/", "reopen/", "write/", "discard/"):
        is_problem(other.post(f"{place}{path}"), 404, "not-found")
    is_problem(other.post(f"{place}columns/", {}), 404, "not-found")
    assert other.get("record-imports/").json()["results"] == []


def test_a_file_sent_twice_with_one_key_is_one_import(caller, people):
    keyed = {"Idempotency-Key": "k-1"}
    first = send(caller, HEAD + "Acme,A,,\n", **keyed)
    second = send(caller, HEAD + "Acme,A,,\n", **keyed)
    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert Batch.objects.count() == 1
    is_problem(send(caller, HEAD + "Acme,B,,\n", **keyed), 409, "key-reused")
