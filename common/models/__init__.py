"""What every app leans on: history, jobs, mail, and the tokens that make a form count once."""

from common.models.base import Versioned
from common.models.change import Change
from common.models.job import Job, JobState
from common.models.mail import MailState, OutgoingMail
from common.models.submission import Submission

__all__ = ["Change", "Job", "JobState", "MailState", "OutgoingMail", "Submission", "Versioned"]
