from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission, Role
from audits.charts import stage_chart
from audits.selectors import audit_for_page, history_of_answers, sheet_for_audit
from audits.services.audits import OVERRULING
from common import clock
from common.history import changes_for
from common.views import AuthedRequest


@requires(Permission.VIEW)
def audit_detail(request: AuthedRequest, audit_id: int) -> HttpResponse:
    """One audit: what it found, what is missing, what can be done with it, and its history."""
    audit = audit_for_page(request.user, audit_id)
    sheet = sheet_for_audit(audit)
    today = clock.today()
    context = {
        "audit": audit,
        "sheet": sheet,
        "scopes": audit.scopes.select_related("process"),
        "stages": [(row, stage_chart(row.counts)) for row in sheet.stages],
        "changes": changes_for(audit)[:50],
        "answered": history_of_answers(audit)[:200],
        "overdue": audit.is_overdue(today),
        "may_overrule": Role(request.user.role) in OVERRULING,
        "today": today,
    }
    return render(request, "audits/detail.html", context)
