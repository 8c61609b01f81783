"""Reasons to visit in words."""

from overview.domain.visits import Reason, Visit, Why
from scoring.domain.words import day, tenths_text
from scoring.labels import CRITICALITY_LABELS, LIKELIHOOD_LABELS


def reason_text(reason: Reason, visit: Visit) -> str:
    """One reason as a sentence."""
    first = visit.first
    if reason.why is Why.RISK:
        word = LIKELIHOOD_LABELS[first.likelihood].lower()
        return f"{first.cell.risk.capitalize()} risk: {word} likelihood on a {first.cell.criticality} scope"
    if reason.why is Why.CRITICALITY:
        return f"{CRITICALITY_LABELS[first.cell.criticality]} for what we make"
    if reason.why is Why.PRACTICE:
        return "Nobody has seen practice" if not reason.amount else f"Practice seen to {reason.amount} %"
    if reason.why is Why.FINDINGS:
        return f"{reason.amount} major finding{'s' if reason.amount > 1 else ''} overdue"
    if reason.why is Why.GAP:
        return f"Paper is ahead of practice by {tenths_text(reason.amount)} points"
    return _last_visit(reason, visit)


def _last_visit(reason: Reason, visit: Visit) -> str:
    on, months = visit.first.visited_on, visit.first.cell.re_evaluate_months
    if on is None:
        return "Never visited"
    if reason.why is Why.LATE:
        over = f"{reason.amount} month{'s' if reason.amount > 1 else ''}"
        return f"Last visited {day(on)}, {over} over the {months} that its cell allows"
    return f"Visited {day(on)}, within the {months} months that its cell allows"
