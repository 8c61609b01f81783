"""Audits of the past from a workbook: evidence of their day, by the rules of the pages, never written twice."""

import io
from collections.abc import Sequence
from datetime import date

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.domain.permissions import Role
from audits.domain.audits import AuditState, completion_gaps
from audits.domain.checklists import DEFAULT_CHECKLIST
from audits.imports.fields import AUDITS, FINDINGS
from audits.models import Answer, Audit, Finding
from common.models import Change
from imports import services
from imports.domain.columns import PROBLEM_HEADER
from imports.domain.flow import ImportState, NameDecision, Outcome
from imports.kinds import kind_for
from imports.services.deciding import Answer as Said
from imports.services.places import SITES
from imports.workbook import template_for
from scoring.services import rescore_suppliers
from suppliers.models import EvidenceChange
from tests.accounts.factories import make_user
from tests.imports.factories import check_again, checked, write
from tests.suppliers.factories import make_scope, make_site, make_supplier

pytestmark = pytest.mark.django_db
KIND = kind_for("audits")
AUDIT = {
    "Supplier": "Acme",
    "Audit reference": "A1",
    "Site": "Aachen",
    "Conducted on": date(2025, 6, 12),
    "How": "Announced",
}
FINDING = {"Audit reference": "a-1", "Grade": "Minor", "What was found": "Gauges past their date"}
ANSWER = {"Audit reference": "A1", "Question": "R1", "Grade": "8", "What was seen": "Twelve receipts, all inspected"}
UNKNOWN_REFERENCE = "No audit with this reference is imported: it is not on the sheet Audits, or was left out."
CODES = list(DEFAULT_CHECKLIST.by_code)


@pytest.fixture
def acme():
    supplier = make_supplier(legal_name="Acme")
    make_site(supplier, name="Aachen", is_main=True)
    return supplier


def workbook(audits: list[dict], findings: Sequence[dict] = (), answers: Sequence[dict] = ()) -> bytes:
    book, target = Workbook(), io.BytesIO()
    book.remove(book.active)
    for title, rows in {"Audits": audits, "Findings": findings, "Answers": answers}.items():
        sheet = book.create_sheet(title)
        heads = list(dict.fromkeys(key for row in rows for key in row))
        for row in [heads, *([row.get(head) for head in heads] for row in rows)] if rows else []:
            sheet.append(row)
    book.save(target)
    return target.getvalue()


def imported(*sheets, **kwargs):
    return checked(workbook(*sheets), kind=KIND, name="audits.xlsx", **kwargs)


def messages(batch) -> list[str]:
    return [problem["message"] for problem in batch.summary["problems"]]


def test_an_audit_is_evidence_of_its_day_with_its_findings_and_answers(acme):
    scope = make_scope(acme, process="turning")
    lead = make_user(Role.QUALITY_ENGINEER)
    audit = AUDIT | {
        "Lead auditor": lead.email.upper(),
        "Process": "Turning",
        "Purpose": "Periodic",
        "Conclusion": "Fit.",
    }
    closed = {"Grade": "Major", "Closed on": date(2025, 7, 1), "What closed it": "Log seen", "What was found": "No log"}
    findings = [FINDING | {"Audit reference": "A1", "Clause": "7.1.5"}, FINDING | {"Audit reference": "A1"} | closed]
    batch = write(imported([audit], findings, [ANSWER | {"Question": CODES[0]}]))
    [stored] = Audit.objects.all()
    assert (stored.state, stored.conducted_on) == (AuditState.COMPLETED, date(2025, 6, 12))
    assert (stored.strength, list(stored.scopes.all())) == ("announced_on_site", [scope])
    assert (stored.lead, stored.purpose, stored.summary) == (lead, "periodic", "Fit.")
    assert completion_gaps(stored.checklist, {each.question: each.given for each in stored.answers.all()}) == ()
    graded = stored.answers.exclude(grade="not_looked_at")
    assert [(each.question, each.grade) for each in graded] == [(CODES[0], "mostly")]
    minor, major = stored.findings.order_by("pk")
    assert (minor.state, minor.clause) == ("open", "7.1.5")
    assert (minor.found_on, minor.due_on) == (date(2025, 6, 12), date(2025, 8, 11))
    assert (major.state, major.closed_on, major.closing_note) == ("closed", date(2025, 7, 1), "Log seen")
    assert EvidenceChange.objects.filter(supplier=acme).exists()
    entries = Change.objects.filter(root_id=acme.pk, subject_type__startswith="audits.")
    assert {(each.subject_type, each.reason) for each in entries} == {
        ("audits.audit", "Import of audits.xlsx, row 2"),
        ("audits.finding", "Import of audits.xlsx, row 2"),
    }
    assert batch.result == {"audits": 1, "findings": 2, "answers": 1}


