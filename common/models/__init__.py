"""What every app leans on: history, jobs, mail, and the tokens that make a form count once."""

from common.models.base import Versioned, Worded
from common.models.bulk import BulkChange, BulkItem, BulkOutcome, BulkState, Selection
from common.models.change import Change
from common.models.job import Job, JobState
from common.models.kept_answer import KeptAnswer
from common.models.mail import MailState, OutgoingMail
from common.models.photo import IS_AN_IMAGE, Photo
from common.models.submission import Submission

__all__ = [
    "IS_AN_IMAGE",
    "BulkChange",
    "BulkItem",
    "BulkOutcome",
    "BulkState",
    "Change",
    "Job",
    "JobState",
    "KeptAnswer",
    "MailState",
    "OutgoingMail",
    "Photo",
    "Selection",
    "Submission",
    "Versioned",
    "Worded",
]
