"""What answers about audits, findings and observations look like."""

from datetime import date, datetime
from typing import TypedDict

from audits.domain.audits import AuditState, Purpose, Strength
from audits.domain.checklist import Checklist, Indicator, Kind
from audits.domain.findings import FindingGrade, FindingState
from audits.domain.grading import Grade, Lack
from audits.domain.observations import Disclosure, Sampling
from audits.models import Answer, Audit, CoverageObservation, Finding, FindingPhoto, StageObservation
from audits.selectors import AuditSheet, Card
from common.api.locking import content_version
from common.api.photos import PhotoShape, photo_shape
from common.api.shapes import Reference, reference, reference_or_none


class AuditRow(TypedDict):
    """A visit, or a look from afar, at one site. Only a completed one is evidence."""

    id: int
    version: int
    supplier: Reference
    site: Reference
    purpose: Purpose
    strength: Strength
    lead: Reference
    state: AuditState
    planned_on: date
    conducted_on: date | None
    is_overdue: bool
    created_at: datetime
    completed_at: datetime | None


def audit_row(audit: Audit, today: date) -> AuditRow:
    """An audit (select `supplier`, `site` and `lead` for many)."""
    return {
        "id": audit.pk,
        "version": audit.version,
        "supplier": reference(audit.supplier),
        "site": reference(audit.site),
        "purpose": Purpose(audit.purpose),
        "strength": Strength(audit.strength),
        "lead": reference(audit.lead),
        "state": AuditState(audit.state),
        "planned_on": audit.planned_on,
        "conducted_on": audit.conducted_on,
        "is_overdue": audit.is_overdue(today),
        "created_at": audit.created_at,
        "completed_at": audit.completed_at,
    }


class AnswerRow(TypedDict):
    """A question of an audit with its answer. Version 0: nobody has answered it yet."""

    question: str
    version: int
    grade: Grade | None
    evidence: str
    lacks: list[Lack]
    answered_by: Reference | None
    answered_at: datetime | None
    confirmed_by: Reference | None


def answer_row(card: Card) -> AnswerRow:
    """A card of an audit's sheet."""
    answer = card.answer
    return {
        "question": card.question.code,
        "version": answer.version if answer else 0,
        "grade": card.grade,
        "evidence": answer.evidence if answer else "",
        "lacks": list(card.lacks),
        "answered_by": reference(answer.answered_by) if answer else None,
        "answered_at": answer.answered_at if answer else None,
        "confirmed_by": reference_or_none(answer.confirmed_by) if answer else None,
    }


class SectionRow(TypedDict):
    """A section with its answers; `percent` of the points possible, null when nothing was graded."""

    code: str
    title: str
    percent: float | None
    answers: list[AnswerRow]


class AuditRecord(AuditRow):
    """An audit with its checklist, answers and findings; `gaps` stand between it and completion."""

    checklist: str
    checklist_version: int
    note: str
    summary: str
    scopes: list[Reference]
    sections: list[SectionRow]
    gaps: int
    findings: list[Reference]


def audit_record(sheet: AuditSheet, today: date) -> AuditRecord:
    """An audit from `sheet_for_audit`."""
    audit = sheet.audit
    return {
        **audit_row(audit, today),
        "checklist": audit.checklist_code,
        "checklist_version": audit.checklist_version,
        "note": audit.note,
        "summary": audit.summary,
        "scopes": [reference(scope) for scope in audit.scopes.select_related("process", "site")],
        "sections": [
            {
                "code": section.section.code,
                "title": section.section.title,
                "percent": section.percent,
                "answers": [answer_row(card) for card in section.cards],
            }
            for section in sheet.sections
        ],
        "gaps": len(sheet.gaps),
        "findings": [reference(finding) for finding in sheet.findings],
    }


class QuestionRow(TypedDict):
    """A question: what to look at, what to ask, what is enough."""

    code: str
    text: str
    look: str
    ask: str
    enough: str
    clause: str
    kind: Kind
    feeds: Indicator
    is_mandatory: bool


class ChecklistSection(TypedDict):
    """A walkable part of the site."""

    code: str
    title: str
    questions: list[QuestionRow]


class ChecklistRow(TypedDict):
    """A published checklist; a version never changes."""

    code: str
    version: int
    title: str
    sections: list[ChecklistSection]


def checklist_row(checklist: Checklist) -> ChecklistRow:
    return {
        "code": checklist.code,
        "version": checklist.version,
        "title": checklist.title,
        "sections": [
            {
                "code": section.code,
                "title": section.title,
                "questions": [
                    {
                        "code": one.code,
                        "text": one.text,
                        "look": one.look,
                        "ask": one.ask,
                        "enough": one.enough,
                        "clause": one.clause,
                        "kind": one.kind,
                        "feeds": one.feeds,
                        "is_mandatory": one.mandatory,
                    }
                    for one in section.questions
                ],
            }
            for section in checklist.sections
        ],
    }


