"""An answer as a page shows it: each field with its words."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from audits.domain.capa import Effectiveness
from audits.domain.capa_gates import ActionKind, Measure
from audits.labels_capa import ACTION_KIND_LABELS, EFFECTIVENESS_LABELS, FIELD_LABELS, MEASURE_LABELS
from audits.models import CapaSubmission


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One answer with its fields in words."""

    row: CapaSubmission
    fields: list[tuple[str, Any]]


def shown_answer(row: CapaSubmission) -> ShownAnswer:
    """The answer's fields, in the order of its form, without empty ones."""
    pairs = ((name, _shown(name, value)) for name, value in _joined(row.content).items())
    return ShownAnswer(row, [(FIELD_LABELS.get(name, name), value) for name, value in pairs if value not in (None, "")])


def _joined(content: dict[str, Any]) -> dict[str, Any]:
    """The criterion's number with what it counts, as one."""
    if not content.get("criterion_measure"):
        return content
    words = f"{content['criterion_count']} {MEASURE_LABELS[Measure(content['criterion_measure'])]}"
    return {**{name: value for name, value in content.items() if name != "criterion_measure"}, "criterion_count": words}


def _shown(name: str, value: Any) -> Any:
    if value in (None, ""):
        return None
    if name.endswith("_on"):
        return date.fromisoformat(value)
    if name == "kinds":
        return ", ".join(ACTION_KIND_LABELS[ActionKind(kind)] for kind in value)
    return EFFECTIVENESS_LABELS[Effectiveness(value)] if name == "result" else value
