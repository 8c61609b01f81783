"""From a file to records: what is understood, who is meant, what is written, and that nothing is written twice."""

import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from accounts.domain.permissions import Role
from accounts.models import User
from common.models import Change
from common.problems import Invalid
from imports import services
from imports.domain.flow import ImportState, NameDecision, Outcome, Standing
from imports.models import Batch, Line, NameMemory
from imports.services.deciding import Answer
from imports.services.places import SITES
from imports.workbook import template_for
from suppliers.models import Contact, EvidenceChange, Identifier, Site, Supplier
from suppliers.services import archive_supplier
from tests.accounts.factories import make_user
from tests.common.xls_files import xls
from tests.imports.factories import HEAD, check_again, checked, mapped, uploaded, write
from tests.imports.kinds import PEOPLE
from tests.jobs import run_jobs
from tests.suppliers.factories import make_site, make_supplier

pytestmark = pytest.mark.django_db


def lines(batch: Batch) -> list[tuple[str, str, str]]:
    return [(line.label, line.standing, line.outcome) for line in batch.lines.order_by("part", "number")]


def messages(batch: Batch) -> list[str]:
    return [problem["message"] for problem in batch.summary["problems"]]


def book(**sheets) -> bytes:
    target, workbook = io.BytesIO(), Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook.save(target)
    return target.getvalue()


def test_rows_become_records_and_the_same_file_again_writes_nothing():
    acme = make_supplier(legal_name="Acme Tools")
    text = HEAD + "ACME tools,Li Wei,li@example.com\nAcme Tools,Ana Gómez,\n"
    batch = checked(text)
    assert batch.state == ImportState.REVIEW
    write(batch)
    assert (batch.state, batch.result) == (ImportState.WRITTEN, {"people": 2})
    assert {(each.supplier, each.name, each.email) for each in Contact.objects.all()} == {
        (acme, "Li Wei", "li@example.com"),
        (acme, "Ana Gómez", ""),
    }
    assert EvidenceChange.objects.filter(supplier=acme).exists()
    assert Change.objects.filter(subject_type="suppliers.contact", action="created").count() == 2
    again = checked(text, user=batch.created_by)
    assert [outcome for *_rest, outcome in lines(again)] == [Outcome.SAME, Outcome.SAME]
    with pytest.raises(services.NothingToWrite):
        services.start_write(again)


def test_each_kind_of_column_is_understood_by_what_the_column_shows():
    make_supplier(legal_name="Acme")
    head = "Supplier;Person;Known since;Rate;Calls;Function;Main contact\n"
    rows = (
        "Acme;A;4-Aug-09;1.234,5;1.000;Quality;yes",
        "Acme;B;10/17/2014;12,25;none yet;QS;",
        "Acme;C;02/03/2015;2.500;n/a;buying;no",
    )
    batch = checked(head + "\n".join(rows))
    assert messages(batch) == []
    values = [line.values for line in batch.lines.order_by("number")]
    assert [{key: value for key, value in each.items() if key != "supplier"} for each in values] == [
        {
            "name": "A",
            "since": "2009-08-04",
            "pay": "1234.50",
            "calls": 1000,
            "function": "qa",
            "main": True,
        },
        {"name": "B", "since": "2014-10-17", "pay": "12.25", "function": "qa"},
        {"name": "C", "since": "2015-02-03", "pay": "2500.00", "function": "buy", "main": False},
    ]


def test_a_day_that_can_be_two_is_refused_until_a_person_says_the_order():
    make_supplier(legal_name="Acme")
    text = "Supplier,Person,Known since\nAcme,A,02/03/2015\n"
    batch = checked(text)
    assert messages(batch) == [
        "Known since can be two days: nothing in this column shows whether day or month comes first."
    ]
    assert "page of the columns" in batch.summary["problems"][0]["remedy"]
    services.set_columns(batch, {"": batch.mapped("")}, {"day_order": "day_first"})
    check_again(batch)
    assert batch.lines.get().values["since"] == date(2015, 3, 2).isoformat()


