from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.domain.permissions import Role
from audits.domain.audits import AuditState
from audits.domain.capa import Severity
from audits.domain.findings import FindingGrade
from audits.models import FindingPhoto
from audits.services import (
    FindingInput,
    Invalid,
    NotAllowed,
    add_photo,
    close_finding,
    correct_finding,
    raise_finding,
    remove_photo,
    reopen_finding,
    withdraw_finding,
)
from audits.services.capa import CapaInput, open_capa
from audits.services.findings import close_by_corrective_action, reopen_by_corrective_action
from common.history import changes_for
from common.pictures import LONGEST_SIDE
from common.records import AlreadySubmitted, Conflict
from common.uploads import UploadRejected
from common.views import new_submission
from suppliers.models import EvidenceChange
from tests.accounts.factories import make_user
from tests.audits.factories import AT, DAY, TODAY, make_audit, make_finding, photo_file

pytestmark = pytest.mark.django_db
MAJOR = FindingInput(grade=FindingGrade.MAJOR, statement="No incoming inspection at all.", question="R1")


@pytest.fixture(autouse=True)
def _files_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def manager():
    return make_user(Role.MANAGER)


def marked(audit) -> bool:
    return EvidenceChange.objects.filter(supplier=audit.supplier).exists()


def test_a_major_is_due_by_the_table_and_is_no_news_before_completion():
    finding = make_finding(make_audit(), grade=FindingGrade.MAJOR)
    assert (finding.found_on, finding.due_on) == (DAY, date(2026, 11, 13))
    assert finding.is_overdue(TODAY)
    assert changes_for(finding).get().action == "created"
    assert not marked(finding.audit)


def test_a_finding_written_after_completion_is_news():
    audit = make_audit(state=AuditState.COMPLETED)
    make_finding(audit)
    assert marked(audit)


@pytest.mark.parametrize("state", [AuditState.PLANNED, AuditState.CANCELLED, AuditState.DECLINED])
def test_an_audit_that_did_not_happen_has_no_findings(state):
    with pytest.raises(NotAllowed):
        make_finding(make_audit(state=state))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"statement": "  "}, "statement"),
        ({"question": "Z9"}, "question"),
        ({"due_on": date(2026, 10, 1)}, "due_on"),
    ],
)
def test_a_finding_that_cannot_be_is_refused_by_field(fields, field):
    with pytest.raises(Invalid) as refused:
        make_finding(**fields)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_the_same_form_sent_twice_raises_one_finding():
    audit, token = make_audit(), new_submission()
    finding = raise_finding(audit, MAJOR, actor=audit.lead, at=AT, submission=token)
    with pytest.raises(AlreadySubmitted) as again:
        raise_finding(audit, MAJOR, actor=audit.lead, at=AT, submission=token)
    assert again.value.url == finding.get_absolute_url()


def test_after_completion_a_correction_needs_a_reason_and_keeps_what_was():
    audit = make_audit(state=AuditState.COMPLETED)
    finding = make_finding(audit)
    with pytest.raises(Invalid):
        correct_finding(finding, MAJOR, expected_version=1, reason="", actor=audit.lead, at=AT)
    correct_finding(finding, MAJOR, expected_version=1, reason="Product was shipped.", actor=audit.lead, at=AT)
    entry = changes_for(finding).first()
    assert entry.changes["grade"] == ["minor", "major"]
    assert entry.reason == "Product was shipped."
    with pytest.raises(Conflict):
        correct_finding(finding, MAJOR, expected_version=1, reason="Again.", actor=audit.lead, at=AT)


def test_a_finding_is_closed_with_what_was_seen_and_not_before_it_was_found():
    finding = make_finding()
    by = {"actor": finding.audit.lead, "at": AT, "today": TODAY}
    for wrong in (
        {"note": "ok", "closed_on": TODAY},
        {"note": "Saw both gauges calibrated.", "closed_on": date(2026, 10, 13)},
        {"note": "Saw both gauges calibrated.", "closed_on": date(2026, 11, 22)},
    ):
        with pytest.raises(Invalid):
            close_finding(finding, **wrong, **by)
    close_finding(finding, note="Saw both gauges calibrated.", closed_on=TODAY, **by)
    assert (finding.state, finding.closed_by) == ("closed", finding.audit.lead)
    assert not finding.is_overdue(date(2027, 6, 1))
    reopen_finding(finding, reason="Found again.", actor=finding.audit.lead, at=AT, today=TODAY)
    assert finding.due_on == date(2027, 1, 20), "sixty days from the day it was opened again"
    assert (finding.state, finding.closed_on, finding.closing_note) == ("open", None, "")


