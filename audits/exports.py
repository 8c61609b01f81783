"""Audits, findings and corrective actions as tables: the same rows in the same order as the pages show them."""

from audits import selectors_capa
from audits.filters import AuditFilter, FindingFilter
from audits.filters_capa import CapaFilter
from audits.labels import FINDING_GRADE_LABELS, FINDING_STATE_LABELS, PURPOSE_LABELS, STATE_LABELS, STRENGTH_LABELS
from audits.models import CapaStep
from audits.selectors import AUDIT_SORTS, FINDING_SORTS, audits_for_list, findings_for_list
from common import clock
from common.paging import in_order
from common.streaming import streamed
from common.tables import Asking, Column, Export

COLUMNS = (
    Column("Audit", lambda audit: audit.pk),
    Column("Supplier", lambda audit: audit.supplier.legal_name),
    Column("Site", lambda audit: audit.site.name),
    Column("How", lambda audit: STRENGTH_LABELS[audit.strength]),
    Column("Purpose", lambda audit: PURPOSE_LABELS[audit.purpose]),
    Column("Planned for", lambda audit: audit.planned_on),
    Column("Conducted on", lambda audit: audit.conducted_on),
    Column("State", lambda audit: STATE_LABELS[audit.state]),
    Column("Lead auditor", lambda audit: audit.lead.name),
    Column("Open findings", lambda audit: audit.open_findings),
)
FINDING_COLUMNS = (
    Column("Finding", lambda finding: finding.pk),
    Column("Supplier", lambda finding: finding.audit.supplier.legal_name),
    Column("Site", lambda finding: finding.audit.site.name),
    Column("Audit", lambda finding: finding.audit_id),
    Column("Question", lambda finding: finding.question),
    Column("Clause", lambda finding: finding.clause),
    Column("Grade", lambda finding: FINDING_GRADE_LABELS[finding.grade]),
    Column("What was found", lambda finding: finding.statement),
    Column("What shows it", lambda finding: finding.evidence),
    Column("Found on", lambda finding: finding.found_on),
    Column("To be corrected by", lambda finding: finding.due_on),
    Column("State", lambda finding: FINDING_STATE_LABELS[finding.state]),
    Column("Closed on", lambda finding: finding.closed_on),
    Column("Raised by", lambda finding: finding.raised_by.name),
)
CAPA_COLUMNS = (
    Column("Number", lambda capa: capa.number),
    Column("Supplier", lambda capa: capa.supplier.legal_name),
    Column("Answers", lambda capa: str(capa.origin)),
    Column("What was found", lambda capa: capa.statement),
    Column("Severity", lambda capa: capa.get_severity_display()),
    Column("Step", lambda capa: capa.get_stage_display()),
    Column("State", lambda capa: capa.get_state_display()),
    Column("Due", lambda capa: None if capa.has_ended else capa.due_on),
    Column("Owner of the step", lambda capa: owner_of(capa.current_step)),
    Column("Responsible", lambda capa: capa.responsible.name),
    Column("Reviewer", lambda capa: capa.reviewer.name),
    Column("Opened", lambda capa: capa.opened_on),
    Column("Ended", lambda capa: capa.ended_on),
    Column("Round", lambda capa: capa.round_number),
)


def audits_export(request: Asking) -> Export:
    """Audits as their list narrows and sorts them."""
    form = AuditFilter(request.GET)
    rows = form.apply(audits_for_list(request.user), request.user, clock.today())
    found = in_order(rows, AUDIT_SORTS, request.GET.get("sort"))
    return Export("audits", COLUMNS, streamed(found), form)


def findings_export(request: Asking) -> Export:
    """Findings as their list narrows and sorts them."""
    today, form = clock.today(), FindingFilter(request.GET)
    rows = form.apply(findings_for_list(request.user), request.user, today)
    found = in_order(rows, FINDING_SORTS, request.GET.get("sort"))
    return Export(f"findings-{today:%Y-%m-%d}", FINDING_COLUMNS, streamed(found), form)


def capas_export(request: Asking) -> Export:
    """Corrective actions as their list narrows and sorts them."""
    form = CapaFilter(request.GET)
    rows = form.apply(selectors_capa.capas_for_list(request.user), request.user, clock.today())
    found = in_order(rows, selectors_capa.CAPA_SORTS, request.GET.get("sort"))
    return Export("corrective-actions", CAPA_COLUMNS, streamed(found), form)


def owner_of(step: CapaStep | None) -> str:
    """The name of whoever owns a step."""
    return str(step.owner or step.contact) if step else ""
