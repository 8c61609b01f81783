"""The columns of audits, findings and answers in files."""

from datetime import date

from audits.domain.audits import AUDIT_STRENGTHS, Purpose, Strength
from audits.domain.checklists import DEFAULT_CHECKLIST
from audits.domain.findings import FindingGrade, FindingState
from audits.domain.grading import POINTS, Grade
from audits.labels import (
    FINDING_GRADE_LABELS,
    FINDING_STATE_LABELS,
    GRADE_LABELS,
    PURPOSE_LABELS,
    STRENGTH_LABELS,
)
from imports.kinds import Choice, Field, Unknown, ValueKind, supplier_fields

EARLIEST = date(1980, 1, 1)
_LONG = 5_000
_STRENGTH_WORDS = {
    Strength.UNANNOUNCED_ON_SITE: ("unannounced",),
    Strength.ANNOUNCED_ON_SITE: ("announced", "on site", "on-site", "onsite"),
    Strength.REMOTE: ("virtual", "online"),
    Strength.DOCUMENT_REVIEW: ("desk", "desktop", "paper"),
}
_GRADE_WORDS = {
    FindingGrade.MAJOR: ("major nonconformity", "major nc", "critical"),
    FindingGrade.MINOR: ("minor nonconformity", "minor nc"),
    FindingGrade.OBSERVATION: ("obs", "remark"),
    FindingGrade.OFI: ("ofi", "recommendation", "improvement"),
}


def _reference(text: str) -> Field:
    return Field(
        "reference",
        "Audit reference",
        required=True,
        synonyms=("audit", "audit no", "audit number", "audit id", "reference"),
        help=text,
        example="A-2025-01",
        max_length=60,
    )


def _answer_words(grade: Grade) -> tuple[str, ...]:
    return (str(POINTS[grade]),) if grade in POINTS else ()


AUDITS = (
    *supplier_fields(synonyms=("auditee",)),
    _reference("Your own name for the audit; the rows of the other sheets repeat it."),
    Field(
        "site",
        "Site",
        ValueKind.SITE,
        synonyms=("audited site", "location", "plant"),
        help="The audited site. May stay empty where the supplier has only one.",
        unknown=Unknown.REJECT,
    ),
    Field(
        "conducted_on",
        "Conducted on",
        ValueKind.DATE,
        required=True,
        synonyms=("audit date", "date", "date of audit", "last day on site"),
        help="The last day on site.",
        minimum=EARLIEST,
        example="2025-06-12",
    ),
    Field(
        "strength",
        "How",
        ValueKind.CHOICE,
        required=True,
        synonyms=("type", "audit type", "method", "way"),
        choices=tuple(Choice(each.value, STRENGTH_LABELS[each], _STRENGTH_WORDS[each]) for each in AUDIT_STRENGTHS),
        help="How close to the process somebody stood; the rating weighs the evidence by it.",
        example=STRENGTH_LABELS[AUDIT_STRENGTHS[1]],
    ),
    Field(
        "purpose",
        "Purpose",
        ValueKind.CHOICE,
        synonyms=("reason",),
        choices=tuple(Choice(each.value, PURPOSE_LABELS[each]) for each in Purpose),
        example=PURPOSE_LABELS[Purpose.PERIODIC],
    ),
    Field(
        "process",
        "Process",
        ValueKind.PROCESS,
        synonyms=("audited process",),
        help="What we buy from the site and the audit looked at.",
        unknown=Unknown.LEAVE_OUT,
    ),
    Field(
        "lead",
        "Lead auditor",
        synonyms=("auditor", "lead"),
        help="E-mail address or name of a person who has an account here. Empty: you.",
    ),
    Field("summary", "Conclusion", synonyms=("summary", "result"), max_length=_LONG),
)
FINDINGS = (
    _reference("As on the sheet Audits."),
    Field(
        "grade",
        "Grade",
        ValueKind.CHOICE,
        required=True,
        synonyms=("severity", "classification", "class"),
        choices=tuple(Choice(each.value, FINDING_GRADE_LABELS[each], _GRADE_WORDS[each]) for each in FindingGrade),
        example="Minor",
    ),
    Field(
        "statement",
        "What was found",
        required=True,
        synonyms=("finding", "description", "nonconformity"),
        example="Two of twelve gauges past their calibration date",
        max_length=_LONG,
    ),
    Field("evidence", "What shows it", synonyms=("evidence",), max_length=_LONG),
    Field("clause", "Clause", synonyms=("requirement", "clause no"), example="7.1.5", max_length=20),
    Field(
        "question",
        "Question",
        ValueKind.CHOICE,
        synonyms=("question code",),
        choices=tuple(Choice(code, code) for code in DEFAULT_CHECKLIST.by_code),
        help="Code of the question of the checklist, where it belongs to one.",
    ),
    Field(
        "due_on",
        "To be corrected by",
        ValueKind.DATE,
        synonyms=("due", "due date", "deadline"),
        help="Empty: by the usual days after the audit.",
        minimum=EARLIEST,
    ),
    Field(
        "state",
        "State",
        ValueKind.CHOICE,
        synonyms=("status",),
        choices=(
            Choice(FindingState.OPEN.value, FINDING_STATE_LABELS[FindingState.OPEN]),
            Choice(FindingState.CLOSED.value, FINDING_STATE_LABELS[FindingState.CLOSED], ("done", "complete")),
        ),
        help="Empty: open, or closed when a day of closing is given.",
    ),
    Field("closed_on", "Closed on", ValueKind.DATE, synonyms=("closing date", "closed"), minimum=EARLIEST),
    Field(
        "closing_note",
        "What closed it",
        synonyms=("closing note", "verification", "correction"),
        help="What was seen that closes the finding.",
        max_length=_LONG,
    ),
)
ANSWERS = (
    _reference("As on the sheet Audits."),
    Field(
        "question",
        "Question",
        ValueKind.CHOICE,
        required=True,
        synonyms=("question code", "code"),
        choices=tuple(Choice(code, code) for code in DEFAULT_CHECKLIST.by_code),
        help="Code of the question of the checklist Production reality.",
        example=next(iter(DEFAULT_CHECKLIST.by_code)),
    ),
    Field(
        "grade",
        "Grade",
        ValueKind.CHOICE,
        required=True,
        synonyms=("score", "points", "rating"),
        choices=tuple(Choice(each.value, GRADE_LABELS[each], _answer_words(each)) for each in Grade),
        example=GRADE_LABELS[Grade.MOSTLY],
    ),
    Field("evidence", "What was seen", synonyms=("evidence", "comment", "remark"), max_length=_LONG),
)