def test_only_a_manager_withdraws_a_finding_and_the_reason_is_kept(manager):
    finding = make_finding()
    with pytest.raises(NotAllowed):
        withdraw_finding(finding, reason="Mistaken.", actor=finding.audit.lead, at=AT)
    withdraw_finding(finding, reason="Mistaken.", actor=manager, at=AT)
    assert changes_for(finding).first().reason == "Mistaken."
    with pytest.raises(NotAllowed):
        reopen_finding(finding, reason="After all.", actor=finding.audit.lead, at=AT, today=TODAY)


def test_a_photo_loses_place_and_camera_and_stands_upright():
    finding = make_finding()
    photo = add_photo(finding, photo_file(exif=True), actor=finding.audit.lead, at=AT, caption="Gauge 4711")
    with photo.file.open() as file, Image.open(file) as kept:
        assert kept.size == (40, 60) == (photo.width, photo.height)
        assert not kept.getexif()
    assert "photo.jpg" not in photo.file.name
    assert changes_for(finding).first().action == "photo added"


def test_a_huge_photo_is_made_smaller():
    finding = make_finding()
    photo = add_photo(finding, photo_file(size=(4000, 2000)), actor=finding.audit.lead, at=AT)
    assert (photo.width, photo.height) == (LONGEST_SIDE, LONGEST_SIDE // 2)


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"",
        b"\xff\xd8\xff\xe0 not really a picture",
    ],
)
def test_what_is_no_picture_is_refused_whatever_its_name(content):
    finding = make_finding()
    upload = SimpleUploadedFile("photo.jpg", content, content_type="image/jpeg")
    with pytest.raises(UploadRejected):
        add_photo(finding, upload, actor=finding.audit.lead, at=AT)
    assert not FindingPhoto.objects.exists()


def test_a_picture_cut_in_half_is_refused():
    finding = make_finding()
    whole = photo_file(size=(800, 600)).read()
    with pytest.raises(UploadRejected):
        add_photo(finding, SimpleUploadedFile("p.jpg", whole[: len(whole) // 2]), actor=finding.audit.lead, at=AT)


def test_png_is_kept_as_png():
    finding = make_finding()
    photo = add_photo(finding, photo_file("p.png", "PNG"), actor=finding.audit.lead, at=AT)
    with photo.file.open() as file, Image.open(file) as kept:
        assert kept.format == "PNG"


def test_a_photo_is_removed_only_before_completion(django_capture_on_commit_callbacks):
    audit = make_audit()
    finding = make_finding(audit)
    photo = add_photo(finding, photo_file(), actor=audit.lead, at=AT)
    audit.state, audit.completed_at = AuditState.COMPLETED.value, AT
    audit.save()
    with pytest.raises(NotAllowed):
        remove_photo(FindingPhoto.objects.get(), reason="Blurred.", actor=audit.lead, at=AT)
    audit.state, audit.completed_at = AuditState.IN_PROGRESS.value, None
    audit.save()
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(FindingPhoto.objects.get(), reason="Blurred.", actor=audit.lead, at=AT)
    assert not photo.file.storage.exists(photo.file.name)
    assert changes_for(finding).first().reason == "Blurred."


def test_a_finding_with_an_open_corrective_action_is_closed_by_it_and_by_nothing_else(manager):
    audit = make_audit(state=AuditState.COMPLETED)
    finding = make_finding(audit)
    people = {"responsible": audit.lead, "reviewer": manager}
    given = CapaInput(severity=Severity.MINOR, **people)
    capa = open_capa(finding, given, actor=audit.lead, today=TODAY, at=AT)
    by = {"actor": manager, "at": AT}
    with pytest.raises(NotAllowed, match=capa.number):
        close_finding(finding, note="Saw both gauges calibrated.", closed_on=TODAY, today=TODAY, **by)
    with pytest.raises(NotAllowed, match=capa.number):
        withdraw_finding(finding, reason="Mistaken.", **by)
    close_by_corrective_action(capa, today=TODAY, **by)
    finding.refresh_from_db()
    assert (finding.state, finding.closed_on) == ("closed", TODAY)
    assert capa.number in finding.closing_note
    capa.finding.refresh_from_db()
    reopen_by_corrective_action(capa, reason="The defect came back.", today=TODAY, **by)
    finding.refresh_from_db()
    assert finding.state == "open"
