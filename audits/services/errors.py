"""What a service answers when it will not do a thing; each with words for the person."""

from collections.abc import Sequence

from audits.domain.audits import Gap
from audits.domain.observations import Problem


class NotAllowed(Exception):
    """The rules forbid it in this state or for this person; the text says why and what to do instead."""


class Incomplete(Exception):
    """The audit cannot be completed yet; `gaps` says what is missing, in walking order."""

    def __init__(self, gaps: Sequence[Gap]) -> None:
        super().__init__(f"{len(gaps)} answers are missing something.")
        self.gaps = tuple(gaps)


class Invalid(Exception):
    """What was given cannot be true; `problems` names the fields and how to mend them."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems
