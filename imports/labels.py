"""The words of imports of records, as pages and downloads show them."""

from common.tabular.values import DayOrder, DecimalMark
from imports.domain.flow import ImportState, NameDecision, Outcome, Standing

STATE_LABELS: dict[ImportState, str] = {
    ImportState.COLUMNS: "Say what the columns mean",
    ImportState.CHECKING: "Being checked",
    ImportState.SUPPLIERS: "Say whose the names are",
    ImportState.REVIEW: "Look at it and write",
    ImportState.WRITING: "Being written",
    ImportState.WRITTEN: "Written",
    ImportState.DISCARDED: "Given up",
}
WORK_LABELS = {ImportState.CHECKING: "Check", ImportState.WRITING: "Write"}
"""What the worker does in these, for where it came to no end."""
STANDING_LABELS: dict[Standing, str] = {
    Standing.NEW: "New",
    Standing.CHANGED: "Changed",
    Standing.SAME: "On record already",
}
OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.PENDING: "To be written",
    Outcome.CREATED: "Written as new",
    Outcome.CHANGED: "Record changed",
    Outcome.SAME: "On record already",
    Outcome.SKIPPED: "Left out",
    Outcome.REJECTED: "Rejected",
    Outcome.CONFLICT: "Not written: the records had changed",
}
DECISION_LABELS: dict[NameDecision, str] = {
    NameDecision.OPEN: "Not decided",
    NameDecision.EXISTING: "A known supplier",
    NameDecision.CREATE: "New supplier",
    NameDecision.SKIP: "Left out",
}
DAY_ORDER_LABELS: dict[DayOrder, str] = {
    DayOrder.UNCLEAR: "Recognise it in each column",
    DayOrder.DAY_FIRST: "Day first: 31/05/2026",
    DayOrder.MONTH_FIRST: "Month first: 05/31/2026",
}
DECIMAL_MARK_LABELS: dict[DecimalMark, str] = {
    DecimalMark.UNCLEAR: "Recognise it in each column",
    DecimalMark.POINT: "Point: 1,234.5",
    DecimalMark.COMMA: "Comma: 1.234,5",
}
UNKNOWN_SITE_LABELS = {"reject": "Reject the row", "leave_out": "Take the row without it", "create": "Add the site"}
UNKNOWN_PROCESS_LABELS = {"reject": "Reject the row", "leave_out": "Take the row without it"}


def outcome_choices() -> list[tuple[str, str]]:
    return [(outcome.value, label) for outcome, label in OUTCOME_LABELS.items()]
