"""From the upload to the suppliers: what is checked, decided, remembered and written."""

import io

import openpyxl
import pytest
from django.db import transaction

from accounts.domain.permissions import Role
from accounts.models import Notice, User
from common.jobs import JobCancelled, cancel
from common.models import Change
from common.problems import Invalid
from common.tabular.limits import FileRefused
from suppliers.domain.importing.flow import DecidedBy, Decision, ImportState, Outcome, RowMatch
from suppliers.domain.importing.vocabulary import Field
from suppliers.models import Alias, Contact, EvidenceChange, Identifier, Site, Supplier
from suppliers.services import importing
from tests.accounts.factories import make_user
from tests.jobs import run_jobs
from tests.suppliers.factories import make_site, make_supplier
from tests.suppliers.importing.factories import HEAD, check_again, checked, mapped, upload, write

pytestmark = pytest.mark.django_db

LIST = HEAD + (
    "Acme Tools GmbH,Germany,Hauptstr. 3,Bonn,info@acme.example,DE136695976\n"
    "Ningbo Beta Metal Co.,China,No. 8 Harbour Road,Ningbo,,\n"
    "No Country Ltd,,Somewhere 5,,,\n"
)


def rows_of(batch):
    return {row.number: row for row in batch.rows.order_by("number")}


def test_accepted_rows_become_suppliers_with_all_that_hangs_on_them():
    batch = write(checked(LIST))
    assert batch.state == ImportState.WRITTEN
    acme = Supplier.objects.get(legal_name="Acme Tools GmbH")
    assert (str(acme.country), acme.status, acme.owner, acme.city) == ("DE", "prospect", batch.created_by, "Bonn")
    assert Site.objects.get(supplier=acme).is_main
    assert Contact.objects.get(supplier=acme).email == "info@acme.example"
    assert Identifier.objects.get(supplier=acme).value == "DE136695976"
    assert Supplier.objects.matching("ningbo").count() == 1
    assert EvidenceChange.objects.count() == 2
    outcomes = {row.number: row.outcome for row in batch.rows.all()}
    assert outcomes == {2: Outcome.CREATED, 3: Outcome.CREATED, 4: Outcome.REJECTED}


def test_every_new_record_has_its_history_with_file_and_row():
    batch = write(checked(LIST))
    acme = Supplier.objects.get(legal_name="Acme Tools GmbH")
    entries = Change.objects.filter(root_id=acme.pk)
    assert sorted(entries.values_list("subject_type", flat=True)) == [
        "suppliers.contact",
        "suppliers.identifier",
        "suppliers.site",
        "suppliers.supplier",
    ]
    assert set(entries.values_list("reason", flat=True)) == {"Import of list.csv, row 2"}
    assert set(entries.values_list("actor", flat=True)) == {batch.created_by_id}


def test_defaults_asked_once_hold_for_rows_that_say_nothing():
    owner = make_user(Role.MANAGER)
    options = {"default_country": "IT", "default_sector": "aerospace", "default_criticality": "major"}
    batch = write(checked("Name\nFabbrica SpA\n", supplier_owner=owner, **options))
    made = Supplier.objects.get()
    assert (str(made.country), made.sector, made.criticality, made.owner) == ("IT", "aerospace", "major", owner)
    assert Notice.objects.get(user=owner).text.startswith(str(batch.created_by))


def test_a_duplicate_on_the_list_is_left_out_and_nothing_changes():
    known = make_supplier(legal_name="ACME TOOLS", country="DE")
    make_site(known, name="Bonn", street="Hauptstraße 3", city="Bonn", is_main=True)
    batch = checked(LIST)
    row = rows_of(batch)[2]
    assert (row.match, row.decision, row.target) == (RowMatch.EXACT, Decision.SKIP, known)
    write(batch)
    known.refresh_from_db()
    assert (known.version, known.aliases.count(), known.contacts.count()) == (1, 0, 0)
    assert Supplier.objects.count() == 2


def test_the_same_number_is_the_same_supplier_whatever_its_name():
    known = make_supplier(legal_name="Something Else AG", country="DE")
    Identifier.objects.create(supplier=known, kind="vat", country="DE", value="DE136695976")
    assert rows_of(checked(LIST))[2].target == known


