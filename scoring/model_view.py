"""A rating model in words and small drawings, for the page that explains it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString

from scoring.charts import curve
from scoring.domain.fixed import percent
from scoring.domain.model import Indicator, Likelihood, MatrixCell, Model
from scoring.labels import CRITICALITY_LABELS, LIKELIHOOD_LABELS, SOURCE_LABELS
from scoring.sentences import CHECKS, RESULTS


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator as the model sees it."""

    label: str
    weight: str
    of_all: str
    k: str
    prior: int
    half_life: str
    target: int
    drawing: SafeString


@dataclass(frozen=True)
class PillarRow:
    """A pillar with its indicators."""

    label: str
    weight: str
    indicators: tuple[IndicatorRow, ...]


@dataclass(frozen=True)
class MatrixRow:
    """One likelihood with a cell per criticality."""

    likelihood: Likelihood
    label: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True)
class ModelView:
    """Everything the model page shows."""

    pillars: tuple[PillarRow, ...]
    bands: tuple[tuple[str, str], ...]
    unproven: int
    strengths: tuple[tuple[str, str], ...]
    checks: tuple[tuple[str, str, int], ...]
    criticalities: tuple[str, ...]
    matrix: tuple[MatrixRow, ...]
    coverage_limit: int
    coverage_lift: int


def model_view(model: Model) -> ModelView:
    """The model as rows."""
    return ModelView(
        pillars=tuple(_pillars(model)),
        bands=tuple((LIKELIHOOD_LABELS[band.likelihood], f"from {band.floor // 10}") for band in model.bands),
        unproven=percent(model.unproven_below),
        strengths=tuple((SOURCE_LABELS[source], _thousandths(value)) for source, value in model.strengths),
        checks=tuple((CHECKS[c], RESULTS[c, r], points) for c, r, points in model.certificate.points),
        criticalities=tuple(CRITICALITY_LABELS.values()),
        matrix=tuple(_matrix(model)),
        coverage_limit=percent(model.coverage.share),
        coverage_lift=model.coverage.lift_receipts,
    )


def _pillars(model: Model) -> Iterator[PillarRow]:
    for pillar in model.pillars:
        mine = [one for one in model.indicators if one.pillar == pillar.key]
        yield PillarRow(
            pillar.label, _tenth_percent(pillar.weight), tuple(_indicator(one, pillar.weight) for one in mine)
        )


def _indicator(one: Indicator, pillar_weight: int) -> IndicatorRow:
    steps = ", ".join(f"{percent(share)} % → {points // 1_000}" for share, points in one.curve.breakpoints)
    return IndicatorRow(
        label=one.label,
        weight=_tenth_percent(one.weight),
        of_all=_hundredth_percent(one.weight * pillar_weight // 100),
        k=amount(one.k // 1_000, one.unit),
        prior=percent(one.prior),
        half_life=f"{round(one.half_life_days / 30.4)} months",
        target=percent(one.target),
        drawing=curve(one.curve.breakpoints, f"{one.label}: {steps}"),
    )


def _matrix(model: Model) -> Iterator[MatrixRow]:
    for likelihood in Likelihood:
        cells = tuple(
            next(c for c in model.matrix if c.likelihood is likelihood and c.criticality is criticality)
            for criticality in CRITICALITY_LABELS
        )
        yield MatrixRow(likelihood, LIKELIHOOD_LABELS[likelihood], cells)


def _tenth_percent(value: int) -> str:
    whole, rest = divmod(value, 10)
    return f"{whole}.{rest} %" if rest else f"{whole} %"


def _hundredth_percent(value: int) -> str:
    return f"{value // 100}.{value % 100:02d}".rstrip("0").rstrip(".") + " %"


def amount(number: int, unit: str) -> str:
    """`1 audit`, `30 receipts`."""
    return f"{number} {unit.removesuffix('s') if number == 1 else unit}"


def _thousandths(value: int) -> str:
    return f"{value // 1_000}.{value % 1_000:03d}".rstrip("0").rstrip(".")
