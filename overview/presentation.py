"""The overview's findings in words, and its tables with links: what page and document show."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from overview.domain.portfolio import TENTHS, Cell, ConfidenceMap, RiskMatrix, Thin
from overview.labels import RISK_LABELS, step_label
from scoring.domain.facts import Criticality
from scoring.labels import CRITICALITY_LABELS, LIKELIHOOD_LABELS


def scopes_url(kept: dict[str, str], **chosen: str) -> str:
    """The list of scopes narrowed further: `kept` is what the overview itself was narrowed by."""
    return f"{reverse('overview:scopes')}?{urlencode({**kept, **chosen})}"


@dataclass(frozen=True)
class CellView:
    """A cell with its words and the list behind it."""

    cell: Cell
    url: str
    share: str
    name: str

    @property
    def action(self) -> str:
        """What the model asks for: when to look again, and by which audit."""
        rule = self.cell.rule
        months = "every month" if rule.re_evaluate_months == 1 else f"every {rule.re_evaluate_months} months"
        return f"{rule.audit}, {months}"


@dataclass(frozen=True)
class RowView:
    """A likelihood with its cells and its sum."""

    likelihood: str
    label: str
    cells: tuple[CellView, ...]
    count: int
    url: str


@dataclass(frozen=True)
class MatrixView:
    """The matrix as a table."""

    title: str
    heads: tuple[tuple[str, int, str], ...]
    rows: tuple[RowView, ...]
    total: int


def matrix_view(matrix: RiskMatrix, kept: dict[str, str]) -> MatrixView:
    """The matrix in words, each cell with its link."""
    heads = tuple(
        (CRITICALITY_LABELS[one], matrix.column(one), scopes_url(kept, criticality=one.value)) for one in Criticality
    )
    rows = []
    for row in matrix.rows:
        word = LIKELIHOOD_LABELS[row.likelihood]
        cells = tuple(
            CellView(
                cell,
                scopes_url(kept, likelihood=row.likelihood.value, criticality=cell.rule.criticality.value),
                percent_text(cell.share),
                f"{word} likelihood, {CRITICALITY_LABELS[cell.rule.criticality].lower()} scopes",
            )
            for cell in row.cells
        )
        rows.append(RowView(row.likelihood.value, word, cells, row.count, scopes_url(kept, likelihood=row.likelihood)))
    return MatrixView(matrix_title(matrix), heads, tuple(rows), matrix.total)


def matrix_title(matrix: RiskMatrix) -> str:
    """The finding of the matrix in words."""
    if not matrix.total:
        return "No scope is rated yet"
    parts = [f"{matrix.at_risk(risk):,} at {RISK_LABELS[risk].lower()}" for risk in ("critical", "high")]
    return f"Of {scopes_text(matrix.total)} {' and '.join(parts)} risk"


def percent_text(tenths: int) -> str:
    """Tenths of a percent as `12.5 %`."""
    return f"{tenths // 10}.{tenths % 10} %"


def confidence_title(found: ConfidenceMap) -> str:
    """The finding of the map of confidence in words."""
    if not found.total:
        return "No scope is rated yet"
    return f"Of {scopes_text(found.total)} {found.proven:,} with enough evidence, {found.unproven:,} with too little"


def scopes_text(number: int) -> str:
    """`1 scope`, `1,200 scopes`."""
    return f"{number:,} scope{'' if number == 1 else 's'}"


@dataclass(frozen=True)
class MapRow:
    """One step of the score with its counts by step of confidence."""

    label: str
    cells: tuple[tuple[int, str], ...]


def map_rows(found: ConfidenceMap, kept: dict[str, str]) -> list[MapRow]:
    """The table behind the map, best score first, each count with its link."""
    return [
        MapRow(
            step_label(score),
            tuple(
                (found.at(score, step), scopes_url(kept, score=str(score), confidence=str(step)))
                for step in range(TENTHS)
            ),
        )
        for score in reversed(range(TENTHS))
    ]


@dataclass(frozen=True)
class ThinView:
    """A part of the portfolio with its link."""

    thin: Thin
    url: str
    share: str


def thin_views(rows: Sequence[Thin], kept: dict[str, str], name: str) -> list[ThinView]:
    """Parts where evidence is thin; the link leads to the unproven ones."""
    return [
        ThinView(one, scopes_url(kept, **{name: one.key}, proof="unproven"), percent_text(one.share)) for one in rows
    ]