@pytest.mark.parametrize(
    ("column", "cell", "says"),
    [
        ("Person", "", "Person is missing."),
        ("Person", "x" * 201, "Person has more characters than can be stored: up to 200."),
        ("Known since", "soon", "Known since is no date."),
        ("Rate", "much", "Rate is no number."),
        ("Rate", "-1", "Rate is below 0."),
        ("Rate", "9" * 15, "Rate is larger than any that can be stored."),
        ("Calls", "1.5", "Calls is no whole number."),
        ("Calls", "1001", "Calls is above 1000."),
        ("Function", "Boss", "Function is none of the values known."),
        ("Main contact", "maybe", "Main contact is neither yes nor no."),
        ("Works", "Atlantis", "The supplier has no such site."),
        ("Supplier", "", "The supplier is missing."),
        ("Person", "Nobody", "Nobody is no person."),
    ],
)
def test_a_row_that_cannot_be_right_is_rejected_with_field_and_remedy(column, cell, says):
    make_supplier(legal_name="Acme")
    row = {"Supplier": "Acme", "Person": "A", "Known since": "", "Rate": "", "Calls": ""} | {column: cell}
    batch = checked(book(People=[list(row), list(row.values())]))
    [problem] = batch.summary["problems"]
    assert (problem["message"], problem["column"], problem["severity"]) == (says, column, "error")
    assert problem["remedy"]
    assert batch.lines.get().outcome == Outcome.REJECTED


def test_of_two_rows_about_one_record_the_first_counts():
    make_supplier(legal_name="Acme")
    batch = checked(HEAD + "Acme,A,a@x.com\nAcme,A,a@x.com\nAcme,A,b@x.com\n")
    assert [outcome for *_rest, outcome in lines(batch)] == [Outcome.PENDING, Outcome.SAME, Outcome.REJECTED]


def test_what_is_on_record_with_other_values_is_shown_and_changed_or_left():
    acme = make_supplier(legal_name="Acme")
    acme.contacts.create(name="A", email="old@x.com")
    batch = checked(HEAD + "Acme,A,new@x.com\nAcme,B,\n")
    assert lines(batch) == [("A", Standing.CHANGED, Outcome.PENDING), ("B", Standing.NEW, Outcome.PENDING)]
    assert batch.lines.get(number=2).differences == {"E-mail": ["old@x.com", "new@x.com"]}
    services.keep_changes(batch, False)
    write(batch)
    assert acme.contacts.get(name="A").email == "old@x.com"
    assert [outcome for *_rest, outcome in lines(batch)] == [Outcome.SKIPPED, Outcome.CREATED]
    again = write(checked(HEAD + "Acme,A,new@x.com\n"))
    assert (acme.contacts.get(name="A").email, again.lines.get().outcome) == ("new@x.com", Outcome.CHANGED)


def test_suppliers_are_found_by_number_name_local_name_and_alias():
    acme = make_supplier(legal_name="Acme Tools", local_name="阿克米", aliases=("Acme Old",))
    Identifier.objects.create(supplier=acme, value="V-1001")
    text = "Supplier,Supplier number,Person\nwhatever,V-1001,A\nacme TOOLS,,B\n阿克米,,C\nAcme Old,,D\nACME OLD,,E\n"
    batch = checked(text)
    assert batch.state == ImportState.REVIEW
    assert {line.supplier for line in batch.lines.all()} == {acme}


def test_a_number_and_a_name_of_two_suppliers_contradict_each_other():
    acme = make_supplier(legal_name="Acme")
    make_supplier(legal_name="Beta")
    Identifier.objects.create(supplier=acme, value="V-1001")
    batch = checked("Supplier,Supplier number,Person\nBeta,V-1001,A\n")
    assert messages(batch) == ["The number belongs to another supplier than the name."]


