"""Audits for tests, made through the models where a test only needs one to be there."""

import io
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.domain.permissions import Role
from audits.domain.audits import AuditState
from audits.domain.checklists import DEFAULT_CHECKLIST
from audits.domain.findings import FindingGrade
from audits.domain.grading import Grade
from audits.domain.observations import Coverage, Disclosure, Sampling, StageCounts, StagesSeen
from audits.models import Audit, CoverageObservation, Finding, FindingPhoto, StageObservation
from audits.services import (
    AnswerInput,
    FindingInput,
    Recorded,
    Source,
    add_photo,
    raise_finding,
    record_coverage,
    record_stages,
    take_over_answers,
)
from common import clock
from suppliers.models import Supplier
from tests.accounts.factories import make_user
from tests.moment import MOMENT
from tests.suppliers.factories import make_site, make_supplier

DAY = date(2026, 10, 14)
AT = MOMENT
TODAY = AT.date()
EVIDENCE = "Looked at ten of them on the floor."


def make_audit(supplier: Supplier | None = None, state: AuditState = AuditState.IN_PROGRESS, **fields) -> Audit:
    supplier = supplier or make_supplier()
    begun = state in (AuditState.IN_PROGRESS, AuditState.COMPLETED)
    values = {
        "supplier": supplier,
        "planned_on": DAY,
        "conducted_on": DAY if begun else None,
        "completed_at": clock.now() if state is AuditState.COMPLETED else None,
        "created_at": clock.now(),
        "state": state.value,
        **fields,
    }
    if "site" not in values:
        values["site"] = supplier.sites.first() or make_site(supplier, is_main=True)
    if "lead" not in values:
        values["lead"] = make_user(Role.QUALITY_ENGINEER)
    return Audit.objects.create(**values)


def full_answers(**changed: Grade) -> list[AnswerInput]:
    """An answer to every question of the shipped checklist: met, but for those named."""
    grades = {code: changed.get(code, Grade.FULL) for code in DEFAULT_CHECKLIST.by_code}
    return [AnswerInput(code, grade, EVIDENCE) for code, grade in grades.items()]


def answer_fully(audit: Audit, **changed: Grade) -> Audit:
    take_over_answers(audit, full_answers(**changed), actor=audit.lead, at=clock.now())
    return audit


def make_finding(audit: Audit | None = None, **fields) -> Finding:
    audit = audit or make_audit()
    values = {"grade": FindingGrade.MINOR, "statement": "Two gauges past their date.", **fields}
    return raise_finding(audit, FindingInput(**values), actor=audit.lead, at=clock.now())


def make_coverage(audit: Audit, **fields) -> CoverageObservation:
    period = {"period_from": date(2026, 7, 1), "period_to": date(2026, 9, 30), "observed_on": DAY}
    counts = {"sampling": Sampling.RANDOM_SAMPLE, "receipts": 240, "with_record": 144}
    seen = Coverage(**{**period, **counts, **fields})
    return record_coverage(Source.of_audit(audit), seen, Recorded(audit.lead, clock.now(), clock.today()))


def make_stages(audit: Audit) -> StageObservation:
    period = {"period_from": date(2026, 7, 1), "period_to": date(2026, 9, 30), "observed_on": DAY}
    counts = StageCounts(incoming=4, subassembly=3, in_process=2, final=1)
    seen = StagesSeen(**period, disclosure=Disclosure.DISCLOSED, counts=counts)
    return record_stages(Source.of_audit(audit), seen, Recorded(audit.lead, clock.now(), clock.today()))


def make_photo(finding: Finding) -> FindingPhoto:
    return add_photo(finding, photo_file(), actor=finding.audit.lead, at=clock.now())


def photo_file(name: str = "photo.jpg", fmt: str = "JPEG", size: tuple[int, int] = (60, 40), exif: bool = False):
    """A picture as a phone would send it; with `exif`, turned on its side and carrying a place."""
    image = Image.new("RGB", size, "#a03020")
    out = io.BytesIO()
    tags = Image.Exif()
    if exif:
        tags[0x0112] = 6
        tags.get_ifd(0x8825)[1] = "N"
        tags[0x010F] = "Camera maker"
    image.save(out, fmt, exif=tags)
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")
