"""Certificates from a file: claimed, by the rules of the form; the next paper of a number renews the one before."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.domain.permissions import Role
from certificates.imports.fields import FIELDS
from certificates.models import Certificate, CertificationBody
from common.models import Change
from imports import services
from imports.domain.flow import Outcome, Standing
from imports.kinds import kind_for
from imports.workbook import template_for
from suppliers.models import EvidenceChange
from suppliers.services.agreement import differing_suppliers
from tests.accounts.factories import make_user
from tests.certificates.factories import edition, make_certificate
from tests.imports.factories import checked, write
from tests.jobs import run_jobs
from tests.suppliers.factories import make_site, make_supplier

pytestmark = pytest.mark.django_db
KIND = kind_for("certificates")
HEAD = (
    "Supplier,Certificate number,Standard and edition,Certification body,Holder as printed,"
    "Valid from,Expiry,Site,Scope printed for the site\n"
)
ROW = "Acme,QM 1,ISO 9001:2015,Norm Zert,Acme GmbH,2025-03-01,2028-02-28,,\n"


@pytest.fixture
def acme():
    edition(), edition("ISO 14001", "2015")
    return make_supplier(legal_name="Acme")


def imported(rows: str):
    return checked(HEAD + rows, kind=KIND)


def messages(batch) -> list[str]:
    return [problem["message"] for problem in batch.summary["problems"]]


def test_a_certificate_is_recorded_as_claimed_with_history_projections_and_news(acme):
    batch = write(imported(ROW))
    certificate = Certificate.objects.get()
    assert (certificate.number, certificate.holder, str(certificate.body)) == ("QM 1", "Acme GmbH", "Norm Zert")
    assert (certificate.valid_from, certificate.expires_on) == (date(2025, 3, 1), date(2028, 2, 28))
    assert certificate.standards_text == "ISO 9001:2015"
    assert not certificate.verifications.exists()
    entry = Change.objects.get(subject_type="certificates.certificate")
    assert (entry.action, entry.root_id) == ("created", acme.pk)
    assert entry.reason == "Import of list.csv, row 2"
    assert entry.changes["standards"] == [None, ["ISO 9001:2015"]]
    acme.refresh_from_db()
    assert acme.expires_on == date(2028, 2, 28)
    assert EvidenceChange.objects.filter(supplier=acme).exists()
    assert batch.result == {"certificates": 1, "certification bodies": 1}


def test_it_is_the_same_record_as_one_entered_by_hand(acme):
    write(imported(ROW.replace("Norm Zert", "Norm Zert GmbH")))
    [mine] = Certificate.objects.all()
    days = {"valid_from": date(2025, 3, 1), "expires_on": date(2028, 2, 28)}
    printed = {"issued_on": None, "address": "", "scope_text": "", "accreditation_body": None, "sites": ()}
    by_hand = make_certificate(at=mine.recorded_at, number="QM 1", holder="Acme GmbH", **days, **printed)
    own = {"id", "supplier", "recorded_by"}
    names = [field.name for field in Certificate._meta.concrete_fields if field.name not in own]
    mine.refresh_from_db()
    by_hand.refresh_from_db()
    assert {name: getattr(mine, name) for name in names} == {name: getattr(by_hand, name) for name in names}


def test_rows_of_one_number_are_one_certificate_with_standards_and_sites(acme):
    make_site(acme, name="Aachen")
    make_site(acme, name="Bonn")
    write(
        imported(
            "Acme,QM-1,ISO 9001:2015;ISO 14001:2015,Norm Zert,Acme GmbH,2025-03-01,2028-02-28,Aachen,Turning\n"
            "Acme,QM 1,,NORM ZERT,,,,Bonn,\n"
        )
    )
    certificate = Certificate.objects.get()
    assert certificate.standards_text == "ISO 9001:2015, ISO 14001:2015"
    covered = {(row.site.name, row.scope_text) for row in certificate.covered.all()}
    assert covered == {("Aachen", "Turning"), ("Bonn", "")}


def test_the_same_file_again_writes_nothing_and_its_numbers_may_be_typed_otherwise(acme):
    write(imported(ROW))
    again = imported(ROW.replace("QM 1", "qm-1"))
    assert again.lines.get().outcome == Outcome.SAME
    with pytest.raises(services.NothingToWrite):
        services.start_write(again)


def test_a_correction_keeps_what_the_file_does_not_say(acme):
    write(imported(ROW))
    Certificate.objects.update(scope_text="Turning")
    batch = imported(ROW.replace("2028-02-28", "2028-02-27"))
    assert batch.lines.get().standing == Standing.CHANGED
    assert batch.lines.get().differences == {"Expiry": ["2028-02-28", "2028-02-27"]}
    write(batch)
    certificate = Certificate.objects.get()
    assert (certificate.expires_on, certificate.scope_text, certificate.version) == (date(2028, 2, 27), "Turning", 2)
    assert batch.result == {"corrected certificates": 1}


def test_the_next_paper_of_a_number_renews_the_one_before(acme):
    write(imported(ROW))
    batch = write(imported(ROW.replace("2025-03-01", "2028-03-01").replace("2028-02-28", "2031-02-28")))
    old, new = Certificate.objects.order_by("pk")
    assert (new.replaces, old.superseded_on) == (old, date(2028, 3, 1))
    assert (batch.result, batch.lines.get().record) == ({"renewals": 1}, new.pk)


def test_an_earlier_paper_than_the_one_on_record_is_refused(acme):
    write(imported(ROW))
    batch = imported(ROW.replace("2025-03-01", "2022-03-01").replace("2028-02-28", "2025-02-28"))
    assert messages(batch) == ["A later paper of this number is on record."]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Acme,1,ISO 9001:1066,N,H,,,,", "The standard is not known with this edition."),
        ("Acme,1,ISO 9001:2015,N,H,2025-03-01,2024-03-01,,", "The expiry lies before the first valid day."),
        ("Acme,1,ISO 9001:2015,N,,,,,", "The holder is missing."),
        ("Acme,1,,N,H,,,,", "The standard is missing."),
        ("Acme,,ISO 9001:2015,N,H,,,,", "Certificate number is missing."),
        ("Acme,1,ISO 9001:2015,N,H,,,Atlantis,", "The supplier has no such site."),
        ("Acme,1,ISO 9001:2015,N,H,,,,Turning", "A scope is given for a site, but no site."),
        ("Acme,1,ISO 9001:2015,N,H,1066-01-01,,,", "Valid from is below 1950-01-01."),
    ],
)
def test_what_the_form_refuses_the_import_refuses(acme, row, says):
    assert says in messages(imported(f"{row}\n"))


def test_rows_that_contradict_each_other_reject_the_whole_certificate(acme):
    batch = imported(ROW + ROW.replace("2028-02-28", "2029-02-28") + ROW.replace("QM 1", "QM 2"))
    assert "Rows of the same certificate say different things." in messages(batch)
    outcomes = list(batch.lines.order_by("number").values_list("outcome", flat=True))
    assert outcomes == [Outcome.REJECTED, Outcome.REJECTED, Outcome.PENDING]


def test_a_standard_without_its_edition_is_read_as_the_one_in_force_with_a_warning(acme):
    batch = imported(ROW.replace("ISO 9001:2015", "EN ISO 13485") + ROW.replace("1,ISO 9001:", "2,DIN EN ISO 9001:"))
    assert messages(batch) == ["No edition is named; read as ISO 13485:2016."]
    write(batch)
    texts = {each.number: each.standards_text for each in Certificate.objects.all()}
    assert texts == {"QM 1": "ISO 13485:2016", "QM 2": "ISO 9001:2015"}


def test_the_template_offers_standards_and_its_example_is_not_imported(acme):
    data = template_for(KIND)
    book = load_workbook(io.BytesIO(data))
    offered = {cell.value for row in book["Lists"].iter_rows() for cell in row}
    assert {"ISO 9001:2015", "DAkkS"} <= offered
    sheet = book["Certificates"]
    assert [cell.value for cell in sheet[1]][2] == "Certificate number *"
    for column, field in enumerate(FIELDS, start=1):
        values = {"supplier": "Acme", "number": "N1", "standard": "ISO 9001:2015", "body": "B", "holder": "H"}
        sheet.cell(3, column, values.get(field.key))
    target = io.BytesIO()
    book.save(target)
    write(checked(target.getvalue(), kind=KIND, name="c.xlsx"))
    assert Certificate.objects.get().number == "N1"


def test_five_hundred_certificates_take_as_many_statements_as_fifty(acme):
    def statements(rows: int) -> int:
        text = "".join(ROW.replace("QM 1", f"{rows}/{n}") for n in range(rows))
        batch = checked(HEAD + text, kind=KIND, user=make_user(Role.PROCUREMENT))
        services.start_write(batch)
        with CaptureQueriesContext(connection) as captured:
            run_jobs("imports.write")
        assert Certificate.objects.filter(number__startswith=f"{rows}/").count() == rows
        return len(captured)

    few = statements(30)
    assert statements(60) - few <= 8  # more inserts where the engine takes few values at once
    assert CertificationBody.objects.count() == 1


def test_stored_columns_agree_with_what_they_derive_from(acme):
    write(imported(ROW + ROW.replace("QM 1", "QM 2").replace("2028-02-28", "2027-02-28")))
    assert list(differing_suppliers()) == []


def test_a_name_like_a_formula_is_a_name_in_the_template():
    formula = '=HYPERLINK("http://evil.example")'
    CertificationBody.objects.create(name=formula, name_key="evil")
    lists = load_workbook(io.BytesIO(template_for(KIND)))["Lists"]
    [cell] = [cell for row in lists.iter_rows() for cell in row if cell.value == formula]
    assert cell.data_type == "s"
