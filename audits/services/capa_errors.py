"""What can be wrong with a request about a corrective action, beside a conflict and what the table refuses."""

from collections.abc import Sequence

from audits.domain.capa_gates import Problem


class AnswerIncomplete(Exception):
    """The answer breaks content gates; `problems` names each with its field."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(f"{problem.field}: {problem.gate}" for problem in problems))
        self.problems = list(problems)


class CannotOpen(Exception):
    """No corrective action can be opened from this finding; the text says why."""


class WrongInput(Exception):
    """One field cannot be accepted; `message` says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message
