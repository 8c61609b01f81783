"""The pages of the import, step by step, as a person without JavaScript meets them."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.domain.permissions import Role
from common.models import Job, JobState
from suppliers.domain.importing.columns import PROBLEM_HEADER
from suppliers.domain.importing.flow import Decision, ImportState
from suppliers.models import Supplier, SupplierImport
from suppliers.services import importing
from tests.accounts.factories import make_user
from tests.jobs import run_jobs
from tests.queries import assert_same_queries
from tests.suppliers.factories import make_site, make_supplier
from tests.suppliers.importing.factories import checked, upload, write

pytestmark = pytest.mark.django_db
TEXT = "Name,Country,Address\nAcme Tools,Germany,Hauptstr. 3\nNo Country,,\n=cmd|'/c calc'!A1,France,Rue 1\n"


@pytest.fixture
def person():
    return make_user(Role.PROCUREMENT)


@pytest.fixture
def client(person):
    browser = Client()
    browser.force_login(person)
    return browser


def page(name, batch, *args):
    return reverse(f"suppliers:{name}", args=[batch.pk, *args])


def send_file(client, data, name="list.csv"):
    return client.post(reverse("suppliers:import_start"), {"file": SimpleUploadedFile(name, data)})


def test_the_whole_way_from_upload_to_result(client):
    make_supplier(legal_name="Acme Tool", country="DE")
    answer = send_file(client, TEXT.encode("utf-16"))
    batch = SupplierImport.objects.get()
    assert (answer.status_code, answer.url) == (303, page("import_reading", batch))
    assert "Unicode (UTF-16)" in client.get(answer.url).content.decode()
    reading = {"encoding": "utf-16", "delimiter": ",", "header_row": "1"}
    assert client.post(answer.url, reading).url == page("import_columns", batch)
    columns = {"column-0": "name", "column-1": "country", "column-2": "address", "supplier_owner": batch.created_by_id}
    columns |= {"default_sector": "general_industry", "default_criticality": "standard", "default_country": ""}
    assert client.post(page("import_columns", batch), columns).url == page("import_waiting", batch)
    run_jobs()
    review = client.get(page("import_waiting", batch), follow=True)
    assert review.redirect_chain == [(page("import_review", batch), 303)]
    assert "1 row to decide" in review.content.decode()
    side_by_side = client.get(page("import_duplicates", batch)).content.decode()
    assert "<mark>Acme Tools</mark>" in side_by_side
    assert "<mark>Acme Tool</mark>" in side_by_side
    assert "<mark>Germany</mark>" not in side_by_side
    client.post(page("import_duplicates", batch), {"row-2": "create"})
    assert client.post(page("import_write", batch)).url == page("import_waiting", batch)
    run_jobs()
    result = client.get(page("import_result", batch)).content.decode()
    assert "2 suppliers created, 1 not imported" in result
    assert "The country is missing" in result
    assert Supplier.objects.filter(legal_name="=cmd|'/c calc'!A1").exists()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.4", "PDF"),
        (b"", "empty"),
        (b"<html><body>list</body></html>", "web page"),
        (b"PK\x03\x04x", "damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(client, data, says):
    answer = send_file(client, data)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert SupplierImport.objects.count() == 0


def test_no_file_at_all_is_asked_for(client):
    assert "Choose the file" in client.post(reverse("suppliers:import_start"), {}).content.decode()


def test_columns_without_a_name_or_with_one_meaning_twice_are_sent_back_with_all_that_was_chosen(client, person):
    batch = upload("A,B,C\nx,y,z\n", user=person)
    base = {"default_sector": "medical", "default_criticality": "standard", "supplier_owner": person.pk}
    answer = client.post(page("import_columns", batch), {**base, "column-1": "city"})
    assert answer.status_code == 422
    assert "No column is the name" in answer.content.decode()
    assert '<option value="medical" selected>' in answer.content.decode()
    answer = client.post(
        page("import_columns", batch), {**base, "column-0": "name", "column-1": "city", "column-2": "city"}
    )
    assert answer.status_code == 422
    assert "only one" in answer.content.decode()


def test_three_hundred_columns_can_be_mapped(client, person):
    headers = ",".join(["Name", "Country", *(f"x{n}" for n in range(298))])
    batch = upload(f"{headers}\nAcme,DE\n", user=person)
    assert client.get(page("import_columns", batch)).status_code == 200


def test_the_person_comes_back_to_the_step_where_the_import_stands(client, person):
    batch = upload(TEXT, user=person)
    assert client.get(page("import_detail", batch)).url == page("import_reading", batch)
    assert client.get(page("import_review", batch)).url == page("import_reading", batch)
    done = write(checked("Name,Country\nAcme,DE\n", user=person))
    assert client.get(page("import_detail", done)).url == page("import_result", done)
    assert client.get(page("import_columns", done)).url == page("import_result", done)


def test_an_import_is_nobody_elses(client):
    theirs = checked(TEXT, user=make_user(Role.ADMINISTRATOR))
    for name in ("import_detail", "import_review", "import_problems", "import_duplicates", "import_result"):
        assert client.get(page(name, theirs)).status_code == 404
    assert client.get(page("import_rejected", theirs, "csv")).status_code == 404
    assert client.post(page("import_write", theirs)).status_code == 404


def test_problems_are_listed_by_row_and_column_and_filtered(client, person):
    batch = checked(TEXT, user=person)
    everything = client.get(page("import_problems", batch)).content.decode()
    assert "No Country" in everything
    assert "begins like a formula" in everything
    errors = client.get(page("import_problems", batch) + "?severity=error").content.decode()
    assert "No Country" in errors
    assert "begins like a formula" not in errors.split("<tbody>")[1]
    formulas = client.get(page("import_problems", batch) + "?key=formula@Name").content.decode()
    assert "No Country" not in formulas.split("<tbody>")[1]


def test_a_row_is_corrected_on_its_page(client, person):
    batch = checked(TEXT, user=person)
    answer = client.post(page("import_row", batch, 3), {"name": "No Country", "country": "Spain", "address": ""})
    assert answer.status_code == 303
    assert "Check again" in client.get(page("import_review", batch)).content.decode()
    client.post(page("import_check", batch))
    run_jobs()
    assert batch.rows.get(number=3).record.country == "ES"


def test_rejected_rows_come_back_with_a_problem_column_and_go_in_again(client, person):
    batch = checked(TEXT, user=person)
    text = b"".join(client.get(page("import_rejected", batch, "csv"))).decode("utf-8-sig")
    assert text.splitlines()[0] == f"Name,Country,Address,{PROBLEM_HEADER}"
    assert "Row 3." in text
    corrected = text.replace("No Country,,", "No Country,Spain,")
    again = checked(corrected, user=person)
    assert [row.severity for row in again.rows.all()] == [""]
    assert PROBLEM_HEADER in again.headers
    book = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(page("import_rejected", batch, "xlsx")))))
    assert [cell.value for cell in book.active[1]] == ["Name", "Country", "Address", PROBLEM_HEADER]


def test_deciding_all_of_a_kind_at_once(client, person):
    for number in range(3):
        make_supplier(legal_name=f"Company Tool {number}x", country="DE")
    rows = "".join(f"Company Tools {number}x,DE\n" for number in range(3))
    batch = checked(f"Name,Country\n{rows}", user=person)
    group = batch.rows.first()
    client.post(page("import_decide_all", batch), {"match": group.match, "reason": group.reason, "decision": "skip"})
    assert set(batch.rows.values_list("decision", flat=True)) == {Decision.SKIP.value}
    assert client.post(page("import_decide_all", batch), {"match": "x", "decision": "skip"}).status_code == 404


def test_answers_that_no_choice_has_are_ignored(client, person):
    make_supplier(legal_name="Acme Tool", country="DE")
    batch = checked(TEXT, user=person)
    for answer in ("merge", "update-99999", "update-x", "create-²"):
        client.post(page("import_duplicates", batch), {"row-2": answer, "row-²": "create", "row-x": "create"})
        assert batch.rows.get(number=2).decision == Decision.OPEN


def test_parameters_that_mean_nothing_show_nothing_and_break_nothing(client, person):
    batch = checked(TEXT, user=person)
    for query in ("?key=%00", "?severity=%00x", "?after=zzz"):
        assert client.get(page("import_problems", batch) + query).status_code == 200
    for query in ("?match=%00", "?reason=%00&open=", "?before=%F0"):
        assert client.get(page("import_duplicates", batch) + query).status_code == 200
    assert client.get(page("import_row", batch, 99999)).status_code == 404
    assert client.get(page("import_rejected", batch, "exe")).status_code == 404


def test_writing_twice_is_writing_once(client, person):
    batch = checked("Name,Country\nAcme,DE\n", user=person)
    first, second = client.post(page("import_write", batch)), client.post(page("import_write", batch))
    assert first.url == second.url == page("import_waiting", batch)
    run_jobs()
    assert Supplier.objects.count() == 1
    assert client.post(page("import_write", batch)).url == page("import_result", batch)
    assert Supplier.objects.count() == 1


@pytest.mark.parametrize(
    ("ended", "says"), [("failed", "Check failed"), ("cancelled", "Check cancelled"), ("running", "Being checked")]
)
def test_the_list_says_that_a_check_came_to_no_end(client, person, ended, says):
    batch = checked(TEXT, user=person)
    importing.start_check(batch)
    Job.objects.update(state=ended)
    assert f'data-label="Stands at">{says}<' in client.get(reverse("suppliers:import_start")).content.decode()


def test_a_decision_about_a_row_that_is_not_there_is_answered_with_a_sentence(client, person):
    batch = checked(TEXT, user=person)
    answer = client.post(page("import_duplicates", batch), {"row-99": "create"}, follow=True)
    assert "Row 99 is not there, or it is rejected" in answer.content.decode()


def test_a_check_that_failed_says_why_and_can_be_started_again(client, person):
    batch = upload(TEXT, user=person)
    importing.start_check(batch)
    batch.refresh_from_db()
    batch.job.__class__.objects.filter(pk=batch.job_id).update(state=JobState.FAILED.value, error="The disk is full.")
    body = client.get(page("import_waiting", batch)).content.decode()
    assert "The disk is full." in body
    assert "Check again" in body
    client.post(page("import_reopen", batch))
    batch.refresh_from_db()
    assert batch.state == ImportState.COLUMNS


def test_giving_up(client, person):
    batch = checked(TEXT, user=person)
    answer = client.post(page("import_discard", batch), follow=True)
    assert "Nothing of it was imported" in answer.content.decode()
    assert str(batch) not in answer.content.decode().split("Your imports")[1]


def test_the_list_of_imports_costs_the_same_with_one_and_three(client, person):
    assert_same_queries(client, "suppliers:import_start", lambda: upload(TEXT, user=person), at_most=8)


def test_problems_cost_the_same_with_one_row_and_three(client, person):
    batch = checked("Name,Country\nAcme,DE\n", user=person)

    def make_one():
        number = batch.rows.count() + 2
        row = batch.rows.first()
        row.pk, row.number, row.severity, row.problem_keys = None, number, "error", "|country_missing@Country|"
        row.save()

    assert_same_queries(client, "suppliers:import_problems", make_one, args=(batch.pk,), at_most=8)


def test_duplicates_cost_the_same_with_one_row_and_three(client, person):
    known = make_supplier(legal_name="Acme Tool", country="DE")
    make_site(known, is_main=True)
    batch = checked("Name,Country\nAcme Tools,DE\n", user=person)

    def make_one():
        row = batch.rows.first()
        other = make_supplier(country="DE")
        make_site(other, is_main=True)
        row.pk, row.number = None, batch.rows.count() + 2
        row.candidates = [{**row.candidates[0], "supplier": other.pk}]
        row.save()

    assert_same_queries(client, "suppliers:import_duplicates", make_one, args=(batch.pk,), at_most=9)


def test_the_result_costs_the_same_with_one_row_and_three(client, person):
    batch = write(checked("Name,Country\nAcme,DE\n", user=person))

    def make_one():
        row = batch.rows.first()
        row.pk, row.number, row.supplier = None, batch.rows.count() + 2, make_supplier()
        row.save()

    assert_same_queries(client, "suppliers:import_result", make_one, args=(batch.pk,), at_most=9)