def test_each_unknown_name_is_decided_once_and_remembered():
    acme = make_supplier(legal_name="Acme Toolmakers", country="FR")
    text = HEAD + "Acme Toolmaker,A,\nACME Toolmaker,B,\nZyx Forge,C,\nQuux,D,\n"
    batch = checked(text)
    assert batch.state == ImportState.SUPPLIERS
    assert [(name.name, name.rows, name.decision) for name in batch.names.all()] == [
        ("Acme Toolmaker", 2, NameDecision.OPEN),
        ("Quux", 1, NameDecision.OPEN),
        ("Zyx Forge", 1, NameDecision.OPEN),
    ]
    near, quux, zyx = batch.names.all()
    assert [each["supplier"] for each in near.candidates] == [acme.pk]
    answers = {near.pk: Answer(NameDecision.EXISTING, acme.pk), quux.pk: Answer(NameDecision.SKIP)}
    services.decide_names(batch, answers | {zyx.pk: Answer(NameDecision.CREATE, country="PL")}, user=batch.created_by)
    check_again(batch)
    write(batch)
    zyx_forge = Supplier.objects.get(legal_name="Zyx Forge")
    assert (str(zyx_forge.country), zyx_forge.owner, zyx_forge.search_key != "") == ("PL", batch.created_by, True)
    assert {(each.supplier, each.name) for each in Contact.objects.all()} == {
        (acme, "A"),
        (acme, "B"),
        (zyx_forge, "C"),
    }
    assert batch.result == {"people": 3, "suppliers": 1}
    again = checked(text)
    assert again.state == ImportState.REVIEW
    assert [outcome for *_rest, outcome in lines(again)] == [Outcome.SAME, Outcome.SAME, Outcome.SAME, Outcome.SKIPPED]
    assert all(name.is_remembered for name in again.names.all())


def test_all_unknown_names_are_created_at_once_with_their_numbers():
    batch = checked("Supplier,Supplier number,Person\n" + "".join(f"Zq{n} Works,N-{n},A\n" for n in range(40)))
    assert services.decide_rest(batch, Answer(NameDecision.CREATE, country="IN"), user=batch.created_by) == 40
    check_again(batch)
    write(batch)
    assert (Supplier.objects.filter(country="IN").count(), Identifier.objects.count(), Contact.objects.count()) == (
        40,
        40,
        40,
    )


def test_a_new_supplier_needs_a_country_and_a_person_who_may_log_it():
    batch = checked(HEAD + "Zyx,A,\n")
    [name] = batch.names.all()
    with pytest.raises(Invalid, match="country"):
        services.decide_names(batch, {name.pk: Answer(NameDecision.CREATE)}, user=batch.created_by)
    with pytest.raises(Invalid, match="may not log"):
        services.decide_names(batch, {name.pk: Answer(NameDecision.CREATE, country="DE")}, user=make_user(Role.AUDITOR))


def test_a_restricted_supplier_of_others_is_never_found_suggested_or_taken():
    hidden = make_supplier(legal_name="Secret Forge", is_restricted=True, aliases=("SF",))
    Identifier.objects.create(supplier=hidden, value="V-7")
    NameMemory.objects.create(
        key="sf|", decision="existing", supplier=hidden, decided_by=make_user(), decided_at=hidden.created_at
    )
    text = "Supplier,Supplier number,Person\nSecret Forge,,A\nSF,,B\n,V-7,C\nSecret Forges,,D\n"
    batch = checked(text, user=make_user(Role.PROCUREMENT))
    assert batch.state == ImportState.SUPPLIERS
    assert {name.decision for name in batch.names.all()} == {NameDecision.OPEN}
    assert all(name.candidates == [] for name in batch.names.all())
    with pytest.raises(Invalid):
        services.decide_names(
            batch, {batch.names.first().pk: Answer(NameDecision.EXISTING, hidden.pk)}, user=batch.created_by
        )
    assert checked(text, user=make_user(Role.MANAGER)).names.filter(decision=NameDecision.OPEN.value).count() == 1


def test_a_name_of_another_import_is_refused_and_nothing_is_decided():
    batch, other = checked(HEAD + "Zyx,A,\n"), checked(HEAD + "Quux,A,\n")
    mine, strange = batch.names.get(), other.names.get()
    with pytest.raises(Invalid, match="This import has no such name"):
        services.decide_names(
            batch, {mine.pk: Answer(NameDecision.SKIP), strange.pk: Answer(NameDecision.SKIP)}, user=batch.created_by
        )
    for name in (mine, strange):
        name.refresh_from_db()
        assert name.decision == NameDecision.OPEN


