"""What a capability record may say: rules over several of its fields, with the sentence that mends them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from capability.domain.terms import (
    ArticleResult,
    Calibration,
    Kind,
    LotResult,
    ReferenceOutcome,
    Scheme,
    Support,
    ToleranceUnit,
)
from common.problems import Problem

Values = Mapping[str, Any]
GRADED = ("dfm", "data", "tooling", "language")
FINEST_IT, COARSEST_IT = 1, 18


def record_problems(kind: Kind, values: Values, today: date) -> list[Problem]:
    """Everything wrong with the values of a record of this kind; empty when it may be kept."""
    problems = RULES[kind](values)
    if values["observed_on"] > today:
        problems.append(Problem("observed_on", "This day is in the future. Give the day it was seen."))
    return problems


def _equipment(values: Values) -> list[Problem]:
    problems = []
    if values.get("scope") is None:
        problems.append(Problem("scope", "Choose the process that these machines are for."))
    if values.get("tolerance_unit") == ToleranceUnit.IT_GRADE.value:
        for name in ("held", "needed"):
            grade = values.get(name)
            if grade is not None and not (grade == int(grade) and FINEST_IT <= grade <= COARSEST_IT):
                problems.append(Problem(name, "An IT grade is a whole number from 1 to 18."))
    return problems


def _metrology(values: Values) -> list[Problem]:
    if values.get("calibration") == Calibration.CALIBRATED.value and values.get("calibration_due") is None:
        words = "Calibrated until when? Read the sticker or the certificate; without a date choose “Not looked at”."
        return [Problem("calibration_due", words)]
    return []


def _engineering(values: Values) -> list[Problem]:
    graded = [name for name in GRADED if values.get(name) != Support.NOT_ASKED.value]
    if not graded and values.get("response_days") is None:
        return [Problem("dfm", "Nothing was asked yet. Grade at least one answer.")]
    if graded and not (values.get("evidence") or "").strip():
        return [Problem("evidence", "Say what was shown: a grade without evidence stands up to nobody.")]
    return []


def _reference(values: Values) -> list[Problem]:
    parts, defective = values.get("parts"), values.get("defective")
    if values.get("outcome") == ReferenceOutcome.UNREACHABLE.value and (parts is not None or defective is not None):
        return [Problem("parts", "Who could not be reached has said nothing of parts. Remove the numbers.")]
    if (parts is None) != (defective is None):
        missing = "defective" if defective is None else "parts"
        return [Problem(missing, "Give both numbers, parts bought and parts defective, or neither.")]
    return _no_more("defective", defective, parts, "defective parts", "parts bought")


def _sample_run(values: Values) -> list[Problem]:
    received = values.get("received")
    problems = _no_more("conforming", values.get("conforming"), received, "conforming parts", "parts received")
    if values.get("cpk") is not None and values.get("cpk_parts") is None:
        problems.append(
            Problem("cpk_parts", "On how many parts was Cpk measured? Without their number it says nothing.")
        )
    return problems


def _first_article(values: Values) -> list[Problem]:
    problems = _no_more(
        "out_of_tolerance", values.get("out_of_tolerance"), values.get("checked"), "out of tolerance", "checked"
    )
    first, result = values.get("submission_number") == 1, values.get("result")
    if result == ArticleResult.FIRST_TIME.value and not first:
        words = "Approved the first time means submission 1. Choose “Approved after resubmission”."
        problems.append(Problem("result", words))
    if result == ArticleResult.RESUBMITTED.value and first:
        problems.append(Problem("submission_number", "Approved after resubmission means submission 2 or later."))
    if result == ArticleResult.FIRST_TIME.value and values.get("out_of_tolerance"):
        words = "With a characteristic out of tolerance it was not right the first time."
        problems.append(Problem("out_of_tolerance", words))
    is_ppap = values.get("scheme") == Scheme.PPAP.value
    if is_ppap != (values.get("ppap_level") is not None):
        words = "Which level, 1 to 5? The usual one is 3." if is_ppap else "A level belongs to PPAP. Leave it empty."
        problems.append(Problem("ppap_level", words))
    return problems


def _preshipment(values: Values) -> list[Problem]:
    problems = _no_more("sample_size", values.get("sample_size"), values.get("lot_size"), "sampled", "in the lot")
    if values.get("result") == LotResult.PASSED.value and values.get("critical_defects"):
        problems.append(Problem("result", "A critical defect passes no lot. Choose “Failed” or “On hold”."))
    return problems


def _no_more(field: str, part: int | None, whole: int | None, some: str, all_of: str) -> list[Problem]:
    if part is None or whole is None or part <= whole:
        return []
    return [Problem(field, f"{part} {some} are more than the {whole} {all_of}.")]


RULES = {
    Kind.EQUIPMENT: _equipment,
    Kind.METROLOGY: _metrology,
    Kind.ENGINEERING: _engineering,
    Kind.REFERENCE: _reference,
    Kind.SAMPLE_RUN: _sample_run,
    Kind.FIRST_ARTICLE: _first_article,
    Kind.PRESHIPMENT: _preshipment,
}
