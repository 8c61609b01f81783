"""What stands in the way of a verb, in words for the person. Free of frameworks, so that rules can name it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what was given: the field to mend, and the sentence that says how."""

    field: str
    message: str


class NotAllowed(Exception):
    """The rules forbid it in this state or for this person; the text says why and what to do instead."""


class Invalid(Exception):
    """What was given cannot be true; `problems` names the fields and how to mend them."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems
