"""Recording what a supplier can do, and superseding what turned out to be wrong. One set of verbs for all kinds."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, transaction

from capability.domain.records import record_problems
from capability.models import CapabilityRecord
from capability.services.shared import Act, check, refuse_archived
from common import history
from common.problems import Invalid, Problem
from common.records import Conflict, claim_submission
from suppliers.models import Supplier
from suppliers.services import mark_evidence_changed

R = TypeVar("R", bound=CapabilityRecord)


@transaction.atomic
def record_capability(model: type[R], supplier: Supplier, values: Mapping[str, Any], by: Act) -> R:
    """Keep a record of this kind. Raises AlreadySubmitted, Invalid, NotAllowed."""
    return _record(model, supplier, values, by)


@transaction.atomic
def correct_record(wrong: R, values: Mapping[str, Any], by: Act, *, reason: str) -> R:
    """Supersede a wrong record by a right one. Raises Conflict when somebody has done so already."""
    _supersede(wrong, by, reason)
    return _record(type(wrong), wrong.supplier, values, by, corrects=wrong, reason=reason)


@transaction.atomic
def retract_record(wrong: CapabilityRecord, by: Act, *, reason: str) -> None:
    """Supersede a record that should not be there, by nothing. Raises Conflict, Invalid."""
    _supersede(wrong, by, reason)
    mark_evidence_changed([wrong.supplier_id])


def _record(
    model: type[R],
    supplier: Supplier,
    values: Mapping[str, Any],
    by: Act,
    *,
    corrects: R | None = None,
    reason: str = "",
) -> R:
    refuse_archived(supplier.pk)
    row = model(**values, supplier=supplier, recorded_by=by.actor, recorded_at=by.at, corrects=corrects)
    check(row, *_foreign(row, supplier), *record_problems(model.kind, _given(row), by.today))
    _insert(row)
    claim_submission(by.submission, row.get_absolute_url)
    history.record_created(row, actor=by.actor, root_id=supplier.pk, reason=reason.strip(), at=by.at)
    mark_evidence_changed([supplier.pk])
    return row


def _given(row: CapabilityRecord) -> dict[str, Any]:
    """What the record says, also where nothing was given and its default holds."""
    return {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if field.editable}


def _insert(row: CapabilityRecord) -> None:
    """Write it; what somebody else took at the same moment is found by the database, and then told in words."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        check(row)
        raise


def _foreign(row: CapabilityRecord, supplier: Supplier) -> list[Problem]:
    """Site and process are the supplier's own, and the process is done at the site."""
    if row.site.supplier_id != supplier.pk:
        return [Problem("site", "This site belongs to another supplier.")]
    if row.scope is not None and row.scope.site_id != row.site_id:
        return [Problem("scope", "This process is bought from another site. Choose the site that goes with it.")]
    return []


def _supersede(wrong: CapabilityRecord, by: Act, reason: str) -> None:
    if not reason.strip():
        raise Invalid(Problem("reason", "Say what was wrong with it."))
    rows = type(wrong)._default_manager.filter(pk=wrong.pk, superseded_at=None)
    if not rows.update(superseded_at=by.at, superseded_by=by.actor, superseded_reason=reason.strip()):
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
