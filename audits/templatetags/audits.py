"""How audits and findings show in lists. Rows are drawn in Python: fifty of them are the page."""

from datetime import date
from functools import cache
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from audits.domain.audits import AuditState
from audits.domain.findings import FindingGrade, FindingState
from audits.labels import FINDING_GRADE_LABELS, FINDING_STATE_LABELS, PURPOSE_LABELS, STATE_LABELS, STRENGTH_LABELS
from audits.models import Audit, Finding
from common.markup import shortened
from common.templatetags.ui import day

register = template.Library()

STATE_TONES = {AuditState.PLANNED: "open", AuditState.IN_PROGRESS: "accent", AuditState.COMPLETED: "good"}
GRADE_TONES = {FindingGrade.MAJOR: "worst", FindingGrade.MINOR: "bad", FindingGrade.OBSERVATION: "warn"}
LATE = mark_safe(' class="is-late"')
AUDIT = """<tr{late}>
  <td><a class="row-link" href="{url}" dir="auto">{supplier}</a>\
<span class="sub" dir="auto">{audit} · {site}{city}</span></td>
  <td data-label="How"><div>{strength}<span class="sub">{purpose}</span></div></td>
  <td class="num" data-label="Date">{on}</td>
  <td data-label="State">{state}</td>
  <td data-label="Lead">{lead}</td>
  <td class="num" data-label="Open findings">{found}</td>
</tr>
"""
FINDING = """<tr{late}>
  <td><a class="row-link" href="{url}" dir="auto">{statement}</a><span class="sub">{finding}{clause}</span></td>
  <td data-label="Grade">{grade}</td>
  <td data-label="Supplier" dir="auto">{supplier}</td>
  <td class="num" data-label="Found">{found}</td>
  <td class="num" data-label="Due">{due}</td>
  <td data-label="State">{state}</td>
</tr>
"""


@register.simple_tag
def audit_row(audit: Any, today: date) -> SafeString:
    """One of `audits_for_page`; what should have begun is marked, and says how late it is."""
    late, site, state = audit.is_overdue(today), audit.site, AuditState(audit.state)
    return format_html(
        AUDIT,
        late=LATE if late else "",
        url=audit.get_absolute_url(),
        supplier=audit.supplier,
        audit=audit,
        site=site,
        city=f", {site.city}" if site.city and site.city != site.name else "",
        strength=STRENGTH_LABELS[audit.strength],
        purpose=PURPOSE_LABELS[audit.purpose],
        on=day(audit.planned_on, today) if state is AuditState.PLANNED else day(audit.happened_on),
        state=_audit_state(state, late),
        lead=audit.lead,
        found=audit.open_findings,
    )


@register.simple_tag
def finding_row(finding: Finding, today: date) -> SafeString:
    """One of `findings_for_page`."""
    state = FindingState(finding.state)
    return format_html(
        FINDING,
        late=LATE if finding.is_overdue(today) else "",
        url=finding.get_absolute_url(),
        statement=shortened(finding.statement, 90),
        finding=finding,
        clause=f" · clause {finding.clause}" if finding.clause else "",
        grade=_grade(FindingGrade(finding.grade), state),
        supplier=finding.audit.supplier,
        found=day(finding.found_on),
        due=day(finding.due_on, today if state is FindingState.OPEN else None, none="–"),
        state=FINDING_STATE_LABELS[state],
    )


@register.simple_tag
def audit_state(audit: Audit, today: date | None = None) -> SafeString:
    """The state as a chip; as of a day (`today` given), overdue where it should have begun before."""
    return _audit_state(AuditState(audit.state), today is not None and audit.is_overdue(today))


@register.simple_tag
def finding_grade(finding: Finding) -> SafeString:
    """The grade as a chip; of what was withdrawn, without its tone."""
    return _grade(FindingGrade(finding.grade), FindingState(finding.state))


@cache
def _audit_state(state: AuditState, is_late: bool) -> SafeString:
    if is_late:
        return mark_safe('<span class="chip chip-bad">Overdue</span>')
    tone = f" chip-{STATE_TONES[state]}" if state in STATE_TONES else ""
    return format_html('<span class="chip{}">{}</span>', tone, STATE_LABELS[state])


@cache
def _grade(grade: FindingGrade, state: FindingState) -> SafeString:
    tone = "" if state is FindingState.WITHDRAWN else f" chip-{GRADE_TONES.get(grade, 'open')}"
    return format_html('<span class="chip{}">{}</span>', tone, FINDING_GRADE_LABELS[grade])
