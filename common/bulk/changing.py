"""Look at a bulk change, carry it out, undo it. Work is done in chunks; what was done is never done twice."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from common import clock, history, jobs
from common.bulk.kinds import Asked, Kind, Planned, kind_of
from common.models import BulkChange, BulkItem, BulkOutcome, BulkState, Selection

CHUNK = 1000
AT_ONCE = 200
"""Up to so many records are changed while the person waits, in one transaction; more in the worker, chunk by chunk."""
UNDO_DAYS = 7
SHOWN = 20
CHANGED_SINCE = "Somebody changed it in the meantime."
Progress = Callable[[int, int], None]


class NotPossible(Exception):
    """Why a bulk change cannot be carried out or undone, in words."""


@dataclass
class Preview:
    """What would happen: how many change, some of them in full, and who is left out for which reason."""

    changing: int = 0
    examples: list[Planned] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    names: dict[str, list[str]] = field(default_factory=dict)

    def add(self, planned: Planned, skip: str) -> None:
        if skip:
            self.skipped[skip] += 1
            if self.skipped[skip] <= SHOWN:
                self.names.setdefault(skip, []).append(str(planned.row))
            return
        self.changing += 1
        if self.changing <= SHOWN:
            self.examples.append(planned)

    @property
    def left_out(self) -> list[tuple[str, int, list[str]]]:
        """(reason, how many, the names of some), the most frequent first."""
        return [(reason, number, self.names[reason]) for reason, number in self.skipped.most_common()]


def draft_change(kind: Kind, selection: Selection, asked: Asked, reason: str, *, by: Any, at: datetime) -> BulkChange:
    """Note what is asked of the selected records, with the version at which they stand now."""
    found: dict[int, int] = {}
    for chunk in _chunks(selection.ids):
        found |= dict(kind.rows(by).filter(pk__in=chunk).values_list("pk", "version"))
    targets = [[pk, found[pk]] for pk in selection.ids if pk in found]
    return BulkChange.objects.create(
        kind=kind.key, asked=dict(asked), reason=reason, targets=targets, back=selection.back, by=by, created_at=at
    )


def preview_of(bulk: BulkChange, *, today: date) -> Preview:
    """What it would do as things stand now."""
    preview = Preview()
    for chunk in _chunks(bulk.targets):
        versions = dict(chunk)
        for planned in _plan(bulk, versions, today):
            preview.add(planned, planned.skip or _stale(planned, versions))
    return preview


def begin_change(bulk: BulkChange, *, at: datetime) -> None:
    """Carry it out: at once when it is small, else in the worker.

    Raises NotPossible when it was begun already or the person may not do it any more.
    """
    _ask_right(bulk)
    if not BulkChange.objects.filter(pk=bulk.pk, state=BulkState.DRAFT.value).update(state=BulkState.RUNNING.value):
        raise NotPossible("This was begun already.")
    bulk.refresh_from_db()
    if len(bulk.targets) <= AT_ONCE:
        carry_out(bulk, at=at)
    else:
        continue_change(bulk)


def continue_change(bulk: BulkChange) -> None:
    """Have the worker do what is left; also after it was stopped."""
    with transaction.atomic():
        job = jobs.enqueue("common.bulk_change", {"bulk": str(bulk.pk)}, by=bulk.by, key=str(bulk.pk))
        BulkChange.objects.filter(pk=bulk.pk).update(job=job)
    bulk.refresh_from_db()


def carry_out(bulk: BulkChange, *, at: datetime, progress: Progress = lambda done, total: None) -> None:
    """Change what is not changed yet, a transaction for each chunk. May be stopped and begun again.

    Raises NotPossible when the person may not do it any more, which is asked before each chunk.
    """
    done = set(bulk.items.values_list("subject_id", flat=True))
    left = [(pk, version) for pk, version in bulk.targets if pk not in done]
    for chunk in _chunks(left):
        progress(len(done), len(bulk.targets))
        with transaction.atomic():
            _carry_out_chunk(bulk, dict(chunk), at)
        done |= {pk for pk, _ in chunk}
    progress(len(done), len(bulk.targets))
    BulkChange.objects.filter(pk=bulk.pk).update(state=BulkState.DONE.value, done_at=at)
    bulk.refresh_from_db()


def _ask_right(bulk: BulkChange) -> None:
    if not bulk.by.can(kind_of(bulk).permission):
        raise NotPossible(jobs.NO_LONGER)


def _carry_out_chunk(bulk: BulkChange, versions: dict[int, int], at: datetime) -> None:
    """The records are held before the rules are asked, so that what is planned is what is there.

    The person is read anew: role and access may have changed since the change was asked for.
    """
    bulk.by = get_user_model()._default_manager.get(pk=bulk.by_id)
    _ask_right(bulk)
    kind = kind_of(bulk)
    held = kind.model._default_manager.select_for_update(no_key=True, of=("self",)).filter(pk__in=versions)
    list(held.order_by("pk").values_list("pk"))
    planned = _plan(bulk, versions, clock.today())
    notes = {one.pk: one.skip or _stale(one, versions) for one in planned}
    done = [one for one in planned if not notes[one.pk]]
    kind.update(done, at=at)
    kind.follow(done, bulk, at=at)
    history.record_bulk(_entry(kind, one, bulk, at) for one in done)
    gone = [pk for pk in versions if pk not in notes]
    BulkItem.objects.bulk_create(
        [*(_item(bulk, one, notes[one.pk]) for one in planned), *(_gone(bulk, pk, versions[pk]) for pk in gone)],
        batch_size=500,
    )


def _plan(bulk: BulkChange, versions: dict[int, int], today: date) -> list[Planned]:
    kind = kind_of(bulk)
    rows = list(kind.rows(bulk.by).filter(pk__in=versions).order_by("pk"))
    if bulk.undo_of_id is None:
        return kind.plan(rows, bulk.asked, actor=bulk.by, today=today)
    items = BulkItem.objects.filter(bulk=bulk.undo_of_id, subject_id__in=versions)
    before = dict(items.values_list("subject_id", "before"))
    return kind.plan_undo(rows, before, actor=bulk.by, today=today)


def _stale(planned: Planned, versions: dict[int, int]) -> str:
    return "" if planned.row.version == versions[planned.pk] else CHANGED_SINCE


def _entry(kind: Kind, planned: Planned, bulk: BulkChange, at: datetime) -> history.Entry:
    return history.build_entry(
        planned.row,
        actor=bulk.by,
        action=kind.action(planned),
        changes=planned.words,
        root_id=kind.root_of(planned.row),
        reason=bulk.reason,
        at=at,
        batch=bulk.pk,
    )


def _item(bulk: BulkChange, planned: Planned, note: str) -> BulkItem:
    conflict = BulkOutcome.CONFLICT if note == CHANGED_SINCE else BulkOutcome.SKIPPED
    return BulkItem(
        bulk=bulk,
        subject_id=planned.pk,
        outcome=conflict.value if note else BulkOutcome.DONE.value,
        note=note[:200],
        version=planned.row.version + (0 if note else 1),
        before={} if note else {name: history.plain(old) for name, (old, _) in planned.changes.items()},
        after={} if note else {name: history.plain(new) for name, (_, new) in planned.changes.items()},
    )


def _gone(bulk: BulkChange, pk: int, version: int) -> BulkItem:
    note = "You no longer see it."
    return BulkItem(bulk=bulk, subject_id=pk, outcome=BulkOutcome.SKIPPED.value, note=note, version=version)


def can_undo(bulk: BulkChange, *, at: datetime) -> bool:
    """Within a week, once, of what is over; an undo is not undone (make the change again instead)."""
    recent = bulk.done_at is not None and at - bulk.done_at <= timedelta(days=UNDO_DAYS)
    return recent and bulk.undo_of_id is None and not BulkChange.objects.filter(undo_of=bulk).exists()


def undo_change(bulk: BulkChange, *, by: Any, at: datetime) -> BulkChange:
    """Bring back what the change replaced wherever nobody touched the record since: another change, with its history.

    Raises NotPossible.
    """
    if not can_undo(bulk, at=at):
        raise NotPossible("This can no longer be undone as a whole. Change what you need to change.")
    done = bulk.items.filter(outcome=BulkOutcome.DONE.value).order_by("subject_id")
    targets = [[pk, version] for pk, version in done.values_list("subject_id", "version")]
    try:
        with transaction.atomic():
            undo = BulkChange.objects.create(
                kind=bulk.kind,
                asked=bulk.asked,
                reason=f"Undone: {bulk.reason}"[:2000],
                targets=targets,
                back=bulk.back,
                undo_of=bulk,
                by=by,
                created_at=at,
            )
    except IntegrityError:
        raise NotPossible("This is being undone already.") from None
    begin_change(undo, at=at)
    return undo


def _chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
