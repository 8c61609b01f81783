"""The pages of an import of records, step by step, as a person without JavaScript meets them."""

import io
from itertools import count

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.domain.permissions import Role
from common.models import Job
from imports import services
from imports.domain.columns import PROBLEM_HEADER
from imports.domain.flow import ImportState, NameDecision
from imports.models import Batch
from imports.services.deciding import Answer
from suppliers.models import Contact
from tests.accounts.factories import make_user
from tests.imports.factories import HEAD, check_again, checked, mapped, uploaded, write
from tests.imports.kinds import PEOPLE
from tests.jobs import run_jobs
from tests.queries import assert_same_queries
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make_user(Role.QUALITY_ENGINEER)


@pytest.fixture
def client(person):
    browser = Client()
    browser.force_login(person)
    return browser


def page(name, batch, *args):
    return reverse(f"imports:{name}", args=[batch.pk, *args])


def test_the_whole_way_from_template_to_result(client):
    acme = make_supplier(legal_name="Acme Tools")
    template = client.get(reverse("imports:template", args=[PEOPLE.key]))
    assert template["Content-Disposition"] == 'attachment; filename="people-template.xlsx"'
    assert openpyxl.load_workbook(io.BytesIO(template.content)).sheetnames[1] == "People"
    start = reverse("imports:start", args=[PEOPLE.key])
    text = HEAD + "Acme Tool,A,a@x.com\nZyx Forge,B,\nZyx Forge,,\n"
    answer = client.post(start, {"file": SimpleUploadedFile("p.csv", text.encode("utf-16"))})
    batch = Batch.objects.get()
    assert (answer.status_code, answer.url) == (303, page("columns", batch))
    assert "The header “Person” names it." in client.get(answer.url).content.decode()
    columns = {"column-0-0": "supplier", "column-0-1": "name", "column-0-2": "email", "option-tone": "strict"}
    columns |= {"option-day_order": "unclear", "option-decimal_mark": "unclear", "option-unknown_sites": "reject"}
    assert client.post(answer.url, columns).url == page("waiting", batch)
    run_jobs()
    names = client.get(page("waiting", batch), follow=True)
    assert names.redirect_chain == [(page("names", batch), 303)]
    assert "2 names without a supplier" in names.content.decode()
    near = batch.names.get(name="Acme Tool")
    assert client.post(page("names", batch), {f"name-{near.pk}": f"existing-{acme.pk}"}).status_code == 303
    client.post(page("names_rest", batch), {"answer": "create", "country": "DE"})
    client.post(page("check", batch))
    run_jobs()
    review = client.get(page("review", batch)).content.decode()
    assert "Write 2 new rows" in review
    assert "Person is missing." in review
    client.post(page("write", batch))
    run_jobs()
    result = client.get(page("waiting", batch), follow=True).content.decode()
    assert "Written: people 2, suppliers 1" in result
    assert {(each.supplier.legal_name, each.name) for each in Contact.objects.all()} == {
        ("Acme Tools", "A"),
        ("Zyx Forge", "B"),
    }
    rejected = b"".join(client.get(page("rejected", batch, "csv")).streaming_content).decode()
    assert PROBLEM_HEADER in rejected
    assert "Row 4. Person is missing. Enter it in this row." in rejected


def test_a_file_that_is_no_list_is_refused_with_a_sentence(client):
    data = {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}
    answer = client.post(reverse("imports:start", args=[PEOPLE.key]), data)
    assert answer.status_code == 422
    assert "This is a PDF document, not a list." in answer.content.decode()


def test_needed_columns_and_double_ones_are_asked_for(client, person):
    batch = uploaded(HEAD + "Acme,A,\n", user=person)
    options = {"option-tone": "kind", "option-day_order": "unclear", "option-decimal_mark": "unclear"}
    options |= {"option-unknown_sites": "reject"}
    answer = client.post(page("columns", batch), {"column-0-0": "email", "column-0-1": "email", **options})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Another column is “E-mail” already." in text
    assert "no column names the supplier" in text
    assert "choose the column for Person" in text


def test_a_supplier_is_searched_for_a_name(client, person):
    acme = make_supplier(legal_name="Quite Different Inc")
    batch = checked(HEAD + "QD,A,\n", user=person)
    [name] = batch.names.all()
    found = client.get(page("name", batch, name.pk), {"q": "different"}).content.decode()
    assert "Quite Different Inc" in found
    client.post(page("name", batch, name.pk), {"answer": f"existing-{acme.pk}"})
    name.refresh_from_db()
    assert (name.decision, name.supplier) == (NameDecision.EXISTING, acme)


def test_a_restricted_supplier_of_others_is_not_found_by_the_search(client, person):
    make_supplier(legal_name="Secret Forge", is_restricted=True)
    batch = checked(HEAD + "Secret,A,\n", user=person)
    found = client.get(page("name", batch, batch.names.get().pk), {"q": "secret"}).content.decode()
    assert "Secret Forge" not in found


def test_an_import_belongs_to_who_uploaded_it(client):
    batch = checked(HEAD + "Acme,A,\n")
    for name in ("detail", "columns", "names", "review", "lines", "result"):
        assert client.get(page(name, batch)).status_code == 404


def test_who_may_not_record_a_kind_by_hand_may_not_import_it_either(client, person):
    batch = uploaded(HEAD + "Acme,A,\n", user=person)
    person.role = Role.AUDITOR
    person.save()
    assert client.get(page("columns", batch)).status_code == 403
    assert client.get(reverse("imports:start", args=["nonsense"])).status_code == 403


