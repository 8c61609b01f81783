"""A visit note from its first line to evidence. A draft is saved row by row; two people may do so at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction

from capability.domain.terms import VisitState
from capability.domain.visits import Pulled, Remeasured, completion_problems, visit_problems
from capability.models import Count, Measurement, Question, VisitNote
from capability.services.shared import Act, changed_copy, check, refuse_archived
from common import history
from common.problems import Invalid, NotAllowed, Problem
from common.records import Conflict, claim_submission, move_state, update_record
from suppliers.models import Scope, Site
from suppliers.services import mark_evidence_changed


@dataclass(frozen=True, slots=True)
class VisitHead:
    """Where and when somebody went, whether they were expected, and whom they met."""

    site: Site
    visited_on: date
    unannounced: bool
    people: str = ""
    note: str = ""
    scopes: Collection[Scope] = ()

    @property
    def values(self) -> dict[str, Any]:
        """The head as columns."""
        return {
            "site": self.site,
            "visited_on": self.visited_on,
            "unannounced": self.unannounced,
            "people": self.people.strip(),
            "note": self.note.strip(),
        }


@transaction.atomic
def begin_visit(head: VisitHead, by: Act) -> VisitNote:
    """Begin a note on the day of the visit. Raises AlreadySubmitted, Invalid, NotAllowed."""
    visit = _begin(head, by)
    claim_submission(by.submission, visit.get_absolute_url)
    return visit


def _begin(head: VisitHead, by: Act, **more: Any) -> VisitNote:
    refuse_archived(head.site.supplier_id)
    supplier = head.site.supplier
    visit = VisitNote(**head.values, **more, supplier=supplier, created_by=by.actor, created_at=by.at)
    check(visit, *_head_problems(head, by.today))
    visit.save(force_insert=True)
    visit.scopes.set(head.scopes)
    history.record_created(visit, actor=by.actor, root_id=supplier.pk, at=by.at)
    return visit


@transaction.atomic
def change_visit(visit: VisitNote, head: VisitHead, *, expected_version: int, by: Act) -> VisitNote:
    """Change the head of a draft. Raises Conflict when somebody saved it in between, Invalid, NotAllowed."""
    locked = open_visit(visit.pk)
    check(changed_copy(locked, head.values), *_head_problems(head, by.today))
    root = locked.supplier_id
    update_record(locked, head.values, expected_version=expected_version, actor=by.actor, root_id=root, at=by.at)
    _change_scopes(locked, head.scopes, by)
    return locked


def _change_scopes(visit: VisitNote, scopes: Collection[Scope], by: Act) -> None:
    before, after = sorted(map(str, visit.scopes.all())), sorted(map(str, scopes))
    if before != after:
        visit.scopes.set(scopes)
        changes = {"scopes": (before, after)}
        history.record_change(
            visit, actor=by.actor, action="changed", changes=changes, root_id=visit.supplier_id, at=by.at
        )


def _head_problems(head: VisitHead, today: date) -> list[Problem]:
    problems = visit_problems(head.visited_on, today)
    if any(scope.site_id != head.site.pk for scope in head.scopes):
        problems.append(Problem("scopes", "One of these processes is bought from another site."))
    return problems


def open_visit(visit_id: int) -> VisitNote:
    """The note, locked, while it is a draft: nothing is written into evidence. Raises NotAllowed."""
    visit = VisitNote.objects.select_for_update().get(pk=visit_id)
    if visit.state != VisitState.DRAFT:
        raise NotAllowed("This note is completed already. Correct it by another note.")
    refuse_archived(visit.supplier_id)
    return visit


@transaction.atomic
def complete_visit(visit: VisitNote, by: Act) -> VisitNote:
    """Make a draft evidence; what it corrects is superseded by it. Raises Invalid, NotAllowed, Conflict."""
    locked = open_visit(visit.pk)
    problems = problems_of(locked)
    if problems:
        raise Invalid(*problems)
    _drop_empty(locked)
    move_state(
        locked,
        field="state",
        expected=VisitState.DRAFT,
        to=VisitState.COMPLETED,
        actor=by.actor,
        root_id=locked.supplier_id,
        extra={"completed_at": by.at, "completed_by": by.actor},
        action="completed",
        at=by.at,
    )
    if locked.corrects is not None:
        _supersede(locked.corrects, locked.correction_reason, by)
    mark_evidence_changed([locked.supplier_id])
    return locked


def problems_of(visit: VisitNote) -> list[Problem]:
    """What must be mended before the note can be completed."""
    counts: list[Pulled] = [row.rule for row in visit.counts.all()]
    measured = [Remeasured(row.number, row.agreement) for row in visit.measurements.all() if not is_empty(row)]
    return completion_problems(counts, measured, [row.rule for row in visit.questions.all()])


def is_empty(row: Measurement) -> bool:
    """A row that somebody opened and never filled in."""
    values = (row.recorded, row.measured, row.lower, row.upper)
    return not row.characteristic and all(value is None for value in values)


def _drop_empty(visit: VisitNote) -> None:
    """What nobody filled in is no part of the evidence."""
    Measurement.objects.filter(pk__in=[row.pk for row in visit.measurements.all() if is_empty(row)]).delete()
    Question.objects.filter(visit=visit, manner="", words="").delete()
    Count.objects.filter(visit=visit, pulled=None, in_order=None, refused=False).delete()


def _supersede(wrong: VisitNote, reason: str, by: Act) -> None:
    if not VisitNote.objects.filter(pk=wrong.pk, superseded_at=None).update(superseded_at=by.at):
        raise Conflict(VisitNote.objects.get(pk=wrong.pk))
    history.record_change(
        wrong,
        actor=by.actor,
        action="superseded",
        changes={"superseded_at": (None, by.at)},
        root_id=wrong.supplier_id,
        reason=reason,
        at=by.at,
    )


@transaction.atomic
def discard_visit(visit: VisitNote, by: Act, *, reason: str) -> None:
    """Put a draft away: it never was evidence. Raises Invalid, NotAllowed, Conflict."""
    if not reason.strip():
        raise Invalid(Problem("reason", "Say why it is put away."))
    locked = open_visit(visit.pk)
    move_state(
        locked,
        field="state",
        expected=VisitState.DRAFT,
        to=VisitState.DISCARDED,
        actor=by.actor,
        root_id=locked.supplier_id,
        reason=reason.strip(),
        action="discarded",
        at=by.at,
    )


@transaction.atomic
def begin_correction(wrong: VisitNote, by: Act, *, reason: str) -> VisitNote:
    """A draft with all that the completed note says; completing it supersedes the note.

    Raises Invalid without a reason, NotAllowed when somebody is correcting it already or it is no evidence.
    """
    if not reason.strip():
        raise Invalid(Problem("reason", "Say what was wrong with it."))
    wrong = VisitNote.objects.select_related("site").get(pk=wrong.pk)
    if wrong.state != VisitState.COMPLETED or wrong.superseded_at is not None:
        raise NotAllowed("Only a note that counts is corrected.")
    head = VisitHead(
        wrong.site, wrong.visited_on, wrong.unannounced, wrong.people, wrong.note, list(wrong.scopes.all())
    )
    try:
        with transaction.atomic():
            visit = _begin(head, by, corrects=wrong, correction_reason=reason.strip())
    except (IntegrityError, Invalid) as error:
        raise NotAllowed("Somebody is correcting this note already.") from error
    rows: tuple[models.Model, ...] = (*wrong.counts.all(), *wrong.measurements.all(), *wrong.questions.all())
    for row in rows:
        _copy(row, visit, by)
    return visit


def _copy(row: Any, visit: VisitNote, by: Act) -> None:
    names = [field.attname for field in row._meta.concrete_fields if field.name not in ("id", "version")]
    values = {name: getattr(row, name) for name in names}
    said = {"visit_id": visit.pk, "saved_by_id": by.actor.pk, "saved_at": by.at}
    type(row)._default_manager.create(**{**values, **said})