def test_a_supplier_that_was_restricted_after_it_was_chosen_is_not_compared_when_the_file_is_checked_again():
    hidden = make_supplier(legal_name="Secret Forge")
    hidden.contacts.create(name="Ada", email="ada@secret.example")
    batch = checked(HEAD + "The smithy,Ada,other@x.com\n", user=make_user(Role.PROCUREMENT))
    [name] = batch.names.all()
    services.decide_names(batch, {name.pk: Answer(NameDecision.EXISTING, hidden.pk)}, user=batch.created_by)
    Supplier.objects.filter(pk=hidden.pk).update(is_restricted=True)
    check_again(batch)
    assert [(name.decision, name.supplier) for name in batch.names.all()] == [(NameDecision.OPEN, None)]
    assert [(line.supplier_id, line.differences) for line in batch.lines.all()] == [(None, {})]


def test_an_archived_supplier_gets_nothing_also_when_it_is_archived_after_the_check():
    acme, beta = make_supplier(legal_name="Acme"), make_supplier(legal_name="Beta")
    archive_supplier(acme, actor=make_user(Role.MANAGER), reason="gone")
    batch = checked(HEAD + "Acme,A,\nBeta,B,\nBeta,C,\n")
    assert messages(batch) == ["The supplier is archived."]
    archive_supplier(beta, actor=make_user(Role.MANAGER), reason="gone")
    write(batch)
    assert Contact.objects.count() == 0
    assert {line.outcome for line in batch.lines.all()} == {Outcome.REJECTED, Outcome.CONFLICT}


def test_what_somebody_else_wrote_after_the_check_is_seen_by_the_write():
    acme = make_supplier(legal_name="Acme")
    batch = checked(HEAD + "Acme,A,a@x.com\nAcme,B,b@x.com\n")
    acme.contacts.create(name="A", email="a@x.com")
    write(batch)
    assert [outcome for *_rest, outcome in lines(batch)] == [Outcome.SAME, Outcome.CREATED]
    assert Contact.objects.count() == 2


def test_a_supplier_that_somebody_created_meanwhile_is_taken():
    batch = checked(HEAD + "Zyx,A,\n")
    services.decide_rest(batch, Answer(NameDecision.CREATE, country="DE"), user=batch.created_by)
    check_again(batch)
    zyx = make_supplier(legal_name="ZYX")
    write(batch)
    assert Contact.objects.get().supplier == zyx
    assert batch.result == {"people": 1}


@pytest.mark.parametrize("policy", ["reject", "leave_out", "create"])
def test_a_site_that_the_supplier_does_not_have_is_handled_as_the_person_says(policy):
    acme = make_supplier(legal_name="Acme")
    make_site(acme, name="Aachen", is_main=True)
    text = "Supplier,Person,Works\nAcme,A,AACHEN\nAcme,B,Bonn\nAcme,C,bonn\nZyx,D,Köln\n"
    batch = mapped(text, options={SITES: policy})
    check_again(batch)
    services.decide_rest(batch, Answer(NameDecision.CREATE, country="DE"), user=batch.created_by)
    check_again(batch)
    write(batch)
    wanted = {
        "reject": [("A", "Aachen")],
        "leave_out": [("A", "Aachen"), ("B", None), ("C", None), ("D", None)],
        "create": [("A", "Aachen"), ("B", "Bonn"), ("C", "Bonn"), ("D", "Köln")],
    }[policy]
    assert [(each.name, each.site and each.site.name) for each in Contact.objects.order_by("name")] == wanted
    if policy == "create":
        assert Site.objects.get(name="Köln").is_main
        assert not Site.objects.get(name="Bonn").is_main


