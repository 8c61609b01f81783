"""An answer as plain values, so that it can be stored and shown field by field."""

from dataclasses import asdict
from datetime import date
from enum import Enum
from typing import Any

from audits.domain.capa_gates import Actions, Containment, Criterion, EffectivenessCheck, Implemented, RootCause

Answer = Containment | RootCause | Actions | Implemented | EffectivenessCheck


def as_content(answer: Answer) -> dict[str, Any]:
    """The answer with dates, members and sets as JSON can hold them, the criterion beside the rest."""
    content = {name: _plain(value) for name, value in asdict(answer).items() if name != "criterion"}
    criterion = criterion_of(answer)
    if criterion is not None:
        content |= {"criterion": criterion.text, "criterion_count": criterion.count}
        content["criterion_measure"] = _plain(criterion.measure)
    return content


def criterion_of(answer: Answer) -> Criterion | None:
    """The effectiveness criterion that an answer proposes; only planned actions do."""
    return answer.criterion if isinstance(answer, Actions) else None


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return sorted(_plain(item) for item in value) if isinstance(value, frozenset) else value