@pytest.mark.parametrize("strange", [3, 99])
def test_a_row_that_is_rejected_or_not_there_is_not_decided_about_nor_any_with_it(strange):
    make_supplier(legal_name="Acme Tool GmbH", country="DE")
    batch = checked("Name,Country\nAcme Tools GmbH,DE\nBeta,Nowhere\n")
    answers = {2: (Decision.CREATE, 0), strange: (Decision.CREATE, 0)}
    with pytest.raises(Invalid, match=f"Row {strange} is not there, or it is rejected"):
        importing.decide_rows(batch, answers, user=batch.created_by)
    assert rows_of(batch)[2].decision == Decision.OPEN


def test_adding_to_a_known_supplier_fills_gaps_and_overwrites_nothing():
    known = make_supplier(legal_name="Acme Tool GmbH", country="DE", website="")
    make_site(known, name="Köln", street="Ring 1", city="Köln", is_main=True)
    text = "Name,Country,Street,City,E-mail,Website\nAcme Tools GmbH,DE,Hauptstr. 3,Bonn,a@acme.example,acme.example\n"
    batch = checked(text)
    row = rows_of(batch)[2]
    assert (row.match, row.decision) == (RowMatch.NEAR, Decision.OPEN)
    importing.decide_rows(batch, {2: (Decision.UPDATE, 0)}, user=batch.created_by)
    write(batch)
    known.refresh_from_db()
    assert (known.legal_name, known.website, known.version) == ("Acme Tool GmbH", "https://acme.example", 2)
    assert [site.city for site in known.sites.order_by("pk")] == ["Köln", "Bonn"]
    assert known.sites.filter(is_main=True).get().city == "Köln"
    assert [alias.name for alias in known.aliases.all()] == ["Acme Tools GmbH"]
    assert "bonn" in known.search_key
    assert Supplier.objects.count() == 1


def test_the_same_row_added_twice_adds_nothing_the_second_time():
    text = "Name,Country,Street,City,E-mail\nAcme,DE,Hauptstr. 3,Bonn,a@acme.example\n"
    write(checked(text))
    again = checked(text)
    importing.decide_all(again, RowMatch.EXACT, Decision.UPDATE, user=again.created_by)
    write(again)
    assert [model.objects.count() for model in (Supplier, Site, Contact, Alias)] == [1, 1, 1, 0]


def test_duplicates_in_the_file_are_written_once_and_their_sites_can_be_joined():
    text = HEAD + (
        "Acme Tools,DE,Hauptstr. 3,Bonn,,\nACME TOOLS GmbH,DE,Hauptstraße 3,Bonn,,\nAcme Tools,DE,Werkstr. 90,Kiel,,\n"
    )
    batch = checked(text)
    rows = rows_of(batch)
    assert [(rows[n].match, rows[n].decision) for n in (2, 3, 4)] == [
        (RowMatch.NONE, Decision.CREATE),
        (RowMatch.EXACT_FILE, Decision.SKIP),
        (RowMatch.NEAR, Decision.OPEN),
    ]
    importing.decide_all(batch, RowMatch.NEAR, Decision.UPDATE, user=batch.created_by)
    write(batch)
    supplier = Supplier.objects.get()
    assert {site.city for site in supplier.sites.all()} == {"Bonn", "Kiel"}
    assert {row.outcome for row in batch.rows.all()} == {"created", "skipped", "updated"}


def test_nothing_is_written_while_a_similar_row_waits_for_a_decision():
    make_supplier(legal_name="Acme Tools", country="DE")
    batch = checked(LIST)
    with pytest.raises(importing.StillOpen, match="1 row is similar"):
        importing.start_write(batch)
    importing.decide_all(batch, RowMatch.NEAR, Decision.CREATE, user=batch.created_by)
    write(batch)
    assert Supplier.objects.filter(legal_name__startswith="Acme").count() == 2


def test_a_decision_about_similar_suppliers_is_not_asked_again():
    make_supplier(legal_name="Acme Tool", country="DE")
    first = checked("Name,Country\nAcme Tools,DE\n")
    importing.decide_all(first, RowMatch.NEAR, Decision.CREATE, user=first.created_by)
    importing.discard(first, user=first.created_by)
    second = checked("Name,Country\nACME TOOLS LTD,DE\n", user=make_user(Role.MANAGER))
    row = rows_of(second)[2]
    assert (row.decision, row.decided_how) == (Decision.CREATE, DecidedBy.MEMORY)


def test_remembered_as_the_same_is_the_same_next_time():
    known = make_supplier(legal_name="Acme Tool", country="DE")
    first = checked("Name,Country\nAcme Tools,DE\n")
    importing.decide_rows(first, {2: (Decision.SKIP, 0)}, user=first.created_by)
    row = rows_of(checked("Name,Country\nAcme Tools,DE\n"))[2]
    assert (row.decision, row.target, row.decided_how) == (Decision.SKIP, known, DecidedBy.MEMORY)


