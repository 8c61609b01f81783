"""What answers about corrective actions look like."""

from datetime import date, datetime
from typing import Any, TypedDict

from audits.domain.capa import Act, Decision, Effectiveness, RoundCause, Severity, Stage, State, acts_at
from audits.domain.capa_gates import Measure
from audits.models import Capa, CapaFile, CapaRound, CapaStep, CapaSubmission
from common.api.shapes import Reference, reference, reference_or_none


class CapaRow(TypedDict):
    """A corrective action; it answers a finding or a nonconformance.

    `stage` and `state`: which step has its turn, and whose turn it is.
    """

    id: int
    version: int
    number: str
    supplier: Reference
    finding: Reference | None
    nonconformance: Reference | None
    severity: Severity
    stage: Stage
    state: State
    round_number: int
    due_on: date
    is_overdue: bool
    responsible: Reference
    reviewer: Reference
    step_owner: Reference | None
    step_contact: Reference | None
    opened_on: date
    ended_on: date | None


def capa_row(capa: Capa, today: date) -> CapaRow:
    """A corrective action from `capas_for_list`."""
    step = capa.current_step
    return {
        "id": capa.pk,
        "version": capa.version,
        "number": capa.number,
        "supplier": reference(capa.supplier),
        "finding": reference_or_none(capa.finding),
        "nonconformance": reference_or_none(capa.nonconformance),
        "severity": Severity(capa.severity),
        "stage": Stage(capa.stage),
        "state": State(capa.state),
        "round_number": capa.round_number,
        "due_on": capa.due_on,
        "is_overdue": capa.is_overdue(today),
        "responsible": reference(capa.responsible),
        "reviewer": reference(capa.reviewer),
        "step_owner": reference_or_none(step.owner) if step else None,
        "step_contact": reference_or_none(step.contact) if step else None,
        "opened_on": capa.opened_on,
        "ended_on": capa.ended_on,
    }


class CapaFileRow(TypedDict):
    """A file that came with an answer."""

    id: int
    name: str
    kind: str
    size: int


def capa_file_row(file: CapaFile) -> CapaFileRow:
    return {"id": file.pk, "name": file.original_name, "kind": file.kind, "size": file.size}


class CapaAnswerRow(TypedDict):
    """One answer to a step, kept whatever became of it. `content` has the fields of the step's form."""

    id: int
    number: int
    content: dict[str, Any]
    evidence: str
    answered_on: date
    due_on: date
    was_late: bool
    submitted_by: Reference
    submitted_at: datetime
    decision: Decision | None
    decision_reason: str
    decided_by: Reference | None
    decided_on: date | None
    files: list[CapaFileRow]


def capa_answer_row(answer: CapaSubmission) -> CapaAnswerRow:
    """An answer (select people, prefetch `files` for many)."""
    return {
        "id": answer.pk,
        "number": answer.number,
        "content": answer.content,
        "evidence": answer.evidence,
        "answered_on": answer.answered_on,
        "due_on": answer.due_on,
        "was_late": answer.was_late,
        "submitted_by": reference(answer.submitted_by),
        "submitted_at": answer.submitted_at,
        "decision": Decision(answer.decision) if answer.decision else None,
        "decision_reason": answer.decision_reason,
        "decided_by": reference_or_none(answer.decided_by),
        "decided_on": answer.decided_on,
        "files": [capa_file_row(file) for file in answer.files.all()],
    }


class CapaStepRow(TypedDict):
    """One step of a round: who owns it and when it is due."""

    id: int
    version: int
    step: Stage
    state: State
    owner: Reference | None
    contact: Reference | None
    due_on: date
    began_on: date | None
    missed_on: date | None
    answers: list[CapaAnswerRow]


def capa_step_row(step: CapaStep) -> CapaStepRow:
    """A step (select `owner` and `contact`, prefetch `submissions` for many)."""
    return {
        "id": step.pk,
        "version": step.version,
        "step": step.stage,
        "state": State(step.state),
        "owner": reference_or_none(step.owner),
        "contact": reference_or_none(step.contact),
        "due_on": step.due_on,
        "began_on": step.began_on,
        "missed_on": step.missed_on,
        "answers": [capa_answer_row(answer) for answer in step.submissions.all()],
    }


class CapaRoundRow(TypedDict):
    """One walk through the five steps: why it began, how it is judged, what the check showed."""

    number: int
    cause: RoundCause
    reason: str
    began_on: date
    criterion: str
    criterion_count: int | None
    criterion_measure: Measure | None
    implemented_on: date | None
    result: Effectiveness | None
    judged_on: date | None
    judged_by: Reference | None
    closed_on: date | None
    steps: list[CapaStepRow]


def capa_round_row(walk: CapaRound) -> CapaRoundRow:
    """A round from `rounds_for_page`."""
    return {
        "number": walk.number,
        "cause": RoundCause(walk.cause),
        "reason": walk.reason,
        "began_on": walk.began_on,
        "criterion": walk.criterion,
        "criterion_count": walk.criterion_count,
        "criterion_measure": Measure(walk.criterion_measure) if walk.criterion_measure else None,
        "implemented_on": walk.implemented_on,
        "result": Effectiveness(walk.result) if walk.result else None,
        "judged_on": walk.judged_on,
        "judged_by": reference_or_none(walk.judged_by),
        "closed_on": walk.closed_on,
        "steps": [capa_step_row(step) for step in walk.steps.all()],
    }


class CapaRecord(CapaRow):
    """A corrective action with all its rounds, newest first, and what the table allows now."""

    end_note: str
    opened_by: Reference
    possible: list[Act]
    rounds: list[CapaRoundRow]


def capa_record(capa: Capa, rounds: list[CapaRound], today: date) -> CapaRecord:
    """A corrective action from `capa_for_page` with its rounds."""
    return {
        **capa_row(capa, today),
        "end_note": capa.end_note,
        "opened_by": reference(capa.opened_by),
        "possible": sorted(acts_at(capa.position)),
        "rounds": [capa_round_row(walk) for walk in rounds],
    }