class FindingRow(TypedDict):
    """Something that an audit found."""

    id: int
    version: int
    audit: Reference
    supplier: Reference
    site: Reference
    question: str
    clause: str
    grade: FindingGrade
    state: FindingState
    statement: str
    evidence: str
    found_on: date
    due_on: date | None
    is_overdue: bool
    repeats: Reference | None
    raised_by: Reference
    closed_on: date | None
    closing_note: str


def finding_row(finding: Finding, today: date) -> FindingRow:
    """A finding (select `audit__supplier`, `audit__site`, `raised_by` for many)."""
    repeats: Reference | None = None
    if finding.repeats_id is not None:
        repeats = {"id": finding.repeats_id, "name": f"Finding {finding.repeats_id}"}
    return {
        "id": finding.pk,
        "version": finding.version,
        "audit": reference(finding.audit),
        "supplier": reference(finding.audit.supplier),
        "site": reference(finding.audit.site),
        "question": finding.question,
        "clause": finding.clause,
        "grade": FindingGrade(finding.grade),
        "state": FindingState(finding.state),
        "statement": finding.statement,
        "evidence": finding.evidence,
        "found_on": finding.found_on,
        "due_on": finding.due_on,
        "is_overdue": finding.is_overdue(today),
        "repeats": repeats,
        "raised_by": reference(finding.raised_by),
        "closed_on": finding.closed_on,
        "closing_note": finding.closing_note,
    }


class PhotoRow(PhotoShape):
    """A photo that shows a finding; its content is at `content/`."""

    finding_id: int


def photo_row(photo: FindingPhoto) -> PhotoRow:
    """A photo (select `uploaded_by` for many)."""
    return {**photo_shape(photo), "finding_id": photo.finding_id}


class ObservationRow(TypedDict):
    """A count made on the floor. A wrong one is superseded and stays readable; its version says whether it was."""

    id: int
    version: str
    supplier: Reference
    site: Reference
    audit: Reference | None
    strength: Strength
    period_from: date
    period_to: date
    observed_on: date
    note: str
    recorded_by: Reference
    recorded_at: datetime
    corrects: int | None
    superseded_at: datetime | None
    superseded_reason: str


def observation_version(row: CoverageObservation | StageObservation) -> str:
    return content_version(row.pk, row.superseded_at)


def _observation(row: CoverageObservation | StageObservation) -> ObservationRow:
    return {
        "id": row.pk,
        "version": observation_version(row),
        "supplier": reference(row.supplier),
        "site": reference(row.site),
        "audit": reference_or_none(row.audit),
        "strength": Strength(row.strength),
        "period_from": row.period_from,
        "period_to": row.period_to,
        "observed_on": row.observed_on,
        "note": row.note,
        "recorded_by": reference(row.recorded_by),
        "recorded_at": row.recorded_at,
        "corrects": row.corrects_id,
        "superseded_at": row.superseded_at,
        "superseded_reason": row.superseded_reason,
    }


class CoverageRow(ObservationRow):
    """Incoming-inspection coverage: receipts looked at, with a record, under documented skip-lot."""

    sampling: Sampling
    receipts: int | None
    with_record: int | None
    skip_lot: int


def coverage_row(row: CoverageObservation) -> CoverageRow:
    """A coverage observation (select what it refers to)."""
    return {
        **_observation(row),
        "sampling": Sampling(row.sampling),
        "receipts": row.receipts,
        "with_record": row.with_record,
        "skip_lot": row.skip_lot,
    }


class StagesRow(ObservationRow):
    """Where the defects of a period were caught: at the supplier, early to late, and at ours."""

    disclosure: Disclosure
    caught_incoming: int | None
    caught_subassembly: int | None
    caught_in_process: int | None
    caught_final: int | None
    caught_receiving: int | None
    caught_line: int | None
    caught_customer: int | None


def stages_row(row: StageObservation) -> StagesRow:
    """An observation of where defects were caught (select what it refers to)."""
    return {
        **_observation(row),
        "disclosure": Disclosure(row.disclosure),
        "caught_incoming": row.caught_incoming,
        "caught_subassembly": row.caught_subassembly,
        "caught_in_process": row.caught_in_process,
        "caught_final": row.caught_final,
        "caught_receiving": row.caught_receiving,
        "caught_line": row.caught_line,
        "caught_customer": row.caught_customer,
    }


def given_answer(answer: Answer, lacks: list[Lack]) -> AnswerRow:
    """An answer by itself."""
    return {
        "question": answer.question,
        "version": answer.version,
        "grade": answer.grade_value,
        "evidence": answer.evidence,
        "lacks": lacks,
        "answered_by": reference(answer.answered_by),
        "answered_at": answer.answered_at,
        "confirmed_by": reference_or_none(answer.confirmed_by),
    }