def test_columns_are_remembered_for_the_next_file_with_the_same_headers():
    batch = upload("Firm;Where;Note\nAcme;DE;x\n")
    importing.set_columns(batch, {0: Field.NAME, 1: Field.COUNTRY, 2: Field.ALIAS}, {}, user=batch.created_by)
    other = upload("FIRM;where;Note\nBeta;FR;y\n", user=make_user())
    proposed = importing.propose_columns(other, importing.preview(other))
    assert [guess and guess.field for guess in proposed] == [Field.NAME, Field.COUNTRY, Field.ALIAS]
    assert proposed[2].why.startswith("Remembered")


def test_a_correction_counts_after_the_next_check_and_keeps_other_decisions():
    make_supplier(legal_name="Beta Metal Ningbo", country="CN")
    batch = checked(LIST)
    importing.decide_rows(batch, {3: (Decision.CREATE, 0)}, user=batch.created_by)
    row = rows_of(batch)[4]
    assert importing.correct_row(batch, row, {Field.COUNTRY: "France"}, user=batch.created_by)
    batch.refresh_from_db()
    with pytest.raises(importing.StillOpen, match="Check the list again"):
        importing.start_write(batch)
    check_again(batch)
    rows = rows_of(batch)
    assert (rows[4].severity, rows[4].record.country, rows[4].decision) == ("", "FR", Decision.CREATE)
    assert (rows[3].decision, rows[3].decided_how) == (Decision.CREATE, DecidedBy.PERSON)


def test_a_country_can_be_typed_where_the_file_has_no_such_column():
    batch = checked("Name\nAcme\n")
    importing.correct_row(batch, rows_of(batch)[2], {Field.COUNTRY: "DE"}, user=batch.created_by)
    check_again(batch)
    assert rows_of(batch)[2].severity == ""


def test_a_number_that_another_supplier_has_is_left_out_and_said_so():
    text = "Name,Country,DUNS\nAcme,DE,123456789\nOther Name,FR,123456789\n"
    batch = checked(text)
    importing.decide_all(batch, RowMatch.EXACT_FILE, Decision.CREATE, user=batch.created_by)
    write(batch)
    assert Identifier.objects.get().supplier.legal_name == "Acme"
    note = rows_of(batch)[3].outcome_note
    assert "123456789 is in use already" in note


def test_a_restricted_supplier_of_others_is_never_revealed():
    hidden = make_supplier(legal_name="Secret Forge GmbH", country="DE", is_restricted=True)
    make_site(hidden, street="Geheimweg 1", city="Kiel", is_main=True)
    Identifier.objects.create(supplier=hidden, kind="duns", country="", value="123456789")
    text = "Name,Country,Street,City,DUNS\nSecret Forge GmbH,DE,Geheimweg 1,Kiel,123456789\n"
    batch = checked(text)
    row = rows_of(batch)[2]
    assert (row.match, row.candidates, row.decision) == (RowMatch.NONE, [], Decision.CREATE)
    write(batch)
    row = rows_of(batch)[2]
    assert row.supplier != hidden
    assert "Secret" not in row.outcome_note
    assert hidden.contacts.count() == 0
    assert Supplier.objects.filter(legal_name="Secret Forge GmbH").count() == 2


def test_a_manager_sees_the_restricted_one_as_duplicate():
    hidden = make_supplier(legal_name="Secret Forge GmbH", country="DE", is_restricted=True)
    batch = checked("Name,Country\nSecret Forge,DE\n", user=make_user(Role.MANAGER))
    assert rows_of(batch)[2].candidates[0]["supplier"] == hidden.pk


def test_a_supplier_entered_between_check_and_write_is_a_conflict_not_a_duplicate():
    batch = checked(LIST)
    known = make_supplier(legal_name="Acme Tools", country="DE")
    make_site(known, street="Hauptstr. 3", city="Bonn", is_main=True)
    write(batch)
    row = rows_of(batch)[2]
    assert row.outcome == Outcome.CONFLICT
    assert "after the check" in row.outcome_note
    assert Supplier.objects.count() == 2
    assert set(batch.rows.to_send_again().values_list("number", flat=True)) == {2, 4}


