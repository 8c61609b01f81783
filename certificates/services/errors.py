"""What can stand in the way of a verb. Each text says what is wrong and how to go on."""

from certificates.domain.verification import Problem
from certificates.labels import BREACH_TEXTS, CHECK_LABELS
from certificates.models import Certificate


class CertificateError(Exception):
    """A rule was broken; the text is for the person."""


class AlreadyRecorded(CertificateError):
    """The same certificate (body, number, standard) is on record for this supplier and current."""

    def __init__(self, existing: Certificate) -> None:
        super().__init__(
            f"Certificate {existing.number} of {existing.body} is on record for this supplier already. "
            "Open it, or renew it when this is its successor."
        )
        self.existing = existing


class CertificateClosed(CertificateError):
    """The record is retired or superseded, so nothing more is written to it."""


class OutcomeNotSupported(CertificateError):
    """The outcome does not go with what was compared."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.texts = list(dict.fromkeys(problem_text(problem) for problem in problems))
        super().__init__(" ".join(self.texts))


def problem_text(problem: Problem) -> str:
    """A breach in words."""
    check = CHECK_LABELS[problem.check] if problem.check else ""
    return BREACH_TEXTS[problem.breach].format(check=check)
