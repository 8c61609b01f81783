"""Words and small parts of the import's pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common.jobs import stopped
from suppliers import importing_labels as words
from suppliers.domain.importing.flow import DecidedBy, Decision, ImportState, Outcome, RowMatch
from suppliers.domain.importing.problems import ProblemKind, Severity
from suppliers.importing_selectors import Group, Review
from suppliers.models import ImportRow, SupplierImport

register = template.Library()

_STEPS = (
    ("Read", "import_reading", {ImportState.READING}),
    ("Columns", "import_columns", {ImportState.COLUMNS}),
    ("Check", "", {ImportState.CHECKING}),
    ("Decide", "import_review", {ImportState.REVIEW}),
    ("Write", "", {ImportState.WRITING, ImportState.WRITTEN}),
)
_CHIPS = {Severity.ERROR: "chip-bad", Severity.WARNING: "chip-warn", Severity.NOTE: "chip-open"}
_TITLES_BY_KIND = {
    ProblemKind.COUNTRY_UNKNOWN: "The country is not known.",
    ProblemKind.COUNTRY_SIMILAR: "The country is misspelled and was read as the nearest one.",
    ProblemKind.COUNTRY_FROM_ADDRESS: "The country was taken from the address.",
    ProblemKind.COUNTRY_CONTRADICTS: "The address names another country than the column.",
    ProblemKind.TOO_LONG: "The text is too long to be stored.",
    ProblemKind.SECTOR_UNKNOWN: "The sector is none of our words; the default is used.",
    ProblemKind.CRITICALITY_UNKNOWN: "The criticality is none of our words; the default is used.",
}
"""For kinds whose message quotes the value of one row: what all such rows have in common."""


@register.inclusion_tag("suppliers/imports/_steps.html")
def import_steps(batch: SupplierImport, here: str = "") -> dict[str, Any]:
    """The five steps, those behind linked as long as one can go back. `here`: the page that is looked at."""
    state = ImportState(here or batch.state)
    position = next((index for index, (_, _, states) in enumerate(_STEPS) if state in states), 0)
    done = state is ImportState.WRITTEN
    can_go_back = state in (ImportState.READING, ImportState.COLUMNS, ImportState.REVIEW)
    steps = [
        {
            "name": name,
            "done": index < position or done,
            "current": index == position and not done,
            "url": reverse(f"suppliers:{url}", args=[batch.pk]) if url and index < position and can_go_back else "",
        }
        for index, (name, url, _) in enumerate(_STEPS)
    ]
    return {"steps": steps}


@register.filter
def import_state(batch: SupplierImport) -> str:
    """Where it stands; that the job failed or was cancelled, if it did (select `job`)."""
    state = ImportState(batch.state)
    return stopped(words.WORK_LABELS.get(state, ""), batch.job) or words.STATE_LABELS[state]


@register.filter
def rows_to_write(review: Review) -> str:
    """What the button writes: `12 new suppliers`, `3 additions`, or both."""
    parts = []
    if review.create:
        parts.append(f"{review.create} new supplier{'' if review.create == 1 else 's'}")
    if review.update:
        parts.append(f"{review.update} addition{'' if review.update == 1 else 's'}")
    return " and ".join(parts)


@register.filter
def group_title(group: Group) -> str:
    return group.reason if group.match is RowMatch.NEAR else words.MATCH_LABELS[group.match].lower()


@register.filter
def group_state(group: Group) -> str:
    """How the rows of a group are decided now."""
    parts = [f"{number} {_DECIDED[Decision(each)]}" for each, number in sorted(group.decisions.items()) if number]
    return ", ".join(parts)


_DECIDED = {
    Decision.OPEN: "not decided",
    Decision.CREATE: "to be created",
    Decision.UPDATE: "to be added to the known supplier",
    Decision.SKIP: "left out",
}


@register.simple_tag
def severity_chip(severity: str) -> SafeString:
    member = Severity(severity)
    return format_html('<span class="chip {}">{}</span>', _CHIPS[member], words.SEVERITY_LABELS[member])


@register.filter
def problem_title(problem: Mapping[str, Any]) -> str:
    """One sentence for all rows with this problem."""
    return _TITLES_BY_KIND.get(ProblemKind(problem["kind"]), str(problem["message"]))


@register.filter
def problem_key(problem: Mapping[str, Any]) -> str:
    return f"{problem['kind']}@{problem['column']}"


@register.filter
def row_match(row: ImportRow) -> str:
    return words.MATCH_LABELS[RowMatch(row.match)].lower()


@register.filter
def addindex(prefix: str, index: int) -> str:
    return f"{prefix}{index}"


@register.filter
def row_outcome(row: ImportRow) -> str:
    return words.OUTCOME_LABELS[Outcome(row.outcome)]


@register.filter
def outcome_reasons(row: ImportRow) -> list[str]:
    """Why a row was rejected or left out, and what of it could not be stored."""
    texts = [row.outcome_note] if row.outcome_note else []
    if row.outcome == Outcome.REJECTED.value:
        texts += [problem["message"] for problem in row.problems if problem["severity"] == Severity.ERROR.value]
    if row.outcome == Outcome.SKIPPED.value:
        how = " Decided as last time." if row.decided_how == DecidedBy.MEMORY.value else ""
        where = f"Row {row.target_row} says the same" if row.target_row else words.MATCH_LABELS[RowMatch(row.match)]
        texts.append(f"{where}: {row.reason}.{how}" if row.reason else f"{where}.{how}")
    return texts


@register.simple_tag
def import_outcome(counts: Sequence[tuple[Outcome, str, int]]) -> str:
    """The result as a sentence."""
    numbers = {outcome: number for outcome, _label, number in counts}
    created, updated = numbers.get(Outcome.CREATED, 0), numbers.get(Outcome.UPDATED, 0)
    text = f"{created:,} supplier{'' if created == 1 else 's'} created"
    if updated:
        text += f", {updated:,} row{'' if updated == 1 else 's'} added to known ones"
    left = sum(numbers.get(each, 0) for each in (Outcome.REJECTED, Outcome.CONFLICT))
    return f"{text}, {left:,} not imported" if left else text
