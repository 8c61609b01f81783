"""Corrective actions of the stories, each step answered and judged on its day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

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
from audits.models import Capa, Finding
from audits.services.capa import CapaInput, close_capa, open_capa, reopen_capa
from audits.services.capa_answers import submit_step
from audits.services.capa_review import accept_step, judge_effectiveness, reject_step
from sample.people import People
from sample.timeline import Later, Moment, Timeline

Answer = Containment | RootCause | Actions | Implemented | EffectivenessCheck
ORDER = (Stage.CONTAINMENT, Stage.ROOT_CAUSE, Stage.ACTIONS, Stage.IMPLEMENTED, Stage.EFFECTIVENESS)


@dataclass(frozen=True)
class Cause:
    """What a corrective action of a story says, in the supplier's words."""

    contained: str
    occurrence: str
    escape: str
    system: str
    against_occurrence: str
    against_escape: str
    criterion: str = "No recurrence in the next ten lots"
    lots: int = 10


class Reviewing(TypedDict):
    """Who judges, when, and the version that was seen."""

    expected_version: int
    actor: User
    today: date
    at: datetime


@dataclass
class Corrective:
    """The words for corrective actions."""

    people: People
    time: Timeline

    def opened(self, finding: Later[Finding], *, ago: int, severity: Severity = Severity.MAJOR) -> Later[Capa]:
        """A corrective action is opened. Tomasz follows it, Inês judges the answers."""
        people = self.people

        def happen(moment: Moment) -> Capa:
            given = CapaInput(severity=severity, responsible=people.tomasz, reviewer=people.ines)
            row = Finding.objects.get(pk=finding.it.pk)
            return open_capa(row, given, actor=people.ines, today=moment.day, at=moment.at)

        return self.time.on(ago, happen)

    def walked(self, capa: Later[Capa], cause: Cause, *days: tuple[int, int]) -> None:
        """Steps in their order, each (days ago answered, days ago accepted); fewer than five leave it on the way."""
        for stage, (answered, accepted) in zip(ORDER, days, strict=False):
            self.answered(capa, cause, stage, ago=answered)
            if stage is Stage.EFFECTIVENESS:
                self.judged(capa, effective=True, ago=accepted)
                self.closed(capa, ago=accepted)
            else:
                self.accepted(capa, ago=accepted)

    def answered(self, capa: Later[Capa], cause: Cause, stage: Stage, *, ago: int) -> None:
        """The owner of the step hands in the answer."""

        def happen(moment: Moment) -> None:
            row = _fresh(capa)
            submit_step(
                row,
                _answer(cause, stage, moment.day),
                evidence="Records attached to the supplier's message of the day.",
                answered_on=moment.day,
                expected_version=row.version,
                actor=self.people.tomasz,
                today=moment.day,
                at=moment.at,
            )

        self.time.on(ago, happen)

    def accepted(self, capa: Later[Capa], *, ago: int) -> None:
        """The reviewer takes the answer."""
        act = accept_step
        self.time.on(ago, lambda m: act(_fresh(capa), note="", **self._by(capa, m)))

    def rejected(self, capa: Later[Capa], reason: str, *, ago: int) -> None:
        """The reviewer sends the answer back."""
        self.time.on(ago, lambda m: reject_step(_fresh(capa), reason=reason, **self._by(capa, m)))

    def judged(self, capa: Later[Capa], *, effective: bool, ago: int, reason: str = "") -> None:
        """Effectiveness is judged."""
        self.time.on(
            ago,
            lambda m: judge_effectiveness(_fresh(capa), effective=effective, reason=reason, **self._by(capa, m)),
        )

    def closed(self, capa: Later[Capa], *, ago: int) -> None:
        """The corrective action is closed."""
        self.time.on(
            ago, lambda m: close_capa(_fresh(capa), note="Effective over the agreed lots.", **self._by(capa, m))
        )

    def came_back(self, capa: Later[Capa], reason: str, *, ago: int) -> None:
        """The same defect is seen again after closing."""
        self.time.on(ago, lambda m: reopen_capa(_fresh(capa), reason=reason, seen_on=m.day, **self._by(capa, m)))

    def _by(self, capa: Later[Capa], moment: Moment) -> Reviewing:
        version = _fresh(capa).version
        return {"expected_version": version, "actor": self.people.ines, "today": moment.day, "at": moment.at}


def _fresh(capa: Later[Capa]) -> Capa:
    return Capa.objects.get(pk=capa.it.pk)


def _answer(cause: Cause, stage: Stage, day: date) -> Answer:
    criterion = Criterion(cause.criterion, cause.lots, Measure.LOTS)
    kinds = frozenset({ActionKind.PROCESS, ActionKind.ERROR_PROOFING})
    answers: dict[Stage, Answer] = {
        Stage.CONTAINMENT: Containment(cause.contained, "Stock here, in transit and at the supplier searched", day),
        Stage.ROOT_CAUSE: RootCause(cause.occurrence, cause.escape, cause.system),
        Stage.ACTIONS: Actions(cause.against_occurrence, cause.against_escape, kinds, criterion),
        Stage.IMPLEMENTED: Implemented(
            "In place at both lines since today",
            "Fifty parts measured after the change, all inside the limits",
            "FMEA and control plan revised",
            day,
        ),
        Stage.EFFECTIVENESS: EffectivenessCheck(
            "Ten lots received and measured, the defect was not seen", Effectiveness.EFFECTIVE, cause.lots, 0
        ),
    }
    return answers[stage]
