"""Recording what was counted on the floor, and superseding what turned out to be wrong."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from audits.domain.audits import AuditState, Strength
from audits.domain.observations import Coverage, StagesSeen, coverage_problems, stages_problems
from audits.models import Audit, CoverageObservation, StageObservation
from audits.services.audits import refuse_archived
from audits.services.errors import Invalid, NotAllowed
from common import history
from common.problems import Problem
from common.records import Conflict, claim_submission
from deliveries.domain.stages import Stage
from suppliers.models import Site
from suppliers.services import mark_evidence_changed

TAKES_OBSERVATIONS = frozenset({AuditState.IN_PROGRESS.value, AuditState.COMPLETED.value})


@dataclass(frozen=True, slots=True)
class Source:
    """Where a count comes from: an audit (which lends its site and strength), or a site and how we know."""

    site: Site
    strength: Strength
    audit: Audit | None = None

    @classmethod
    def of_audit(cls, audit: Audit) -> "Source":
        """The source of what is counted during an audit."""
        return cls(audit.site, Strength(audit.strength), audit)

    @property
    def values(self) -> dict[str, Any]:
        """The source as columns."""
        return {
            "supplier_id": self.site.supplier_id,
            "site": self.site,
            "audit": self.audit,
            "strength": self.strength.value,
        }


@dataclass(frozen=True, slots=True)
class Recorded:
    """Who records, when, and what goes with it. `today` is the day the rules compare with."""

    actor: User
    at: datetime
    today: date
    note: str = ""
    submission: UUID | str | None = None

    @property
    def values(self) -> dict[str, Any]:
        """The act of recording as columns."""
        return {"recorded_by": self.actor, "recorded_at": self.at, "note": self.note.strip()}


@transaction.atomic
def record_coverage(source: Source, coverage: Coverage, by: Recorded) -> CoverageObservation:
    """Keep an incoming-inspection coverage. Raises AlreadySubmitted, Invalid, NotAllowed."""
    return _record_coverage(source, coverage, by)


@transaction.atomic
def record_stages(source: Source, seen: StagesSeen, by: Recorded) -> StageObservation:
    """Keep where defects were caught. Raises AlreadySubmitted, Invalid, NotAllowed."""
    return _record_stages(source, seen, by)


@transaction.atomic
def correct_coverage(
    wrong: CoverageObservation, coverage: Coverage, by: Recorded, *, reason: str
) -> CoverageObservation:
    """Supersede a wrong coverage by a right one. Raises Conflict when somebody has done so already."""
    _supersede(wrong, by, reason)
    source = Source(wrong.site, Strength(wrong.strength), wrong.audit)
    return _record_coverage(source, coverage, by, corrects=wrong, reason=reason)


@transaction.atomic
def correct_stages(wrong: StageObservation, seen: StagesSeen, by: Recorded, *, reason: str) -> StageObservation:
    """Supersede wrong counts by right ones. Raises Conflict when somebody has done so already."""
    _supersede(wrong, by, reason)
    source = Source(wrong.site, Strength(wrong.strength), wrong.audit)
    return _record_stages(source, seen, by, corrects=wrong, reason=reason)


@transaction.atomic
def retract_observation(wrong: CoverageObservation | StageObservation, by: Recorded, *, reason: str) -> None:
    """Supersede an observation that should not be there, by nothing. Raises Conflict, Invalid."""
    _supersede(wrong, by, reason)
    mark_evidence_changed([wrong.supplier_id])


def _record_coverage(
    source: Source,
    coverage: Coverage,
    by: Recorded,
    *,
    corrects: CoverageObservation | None = None,
    reason: str = "",
) -> CoverageObservation:
    _check(source, coverage_problems(coverage, by.today))
    row = CoverageObservation.objects.create(
        **source.values,
        **by.values,
        **_period(coverage),
        sampling=coverage.sampling.value,
        receipts=coverage.receipts,
        with_record=coverage.with_record,
        skip_lot=coverage.skip_lot,
        corrects=corrects,
    )
    _keep(row, by, reason)
    return row


def _record_stages(
    source: Source,
    seen: StagesSeen,
    by: Recorded,
    *,
    corrects: StageObservation | None = None,
    reason: str = "",
) -> StageObservation:
    _check(source, stages_problems(seen, by.today))
    row = StageObservation.objects.create(
        **source.values,
        **by.values,
        **_period(seen),
        **{f"caught_{stage.value}": seen.counts.at(stage) for stage in Stage},
        disclosure=seen.disclosure.value,
        corrects=corrects,
    )
    _keep(row, by, reason)
    return row


def _period(seen: Coverage | StagesSeen) -> dict[str, date]:
    return {"period_from": seen.period_from, "period_to": seen.period_to, "observed_on": seen.observed_on}


def _check(source: Source, problems: list[Problem]) -> None:
    if source.audit is not None and source.audit.state not in TAKES_OBSERVATIONS:
        raise NotAllowed("Begin the audit before you count for it, or record the count apart from it.")
    refuse_archived(source.site.supplier_id)
    if problems:
        raise Invalid(*problems)


def _keep(row: CoverageObservation | StageObservation, by: Recorded, reason: str) -> None:
    claim_submission(by.submission, lambda: reverse("audits:supplier", args=[row.supplier_id]))
    history.record_created(row, actor=by.actor, root_id=row.supplier_id, reason=reason.strip(), at=by.at)
    mark_evidence_changed([row.supplier_id])


def _supersede(wrong: CoverageObservation | StageObservation, by: Recorded, reason: str) -> None:
    if not reason.strip():
        raise Invalid(Problem("reason", "Say what was wrong with it."))
    values = {"superseded_at": by.at, "superseded_by": by.actor, "superseded_reason": reason.strip()}
    if not type(wrong)._default_manager.filter(pk=wrong.pk, superseded_at=None).update(**values):
        raise Conflict(type(wrong)._default_manager.get(pk=wrong.pk))
    wrong.refresh_from_db()
    history.record_change(
        wrong,
        actor=by.actor,
        action="superseded",
        changes={"superseded_at": (None, by.at)},
        root_id=wrong.supplier_id,
        reason=reason.strip(),
        at=by.at,
    )
