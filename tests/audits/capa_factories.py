"""Corrective actions for tests, walked through the services."""

from datetime import UTC, date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.domain.permissions import Role
from accounts.models import User
from audits.domain.capa import Effectiveness, Severity, Stage
from audits.domain.capa_gates import (
    ActionKind,
    Actions,
    Containment,
    Criterion,
    EffectivenessCheck,
    Implemented,
    Measure,
    RootCause,
)
from audits.domain.findings import FindingGrade
from audits.models import Capa, Finding
from audits.services.capa import CapaInput, close_capa, open_capa
from audits.services.capa_answers import submit_step
from audits.services.capa_review import accept_step, judge_effectiveness
from common.uploads import CheckedFile, Kind, checked_upload
from tests.accounts.factories import make_user
from tests.audits.factories import make_audit, make_finding
from tests.suppliers.factories import make_supplier

OPENED = date(2026, 10, 20)
LOTS = Criterion("No burr above 0.05 mm in incoming inspection", 3, Measure.LOTS)


def at(day: date) -> datetime:
    """Noon of a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def when(day: date) -> dict:
    """The two dates that every service takes."""
    return {"today": day, "at": at(day)}


def make_capa(
    finding: Finding | None = None,
    *,
    opened: date = OPENED,
    severity: Severity = Severity.MAJOR,
    responsible: User | None = None,
    reviewer: User | None = None,
    contact=None,
    supplier=None,
) -> Capa:
    """An open corrective action: containment is awaited."""
    finding = finding or make_finding(make_audit(supplier or make_supplier()), grade=FindingGrade.MAJOR)
    given = CapaInput(
        severity=severity,
        responsible=responsible or make_user(Role.PROCUREMENT),
        reviewer=reviewer or make_user(Role.QUALITY_ENGINEER),
        contact=contact,
    )
    return open_capa(finding, given, actor=given.responsible, **when(opened))


def answer_for(stage: Stage, day: date, **changes):
    """An answer that passes the gates of its step."""
    answers = {
        Stage.CONTAINMENT: (Containment, {"done": "Sorted 1,240 parts", "searched": "Stock, transit", "done_on": day}),
        Stage.ROOT_CAUSE: (
            RootCause,
            {
                "occurrence": "Deburring brush worn, tool life never set.",
                "escape": "Final check gauges the bore, not the edge.",
                "system": "Tools are released without a life limit.",
            },
        ),
        Stage.ACTIONS: (
            Actions,
            {
                "against_occurrence": "Tool life of 800 parts, machine stops",
                "against_escape": "Edge gauged at final inspection",
                "kinds": frozenset({ActionKind.PROCESS}),
                "criterion": LOTS,
            },
        ),
        Stage.IMPLEMENTED: (
            Implemented,
            {
                "in_place": "Life limit active in all machines",
                "validation": "Three set-ups tried, all stopped",
                "documents": "FMEA line 14, control plan rev. F",
                "implemented_on": day,
            },
        ),
        Stage.EFFECTIVENESS: (
            EffectivenessCheck,
            {
                "observed": "Lots 88, 91 and 95, no burr",
                "result": Effectiveness.EFFECTIVE,
                "lots": 3,
                "same_defects": 0,
            },
        ),
    }
    kind, values = answers[stage]
    return kind(**(values | changes))


PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def pdf_file(name: str = "report.pdf") -> CheckedFile:
    """A small PDF, as an upload that was checked."""
    return checked_upload(SimpleUploadedFile(name, PDF), kinds=tuple(Kind))


def submit(capa: Capa, day: date, *, actor: User | None = None, answered: date | None = None, files=(), **changes):
    """Hand in a good answer to the step whose turn it is."""
    capa.refresh_from_db()
    answered = answered or day
    return submit_step(
        capa,
        answer_for(Stage(capa.stage), answered, **changes),
        evidence="Record 4711",
        files=files,
        answered_on=answered,
        expected_version=capa.version,
        actor=actor or capa.responsible,
        **when(day),
    )


def accept(capa: Capa, day: date, *, actor: User | None = None) -> None:
    capa.refresh_from_db()
    judge = {"expected_version": capa.version, "actor": actor or capa.reviewer, **when(day)}
    if capa.stage == Stage.EFFECTIVENESS.value:
        judge_effectiveness(capa, effective=True, **judge)
    else:
        accept_step(capa, **judge)


def walk_to(capa: Capa, stage: Stage, *, start: date = OPENED) -> Capa:
    """Walk on, a day for each answer and each review, until `stage` has its turn."""
    day = start
    capa.refresh_from_db()
    while capa.stage != stage.value:
        day += timedelta(days=1)
        if capa.stage == Stage.CLOSURE.value:
            close_capa(capa, expected_version=capa.version, actor=capa.reviewer, **when(day))
        else:
            submit(capa, day)
            accept(capa, day)
        capa.refresh_from_db()
    return capa
