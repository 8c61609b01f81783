"""What a service answers when it will not do a thing; each with words for the person."""

from collections.abc import Sequence

from audits.domain.audits import Gap
from common.problems import Invalid, NotAllowed

__all__ = ["Incomplete", "Invalid", "NotAllowed"]


class Incomplete(Exception):
    """The audit cannot be completed yet; `gaps` says what is missing, in walking order."""

    def __init__(self, gaps: Sequence[Gap]) -> None:
        super().__init__(f"{len(gaps)} answers are missing something.")
        self.gaps = tuple(gaps)