def test_the_rating_follows_findings_and_a_silent_question_is_no_evidence(acme):
    make_scope(acme, process="turning", site=acme.sites.get())
    today = date(2026, 11, 21)
    rescore_suppliers([acme.pk], today)
    acme.refresh_from_db()
    before = acme.confidence_percent
    write(imported([AUDIT | {"Conducted on": date(2026, 9, 1)}]))
    rescore_suppliers([acme.pk], today)
    acme.refresh_from_db()
    silent = acme.confidence_percent
    answers = [ANSWER | {"Audit reference": "A2", "Question": code} for code in CODES]
    write(imported([AUDIT | {"Audit reference": "A2", "Conducted on": date(2026, 9, 2)}], [], answers))
    rescore_suppliers([acme.pk], today)
    acme.refresh_from_db()
    assert acme.confidence_percent > silent
    assert silent - before <= acme.confidence_percent - silent


def test_the_same_file_again_writes_nothing(acme):
    sheets = ([AUDIT], [FINDING | {"Audit reference": "A1"}], [ANSWER | {"Question": CODES[0]}])
    write(imported(*sheets))
    again = imported(*sheets)
    assert {line.outcome for line in again.lines.all()} == {Outcome.SAME}
    with pytest.raises(services.NothingToWrite):
        services.start_write(again)
    assert (Audit.objects.count(), Finding.objects.count(), Answer.objects.count()) == (1, 1, len(CODES))


def test_an_audit_on_record_that_the_file_tells_otherwise_is_left_alone(acme):
    write(imported([AUDIT]))
    batch = imported([AUDIT], [FINDING | {"Audit reference": "A1"}])
    assert "An audit of this site on this day is on record and says something else." in messages(batch)
    assert {line.outcome for line in batch.lines.all()} == {Outcome.REJECTED}


@pytest.mark.parametrize(
    ("audit", "finding", "answer", "says"),
    [
        ({"Conducted on": date(2099, 1, 1)}, {}, {}, "The day lies in the future."),
        ({"Site": "Bonn"}, {}, {}, "The supplier has no such site."),
        ({"Lead auditor": "Nobody Known"}, {}, {}, "The lead auditor is nobody who has an account here."),
        ({"How": "By fax"}, {}, {}, "How is none of the values known."),
        ({}, {"To be corrected by": date(2025, 1, 1)}, {}, "It cannot be due before it was found."),
        ({}, {"Closed on": date(2025, 1, 1)}, {}, "It was closed before it was found, or in the future."),
        ({}, {"Closed on": date(2025, 7, 1)}, {}, "What closed it is missing."),
        ({}, {"State": "Closed"}, {}, "The day of closing is missing."),
        (
            {},
            {"Audit reference": "A9"},
            {},
            UNKNOWN_REFERENCE,
        ),
        ({}, {}, {"Grade": "0", "What was seen": "no"}, "This grade needs words: what was seen, or why not."),
        ({}, {}, {"Grade": "Not applicable"}, "“Not applicable” needs a second person who agrees."),
        ({}, {}, {"Question": "ZZ9"}, "Question is none of the values known."),
    ],
)
def test_what_the_pages_refuse_the_import_refuses_with_all_that_belongs_to_it(acme, audit, finding, answer, says):
    row = {"Audit reference": "A1"}
    findings = [FINDING | row | finding] if finding else []
    answers = [ANSWER | {"Question": CODES[0]} | answer] if answer else []
    other = AUDIT | {"Audit reference": "A2", "Conducted on": date(2025, 1, 2)}
    batch = imported([AUDIT | audit, other], findings, answers)
    assert says in messages(batch)
    outcome = dict(batch.lines.filter(part="").values_list("number", "outcome"))
    assert outcome[3] == Outcome.PENDING
    if finding.get("Audit reference") != "A9":
        assert outcome[2] == Outcome.REJECTED


