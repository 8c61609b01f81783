"""Words and small parts of the pages of imports of records."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.urls import reverse

from common.jobs import stopped
from imports import labels as words
from imports.domain.flow import OPEN_STATES, ImportState, NameDecision, Outcome
from imports.kinds import Kind, kind_for
from imports.models import Batch, Line, SupplierName
from imports.selectors import Review

register = template.Library()

_STEPS = (
    ("Columns", "columns", {ImportState.COLUMNS}),
    ("Check", "", {ImportState.CHECKING}),
    ("Suppliers", "names", {ImportState.SUPPLIERS}),
    ("Review", "review", {ImportState.REVIEW}),
    ("Write", "", {ImportState.WRITING, ImportState.WRITTEN}),
)
_HIDDEN_VALUES = ("supplier", "supplier_number")


@register.inclusion_tag("suppliers/imports/_steps.html")
def record_import_steps(batch: Batch, here: str = "") -> dict[str, Any]:
    """The five steps, those behind linked as long as one can go back. `here`: the page that is looked at."""
    state = ImportState(here or batch.state)
    position = next((index for index, (_, _, states) in enumerate(_STEPS) if state in states), 0)
    done = state is ImportState.WRITTEN
    can_go_back = ImportState(batch.state) in OPEN_STATES
    steps = [
        {
            "name": name,
            "done": index < position or done,
            "current": index == position and not done,
            "url": reverse(f"imports:{url}", args=[batch.pk]) if url and index < position and can_go_back else "",
        }
        for index, (name, url, _) in enumerate(_STEPS)
    ]
    return {"steps": steps}


@register.filter
def batch_kind(batch: Batch) -> str:
    kind = kind_for(batch.kind)
    return kind.title if kind else batch.kind


@register.filter
def batch_state(batch: Batch) -> str:
    """Where it stands; that the job failed or was cancelled, if it did (select `job`)."""
    state = ImportState(batch.state)
    return stopped(words.WORK_LABELS.get(state, ""), batch.job) or words.STATE_LABELS[state]


@register.filter
def rows_to_write(review: Review) -> str:
    """What the button writes: `12 new rows`, `3 changes`, or both."""
    parts = []
    if review.new:
        parts.append(f"{review.new:,} new row{'' if review.new == 1 else 's'}")
    if review.changed and review.takes_changes:
        parts.append(f"{review.changed:,} change{'' if review.changed == 1 else 's'}")
    return " and ".join(parts)


@register.filter
def written_words(batch: Batch) -> str:
    """What was written, most first: `Written: deliveries 10,324, suppliers 73`."""
    written = sorted(batch.result.items(), key=lambda item: (-item[1], item[0]))
    parts = [f"{noun} {number:,}" for noun, number in written]
    return f"Written: {', '.join(parts)}" if parts else "Nothing had to be written"


@register.filter
def line_outcome(line: Line) -> str:
    return words.OUTCOME_LABELS[Outcome(line.outcome)]


@register.filter
def line_sheet(line: Line, kind: Kind) -> str:
    """The sheet on which the row stands; empty for kinds that have one only."""
    return kind.title_of(line.part) if kind.parts else ""


@register.filter
def line_values(line: Line, kind: Kind) -> Iterator[tuple[str, str]]:
    """What the row says, without the supplier that has its own column."""
    titles = kind.titles_of(line.part)
    told = ((key, value) for key, value in line.values.items() if key in titles and key not in _HIDDEN_VALUES)
    return ((titles[key], _plain(value)) for key, value in told)


@register.filter
def line_supplier_name(line: Line) -> str:
    """The supplier as the file names it."""
    return str(line.values.get("supplier") or line.values.get("supplier_number") or "")


@register.simple_tag
def record_link(kind: Kind, line: Line) -> str:
    """The page of the record that the row is or was written to; empty when there is none."""
    return kind.record_url(line.record) if kind.record_url and line.record and not line.part else ""


@register.filter
def name_decision(name: SupplierName) -> str:
    return words.DECISION_LABELS[NameDecision(name.decision)]


def _plain(value: Any) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
