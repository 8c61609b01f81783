"""The scorecard: the page's figures as a document, made by a job, handed to those who may see the supplier."""

import logging
import uuid
from datetime import date, timedelta

import pypdfium2
import pytest
from django.urls import reverse

import scoring.tasks  # noqa: F401  (its handlers are registered on import, as in the worker)
from accounts.domain.permissions import Role
from common import clock
from common.models import Change, Job
from scoring.models import ScopeRating, ScorecardDocument
from scoring.pdf import pdf_problem
from scoring.services import make_scorecard, rescore_suppliers
from tests.accounts.factories import make_user
from tests.jobs import run_jobs
from tests.suppliers.factories import make_supplier

pytestmark = [pytest.mark.django_db, pytest.mark.skipif(bool(pdf_problem()), reason=pdf_problem())]


def make_rated(**fields):
    supplier = make_supplier(with_scope=True, **fields)
    rescore_suppliers([supplier.pk], clock.today())
    return supplier, ScopeRating.objects.get(supplier=supplier, is_line=True).snapshot


def bytes_of(document):
    with document.file.open("rb") as file:
        return file.read()


def text_of(document):
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(bytes_of(document))]


def test_the_document_says_what_the_page_says(client):
    supplier, snapshot = make_rated(legal_name="Αθήνα Castings", local_name="阀体铸造厂")
    document = make_scorecard(snapshot.pk, job_id=uuid.uuid4(), by=supplier.owner)
    client.force_login(supplier.owner)
    page = client.get(reverse("scoring:rating", args=[supplier.pk])).content.decode()
    first, *evidence = text_of(document)
    assert snapshot.card.headline in page
    assert " ".join(snapshot.card.headline.split()) in " ".join(first.split())
    assert "Αθήνα Castings" in first
    assert "阀体铸造厂" in first
    assert f"Confidence {snapshot.confidence_percent} %" in first
    assert snapshot.sha256[:12] in first
    assert document.pages == 1 + len(evidence)
    for indicator in snapshot.card.indicators:
        assert indicator.label.split()[0] in " ".join(evidence)


def test_the_style_sheet_and_the_fonts_leave_the_renderer_nothing_to_complain_about(caplog):
    supplier, snapshot = make_rated(legal_name="Łódź Москва 한국", local_name="東海表面処理")
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        make_scorecard(snapshot.pk, job_id=uuid.uuid4(), by=supplier.owner)
    assert caplog.text == ""


def test_markup_in_a_name_is_text_in_the_document():
    name = '<img src="http://example.com/x.png"><script>1</script>'
    supplier, snapshot = make_rated(legal_name=name)
    document = make_scorecard(snapshot.pk, job_id=uuid.uuid4(), by=supplier.owner)
    assert "<img src=" in text_of(document)[0]


def test_a_job_begun_again_makes_no_second_document():
    supplier, snapshot = make_rated()
    job_id = uuid.uuid4()
    first = make_scorecard(snapshot.pk, job_id=job_id, by=supplier.owner)
    assert make_scorecard(snapshot.pk, job_id=job_id, by=supplier.owner) == first
    assert ScorecardDocument.objects.count() == 1


def test_making_one_is_history_of_the_supplier():
    supplier, snapshot = make_rated()
    make_scorecard(snapshot.pk, job_id=uuid.uuid4(), by=supplier.owner)
    assert Change.objects.get(root_id=supplier.pk, action="scorecard made").actor == supplier.owner


def test_the_button_starts_a_job_whose_end_is_the_document(client):
    supplier, _ = make_rated()
    user = make_user(Role.AUDITOR)
    client.force_login(user)
    sent = client.post(reverse("scoring:scorecard", args=[supplier.pk]))
    again = client.post(reverse("scoring:scorecard", args=[supplier.pk]))
    job = Job.objects.get(kind="scoring.make_scorecard")
    assert sent.url == again.url == reverse("common:job", args=[job.pk])
    [job] = run_jobs("scoring.make_scorecard")
    answer = client.get(job.result["url"])
    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert "Made" in client.get(reverse("scoring:scorecard", args=[supplier.pk])).content.decode()


def test_a_scorecard_of_a_restricted_supplier_does_not_exist_for_others(client):
    supplier, snapshot = make_rated(is_restricted=True)
    document = make_scorecard(snapshot.pk, job_id=uuid.uuid4(), by=supplier.owner)
    client.force_login(make_user(Role.PROCUREMENT))
    assert client.get(document.get_absolute_url()).status_code == 404
    assert client.get(reverse("scoring:scorecard", args=[supplier.pk])).status_code == 404


def test_an_older_document_stays_as_it_was_handed_out():
    supplier, snapshot = make_rated()
    document = make_scorecard(snapshot.pk, job_id=uuid.uuid4(), by=supplier.owner)
    before = bytes_of(document)
    rescore_suppliers([supplier.pk], date.today() + timedelta(days=40))  # noqa: DTZ011
    assert bytes_of(ScorecardDocument.objects.get(pk=document.pk)) == before