def rejected_file(batch, browser) -> bytes:
    return b"".join(browser.get(reverse("imports:rejected", args=[batch.pk, "xlsx"])).streaming_content)


@pytest.fixture
def browser():
    client = Client()
    client.force_login(make_user(Role.QUALITY_ENGINEER))
    client.user = get_user(client)
    return client


def test_the_rejected_rows_of_all_sheets_are_corrected_and_sent_again_by_themselves(acme, browser):
    book = load_workbook(io.BytesIO(template_for(KIND)))
    rows = {
        "Audits": [AUDIT, AUDIT | {"Audit reference": "A2", "Conducted on": date(2025, 1, 2)}],
        "Findings": [FINDING | {"Audit reference": name} for name in ("A1", "A2")],
        "Answers": [ANSWER | {"Question": CODES[0], "Grade": "Purple"}, ANSWER | {"Question": CODES[1]}],
    }
    for title, told in rows.items():
        heads = {str(cell.value).removesuffix(" *"): cell.column for cell in book[title][1]}
        for number, row in enumerate(told, start=3):
            for head, value in row.items():
                book[title].cell(number, heads[head], value)
    target = io.BytesIO()
    book.save(target)
    batch = write(checked(target.getvalue(), kind=KIND, name="t.xlsx", user=browser.user))
    assert batch.result == {"audits": 1, "findings": 1}
    again = load_workbook(io.BytesIO(rejected_file(batch, browser)))
    assert again.sheetnames == ["Audits", "Findings", "Answers"]
    assert [again[title].max_row for title in again.sheetnames] == [2, 2, 3]
    for title in again.sheetnames:
        heads = [cell.value for cell in book[title][1]]
        assert [cell.value for cell in again[title][1]] == [*heads, PROBLEM_HEADER]
    told = again["Audits"].cell(2, again["Audits"].max_column).value
    assert "Another row of the same record is rejected, so this one is, too: row 3 of the sheet “Answers”." in told
    for row in again["Answers"].iter_rows(min_row=2):
        for cell in row:
            cell.value = "8" if cell.value == "Purple" else cell.value
    corrected = io.BytesIO()
    again.save(corrected)
    second = write(checked(corrected.getvalue(), kind=KIND, name="again.xlsx", user=browser.user))
    assert second.result == {"audits": 1, "findings": 1, "answers": 2}
    assert Audit.objects.get(conducted_on=date(2025, 6, 12)).answers.exclude(grade="not_looked_at").count() == 2


def test_several_sheets_come_back_as_a_workbook_only_and_the_page_says_why(acme, browser):
    batch = imported([AUDIT], [FINDING | {"Audit reference": "A1", "Grade": "Purple"}], user=browser.user)
    review = reverse("imports:review", args=[batch.pk])
    page = browser.get(review).content.decode()
    assert reverse("imports:rejected", args=[batch.pk, "xlsx"]) in page
    assert "rejected.csv" not in page
    assert "A CSV could hold only one sheet." in page
    answer = browser.get(reverse("imports:rejected", args=[batch.pk, "csv"]), follow=True)
    assert answer.redirect_chain == [(review, 303)]
    assert "Download it as a workbook (XLSX)." in answer.content.decode()


def test_a_row_without_its_audit_is_told_before_anything_is_written(acme):
    batch = imported([AUDIT], [FINDING | {"Audit reference": "A9", "Grade": "Purple"}])
    assert {UNKNOWN_REFERENCE, "Grade is none of the values known."} <= set(messages(batch))
    [told] = [each for each in batch.summary["problems"] if each["message"] == UNKNOWN_REFERENCE]
    assert "a file adds nothing to an audit that is on record" in told["remedy"]


