"""What the services of audits refuse, as problems with the words of the pages."""

from audits.domain.capa import ActRefused
from audits.labels import LACK_LABELS
from audits.labels_capa import GATE_MESSAGES, REFUSAL_MESSAGES
from audits.services.capa_errors import AnswerIncomplete, CannotOpen, WrongInput
from audits.services.errors import Incomplete
from common.api.problems import FieldError, Problem, invalid, refuses, translates


def register() -> None:
    """Called when the addresses are joined."""
    refuses(CannotOpen)
    translates(ActRefused, lambda error: Problem(422, "refused", REFUSAL_MESSAGES[error.refusal]))
    translates(WrongInput, lambda error: invalid([_at(error.field, error.message)]))
    translates(AnswerIncomplete, _gates)
    translates(Incomplete, _gaps)


def _at(field: str, message: str) -> FieldError:
    return FieldError(field, message, f"#/{field}")


def _gates(error: AnswerIncomplete) -> Problem:
    return invalid([_at(one.field, GATE_MESSAGES[one.gate]) for one in error.problems])


def _gaps(error: Incomplete) -> Problem:
    """What stands between an audit and its completion, by question."""
    errors = [FieldError(gap.question.code, LACK_LABELS[gap.lack]) for gap in error.gaps]
    return Problem(422, "incomplete", str(error), errors)
