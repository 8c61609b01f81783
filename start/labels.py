"""Headings of the start page's lists, and what each says when it is empty."""

from start.domain.desk import Panel

TITLES: dict[Panel, str] = {
    Panel.EXPIRING: "Certificates lapsed or expiring within 30 days",
    Panel.TO_VERIFY: "Certificates to look up",
    Panel.AUDITS: "My audits",
    Panel.FINDINGS: "Findings to follow",
    Panel.ACTIONS: "Corrective actions to answer",
    Panel.REVIEWS: "Corrective actions to review",
    Panel.MISSING: "What is missing",
    Panel.RISK: "Where the risk is",
    Panel.MAIL: "Mail that could not be sent",
}
OVERVIEW: tuple[tuple[str, str], ...] = (
    ("overview:matrix", "Where the risk is"),
    ("overview:movers", "What moved this month, and why"),
    ("overview:visits", "Whom to visit first"),
    ("overview:months", "What falls due, month by month"),
    ("overview:compare", "Suppliers side by side"),
)
EMPTY: dict[Panel, str] = {
    Panel.EXPIRING: "Nothing expires within 30 days.",
    Panel.TO_VERIFY: "Every certificate was looked up, and none is due again.",
    Panel.AUDITS: "No audit of yours is planned for the next 30 days.",
    Panel.FINDINGS: "No open finding is due within 30 days.",
    Panel.ACTIONS: "No corrective action waits for an answer.",
    Panel.REVIEWS: "No answer waits for your review.",
    Panel.MISSING: "Everything that the profiles ask of your suppliers is there.",
    Panel.RISK: "No supplier is rated high or critical.",
    Panel.MAIL: "All mail went out.",
}
