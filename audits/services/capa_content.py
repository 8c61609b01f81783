"""Which content gates hold for an answer to a step."""

from datetime import date

from audits.domain.capa import ActRefused, Refusal, Stage
from audits.domain.capa_answers import Answer
from audits.domain.capa_gates import (
    STEP_OF_ANSWER,
    Actions,
    Containment,
    EffectivenessCheck,
    Implemented,
    Problem,
    RootCause,
    actions_problems,
    containment_problems,
    effectiveness_problems,
    implemented_problems,
    root_cause_problems,
)
from audits.models import CapaRound


def answer_problems(step: Stage, answer: Answer, walk: CapaRound, answered_on: date) -> list[Problem]:
    """The gates that this answer breaks. Raises ActRefused for an answer to another step than the present one."""
    if STEP_OF_ANSWER[type(answer)] is not step:
        raise ActRefused(Refusal.NOT_ALLOWED_NOW)
    match answer:
        case Containment():
            return containment_problems(answer, answered_on)
        case RootCause():
            return root_cause_problems(answer)
        case Actions():
            return actions_problems(answer)
        case Implemented():
            return implemented_problems(answer, walk.fixed_criterion, answered_on)
        case EffectivenessCheck():
            since = walk.implemented_on or answered_on
            return effectiveness_problems(answer, walk.fixed_criterion, since, answered_on)
