"""Rows as they are kept between check and write, and back."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from imports.domain.flow import Outcome, Standing
from imports.domain.problems import Problem, Severity
from imports.kinds import Field, Kind, Row, ValueKind
from imports.models import Batch, Line
from imports.parsing import decoder, encode

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
ProblemKey = tuple[str, str, str, str]


def problem_key(row: Row, problem: Problem) -> ProblemKey:
    """What equal problems of many rows of one sheet have in common: severity, part, field and message."""
    return (problem.severity.value, row.part, problem.field, problem.message)


def line_of(
    batch: Batch, kind: Kind, row: Row, cells: Sequence[str], numbers: Mapping[ProblemKey, int], outcome: Outcome
) -> Line:
    """The row to store. `numbers`: the place of each problem in the summary."""
    worst = min((problem.severity for problem in row.problems), key=lambda each: _RANK[each], default=None)
    keys = sorted({numbers[problem_key(row, problem)] for problem in row.problems})
    return Line(
        batch=batch,
        part=row.part,
        number=row.number,
        label=label_of(kind, row)[:200],
        values=encode(row.values),
        cells=list(cells),
        supplier_id=row.supplier_id,
        supplier_key=row.supplier_key,
        site_id=row.site_id,
        scope_id=row.scope_id,
        standing=row.standing.value,
        differences=shown_differences(row),
        record=row.record_id,
        problems=[problem.as_json() for problem in row.problems],
        problem_keys="".join(f"|{number}" for number in keys) + ("|" if keys else ""),
        severity=worst.value if worst else "",
        outcome=outcome.value,
    )


def shown_differences(row: Row) -> dict[str, list[str]]:
    return {name: [_shown(old), _shown(new)] for name, (old, new) in row.differences.items()}


def row_reader(kind: Kind) -> Callable[[Line], Row]:
    """The function that makes a row of a stored line, to be checked once more and written."""
    decoders = {part: decoder(kind.fields_of(part)) for part in ("", *(each.key for each in kind.parts))}

    def row_of(line: Line) -> Row:
        return Row(
            number=line.number,
            values=decoders[line.part](line.values),
            part=line.part,
            supplier_id=line.supplier_id,
            supplier_key=line.supplier_key,
            supplier_name=str(line.values.get("supplier", "")),
            site_id=line.site_id,
            scope_id=line.scope_id,
        )

    return row_of


def label_of(kind: Kind, row: Row) -> str:
    """What a person calls the row."""
    if kind.label is not None and not row.part and row.is_usable:
        return kind.label(row)
    telling = (field for field in kind.fields_of(row.part) if _tells(field))
    return next((row.text(field.key) for field in telling if row.text(field.key)), "")


def _tells(field: Field) -> bool:
    return field.kind not in (ValueKind.SUPPLIER, ValueKind.SUPPLIER_NUMBER, ValueKind.FLAG)


def _shown(value: Any) -> str:
    return "" if value is None else str(value)[:300]


__all__ = ["ProblemKey", "Standing", "line_of", "problem_key", "row_reader", "shown_differences"]