def test_problems_are_told_by_sheet_and_column_with_the_values_of_that_sheet(acme, browser):
    finding, answer = FINDING | {"Audit reference": "A1"}, ANSWER | {"Question": CODES[0]}
    batch = imported([AUDIT], [finding | {"Grade": "Purple"}], [answer | {"Grade": "Purple"}], user=browser.user)
    told = {(each["sheet"], each["column"]): each for each in batch.summary["problems"]}
    assert "Major, Minor" in told["Findings", "Grade"]["remedy"]
    assert "Major" not in told["Answers", "Grade"]["remedy"]
    assert [told[sheet, "Grade"]["rows"] for sheet in ("Findings", "Answers")] == [1, 1]
    page = browser.get(reverse("imports:review", args=[batch.pk])).content.decode()
    assert "Findings: Grade" in page
    rows = browser.get(reverse("imports:lines", args=[batch.pk])).content.decode()
    assert "What was found: Gauges past" in rows
    assert "What was seen: Twelve" in rows


def test_two_audits_of_one_reference_are_told_whatever_else_is_wrong(acme):
    batch = imported([AUDIT, AUDIT | {"How": "By fax"}], [FINDING | {"Audit reference": "A1", "Grade": "Purple"}])
    for line in batch.lines.filter(part=""):
        told = {problem["message"]: problem["value"] for problem in line.problems}
        assert told["Two audits of the file have the same reference."] == "A1 in rows 2, 3"
        assert "Another row of the same record is rejected, so this one is, too." not in told


def test_what_belongs_to_an_audit_that_a_person_left_out_is_left_out_with_it(acme, browser):
    other = AUDIT | {"Audit reference": "Z1", "Supplier": "Zyx Forge"}
    findings = [FINDING | {"Audit reference": "Z1"}, FINDING | {"Audit reference": "Z1", "Grade": "Purple"}]
    batch = imported([AUDIT, other], findings, user=browser.user)
    services.decide_rest(batch, Said(NameDecision.SKIP), user=batch.created_by)
    check_again(batch)
    assert {line.outcome for line in batch.lines.exclude(part="", number=2)} == {Outcome.SKIPPED}
    batch = write(batch)
    assert not batch.lines.to_send_again().exists()
    assert batch.result == {"audits": 1}


def test_the_only_site_is_taken_and_one_of_several_must_be_named(acme):
    assert messages(imported([AUDIT | {"Site": None}])) == []
    make_site(acme, name="Bonn")
    assert messages(imported([AUDIT | {"Site": None}])) == [
        "The audited site is not named, and the supplier does not have exactly one."
    ]


def test_an_audit_of_a_supplier_that_is_created_with_it(acme):
    audits, findings = [AUDIT | {"Supplier": "Zyx Forge", "Site": "Köln"}], [FINDING | {"Audit reference": "A1"}]
    batch = imported(audits, findings, options={SITES: "create"})
    assert batch.state == ImportState.SUPPLIERS
    services.decide_rest(batch, Said(NameDecision.CREATE, country="DE"), user=batch.created_by)
    check_again(batch)
    write(batch)
    [stored] = Audit.objects.all()
    assert (stored.supplier.legal_name, stored.site.name, stored.findings.count()) == ("Zyx Forge", "Köln", 1)
    assert batch.result == {"suppliers": 1, "sites": 1, "audits": 1, "findings": 1}


def test_the_template_holds_three_sheets_and_is_read_back(acme):
    book = load_workbook(io.BytesIO(template_for(KIND)))
    assert book.sheetnames == ["Read me", "Audits", "Findings", "Answers", "Lists"]
    for title, fields, values in (
        (
            "Audits",
            AUDITS,
            {"supplier": "Acme", "reference": "X1", "conducted_on": date(2025, 1, 9), "strength": "Remote"},
        ),
        ("Findings", FINDINGS, {"reference": "X1", "grade": "Observation", "statement": "Dusty"}),
    ):
        for column, field in enumerate(fields, start=1):
            book[title].cell(3, column, values.get(field.key))
    target = io.BytesIO()
    book.save(target)
    batch = write(checked(target.getvalue(), kind=KIND, name="t.xlsx"))
    assert batch.result == {"audits": 1, "findings": 1}
    assert batch.lines.count() == 2