@pytest.mark.parametrize("change", ["archived", "restricted"])
def test_a_target_that_closed_between_check_and_write_is_reported_without_a_word_more(change):
    known = make_supplier(legal_name="Acme Tool", country="DE")
    batch = checked("Name,Country\nAcme Tools,DE\nZeta,FR\n")
    importing.decide_rows(batch, {2: (Decision.UPDATE, 0)}, user=batch.created_by)
    values = {"archived_at": known.created_at} if change == "archived" else {"is_restricted": True}
    Supplier.objects.filter(pk=known.pk).update(**values)
    write(batch)
    row = rows_of(batch)[2]
    assert (row.outcome, row.supplier) == (Outcome.CONFLICT, None)
    assert "no longer open" in row.outcome_note
    assert known.aliases.count() == 0


def test_two_imports_of_the_same_list_do_not_double_the_suppliers():
    first, second = checked(LIST), checked(LIST, user=make_user(Role.MANAGER))
    write(first)
    write(second)
    assert Supplier.objects.count() == 2
    assert second.rows.filter(outcome=Outcome.CONFLICT).count() == 2


def test_a_write_that_is_cancelled_leaves_nothing_and_can_be_done_again():
    batch = checked(LIST)
    importing.start_write(batch)
    with pytest.raises(JobCancelled), transaction.atomic():
        importing.write_import(batch.pk, is_cancelled=lambda: True)
    batch.refresh_from_db()
    assert (batch.state, Supplier.objects.count()) == (ImportState.WRITING, 0)
    cancel(batch.job)
    assert importing.reopen(batch)
    batch.refresh_from_db()
    write(batch)
    assert Supplier.objects.count() == 2


def test_an_import_that_was_given_up_keeps_no_rows_and_cannot_go_on():
    batch = checked(LIST)
    importing.discard(batch, user=batch.created_by)
    assert batch.rows.count() == 0
    for step in (importing.start_check, importing.start_write):
        with pytest.raises((importing.StepPassed, importing.StillOpen)):
            step(batch)
    assert Supplier.objects.count() == 0


def test_a_file_that_is_no_list_is_not_kept():
    with pytest.raises(FileRefused):
        upload(b"%PDF-1.7")


def test_changing_how_the_file_is_read_forgets_columns_that_no_longer_fit():
    batch = mapped("Name;Country\nAcme;DE\nBeta;FR\n")
    importing.change_reading(batch, batch.read_options.__class__(encoding="utf-8", delimiter="|", header_row=1))
    assert batch.mapping == {}
    assert batch.headers == ["Name;Country"]


def test_what_nobody_should_send_goes_through_without_harm():
    rows = [
        ("شركة المعادن الدقيقة", "Egypt"),
        ("x" * 5000, "DE"),
        ('=HYPERLINK("http://evil.example")', "FR"),
        ("Acme \u202eGmbH", "DE"),
        ('O\'Brien & "Sons" <b>Ltd</b>', "IE"),
    ]
    extra = ",".join(f"x{n}" for n in range(298))
    quoted = "\n".join(f'"{name.replace(chr(34), chr(34) * 2)}",{country}' for name, country in rows)
    batch = write(checked(f"Name,Country,{extra}\n{quoted}\n".encode("utf-16")))
    outcomes = [row.outcome for row in batch.rows.order_by("number")]
    assert outcomes == ["created", "rejected", "created", "created", "created"]
    names = set(Supplier.objects.values_list("legal_name", flat=True))
    assert names == {rows[0][0], rows[2][0], "Acme GmbH", rows[4][0]}
    assert Supplier.objects.matching("المعادن").count() == 1


def test_a_workbook_is_imported_like_a_text_file():
    book = openpyxl.Workbook()
    for row in (["Supplier list"], [], ["Vendor", "Country", "ZIP", "City"], ["Acme", "Germany", 1067, "Dresden"]):
        book.active.append(row)
    book.active["C4"].number_format = "00000"
    target = io.BytesIO()
    book.save(target)
    batch = write(checked(target.getvalue()))
    assert [row.number for row in batch.rows.all()] == [4]
    assert Supplier.objects.get().sites.get().postal_code == "01067"


def test_who_lost_the_role_before_the_worker_began_writes_nothing_and_the_job_says_so():
    batch = checked("Name,Country\nAcme,DE\n")
    importing.start_write(batch)
    User.objects.filter(pk=batch.created_by_id).update(role=Role.AUDITOR.value)
    [job] = run_jobs("suppliers.write_import")
    assert job.state == "failed"
    assert "your access or your role has changed" in job.error
    assert not Supplier.objects.exists()