def test_the_template_is_filled_in_and_read_back_without_its_example_row():
    make_supplier(legal_name="Acme")
    workbook = load_workbook(io.BytesIO(template_for(PEOPLE)))
    assert workbook.sheetnames[:3] == ["Read me", "People", "Notes"]
    people = workbook["People"]
    heads = [cell.value for cell in people[1]]
    assert "Person *" in heads
    for column, head in enumerate(heads, start=1):
        value = {"Supplier": "Acme", "Person *": "A", "Known since": date(2026, 5, 4), "Main contact": "yes"}.get(head)
        people.cell(3, column, value)
    workbook["Notes"].append(["A", "A long word"])
    target = io.BytesIO()
    workbook.save(target)
    batch = checked(target.getvalue(), name="people.xlsx")
    assert batch.summary["notes"] == ["The example row of the template was left out."]
    assert [(line.part, line.number, line.label) for line in batch.lines.order_by("part", "number")] == [
        ("", 3, "A"),
        ("notes", 3, "A"),
    ]
    write(batch)
    assert batch.result == {"people": 1, "notes": 1}


def test_an_xls_is_imported_like_any_other_file():
    make_supplier(legal_name="Acme")
    data = xls({"People": [["Supplier", "Person", "Known since"], ["Acme", "A", date(2009, 8, 4)]]})
    batch = checked(data, name="old.xls")
    assert (batch.format, batch.lines.get().values["since"]) == ("xls", "2009-08-04")


def test_columns_are_remembered_for_the_next_file_with_these_heads():
    make_supplier(legal_name="Acme")
    batch = uploaded("Firm,Who is it\nAcme,A\n")
    assert services.preview(batch).guesses[""] == [None, None]
    services.set_columns(batch, {"": {0: "supplier", 1: "name"}}, {})
    again = uploaded("FIRM,who is it\nAcme,B\n", user=batch.created_by)
    assert [guess.field for guess in services.preview(again).guesses[""]] == ["supplier", "name"]


def test_a_check_that_was_overtaken_keeps_nothing():
    batch = mapped(HEAD + "Acme,A,\n")
    services.start_check(batch)
    services.discard(batch, user=batch.created_by)
    run_jobs("imports.check")
    batch.refresh_from_db()
    assert (batch.state, Line.objects.count()) == (ImportState.DISCARDED, 0)


def test_an_import_is_written_once_however_often_the_job_runs():
    make_supplier(legal_name="Acme")
    batch = write(checked(HEAD + "Acme,A,\n"))
    assert services.write_import(batch.pk) is False
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("lost", [{"is_active": False}, {"role": Role.AUDITOR.value}])
def test_who_lost_access_or_role_before_the_worker_began_writes_nothing_and_the_job_says_so(lost):
    make_supplier(legal_name="Acme Tools")
    batch = checked(HEAD + "Acme Tools,Li Wei,li@example.com\n")
    services.start_write(batch)
    User.objects.filter(pk=batch.created_by_id).update(**lost)
    [job] = run_jobs("imports.write")
    assert job.state == "failed"
    assert "your access or your role has changed" in job.error
    assert not Contact.objects.exists()


def test_a_number_that_a_hidden_supplier_has_is_not_taken_and_the_row_says_so_without_a_name():
    hidden = make_supplier(legal_name="Secret Forge", is_restricted=True)
    Identifier.objects.create(supplier=hidden, kind="own_number", value="V-7")
    text = "Supplier,Supplier number,Person\nAcme,V-7,A\nBeta,V-8,B\n"
    batch = checked(text, user=make_user(Role.PROCUREMENT))
    services.decide_rest(batch, Answer(NameDecision.CREATE, country="DE"), user=batch.created_by)
    check_again(batch)
    write(batch)
    acme, beta = batch.lines.order_by("number")
    assert (acme.outcome, beta.outcome) == (Outcome.CREATED, Outcome.CREATED)
    [told] = acme.problems
    assert (told["severity"], told["value"]) == ("warning", "V-7")
    assert "in use already" in told["message"]
    assert "Secret" not in str(told)
    assert beta.problems == []
    owned = Identifier.objects.filter(kind="own_number").values_list("supplier__legal_name", "value")
    assert set(owned) == {("Secret Forge", "V-7"), ("Beta", "V-8")}