def test_going_back_giving_up_and_a_step_that_is_passed(client, person):
    make_supplier(legal_name="Acme")
    batch = checked(HEAD + "Acme,A,\n", user=person)
    assert client.get(page("columns", batch)).status_code == 200
    client.post(page("discard", batch))
    batch.refresh_from_db()
    assert (batch.state, batch.lines.count()) == (ImportState.DISCARDED, 0)
    assert client.post(page("write", batch)).url == reverse("imports:list")


def test_changes_are_left_when_the_person_says_so(client, person):
    acme = make_supplier(legal_name="Acme")
    acme.contacts.create(name="A", email="old@x.com")
    batch = checked(HEAD + "Acme,A,new@x.com\n", user=person)
    assert "old@x.com → new@x.com" in client.get(page("review", batch)).content.decode()
    client.post(page("changes", batch), {"takes": "no"})
    client.post(page("write", batch))
    batch.refresh_from_db()
    assert batch.state == ImportState.REVIEW  # nothing is left to write


def test_a_failed_write_says_that_nothing_was_changed_and_can_be_repeated(client, person, monkeypatch):
    make_supplier(legal_name="Acme")
    batch = checked(HEAD + "Acme,A,\n", user=person)
    services.start_write(batch)
    monkeypatch.setattr("imports.services.writing._close", lambda *_: 1 / 0)
    run_jobs()
    monkeypatch.undo()
    assert "Nothing was written and nothing was changed." in client.get(page("waiting", batch)).content.decode()
    assert Contact.objects.count() == 0
    client.post(page("reopen", batch))
    client.post(page("write", batch))
    run_jobs()
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("ended", "says"), [("failed", "Check failed"), ("cancelled", "Check cancelled"), ("running", "Being checked")]
)
def test_the_list_says_that_a_check_came_to_no_end(client, person, ended, says):
    batch = mapped(HEAD + "Acme,A,\n", user=person)
    services.start_check(batch)
    Job.objects.filter(kind="imports.check").update(state=ended)
    assert f'data-label="Stands at">{says}<' in client.get(reverse("imports:list")).content.decode()


def test_the_list_says_that_a_write_failed(client, person, monkeypatch):
    make_supplier(legal_name="Acme")
    services.start_write(checked(HEAD + "Acme,A,\n", user=person))
    monkeypatch.setattr("imports.services.writing._close", lambda *_: 1 / 0)
    run_jobs()
    assert "Write failed" in client.get(reverse("imports:list")).content.decode()


def test_one_row_and_one_name_are_told_as_one(client, person):
    batch = checked(HEAD + "Zyx,A,\n", user=person)
    names = client.get(page("names", batch)).content.decode()
    assert "1 name without a supplier" in names
    assert "at once" not in names
    assert "Create all" not in names
    assert "Create it" in names
    services.decide_rest(batch, Answer(NameDecision.CREATE, country="DE"), user=person)
    check_again(batch)
    assert "<h2>1 row</h2>" in client.get(page("review", batch)).content.decode()


def test_several_names_are_decided_at_once(client, person):
    batch = checked(HEAD + "Zyx,A,\nQuux,B,\n", user=person)
    names = client.get(page("names", batch)).content.decode()
    assert "All 2 at once" in names
    assert "Create all 2" in names


def test_the_list_of_imports_takes_as_many_queries_for_three_as_for_one(client, person):
    assert_same_queries(client, "imports:list", lambda: uploaded(HEAD + "Acme,A,\n", user=person))


def test_names_take_as_many_queries_for_three_as_for_one(client, person):
    batch = checked(HEAD + "Quux,A,\n", user=person)

    def one_more() -> None:
        near = make_supplier()
        candidates = [{"supplier": near.pk, "score": 90, "reason": "similar name"}]
        batch.names.create(key=f"k{near.pk}", name=f"Name {near.pk}", rows=1, candidates=candidates)

    assert_same_queries(client, "imports:names", one_more, args=(batch.pk,))


def test_rows_take_as_many_queries_for_three_as_for_one(client, person):
    make_supplier(legal_name="Acme")
    batch = checked(HEAD + "Acme,A,\n", user=person)
    numbers = count(10)

    def one_more() -> None:
        problem = {"severity": "warning", "message": "M", "remedy": "R", "field": "name", "value": "V"}
        values = {"supplier": "S", "name": "A", "main": True}
        batch.lines.create(number=next(numbers), supplier=make_supplier(), values=values, problems=[problem], record=7)

    assert_same_queries(client, "imports:lines", one_more, args=(batch.pk,))
    batch.lines.filter(number__gte=10).update(outcome="created")
    write(batch)
    assert_same_queries(client, "imports:result", one_more, args=(batch.pk,))


def test_answers_that_no_choice_has_decide_nothing(client, person):
    batch = checked(HEAD + "Zyx,A,\n", user=person)
    [name] = batch.names.all()
    hostile = {f"name-{name.pk}": "existing-99999999999999999999", "name-x": "skip", "country": "XX\x00"}
    assert client.post(page("names", batch), hostile).status_code == 303
    client.post(page("names_rest", batch), {"answer": "create", "country": "nowhere"})
    client.post(page("names_rest", batch), {"answer": "existing-1"})
    name.refresh_from_db()
    assert name.decision == NameDecision.OPEN
    assert client.get(page("lines", batch), {"problem": "1' OR 1=1", "after": "x\x00"}).status_code == 303


def test_decided_names_can_be_looked_at_again_from_the_review(client, person):
    batch = checked(HEAD + "Zyx,A,\n", user=person)
    services.decide_rest(batch, Answer(NameDecision.SKIP), user=person)
    check_again(batch)
    assert "All names have their supplier" in client.get(page("names", batch)).content.decode()
    assert mapped(HEAD + "Zyx,A,\n", user=person).mapping[""] == {"0": "supplier", "1": "name", "2": "email"}
