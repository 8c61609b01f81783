from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import requires
from accounts.domain.permissions import Permission
from common import clock
from common.views import AuthedRequest
from overview.charts import due_picture
from overview.domain.months import Due
from overview.due_view import due_rows, due_title
from overview.labels import DUE_LABELS
from overview.selectors.months import due_by_month


@requires(Permission.VIEW, listing=True)
def months(request: AuthedRequest) -> HttpResponse:
    """What is overdue and what falls due in the twelve months ahead."""
    today = clock.today()
    bars, counted_at = due_by_month(request.user, today)
    title = due_title(bars)
    context = {
        "tab": "months",
        "title": title,
        "picture": due_picture(bars, title),
        "heads": [DUE_LABELS[kind] for kind in Due],
        "rows": due_rows(bars),
        "total": sum(bar.total for bar in bars),
        "counted_at": counted_at,
        "today": today,
    }
    return render(request, "overview/months.html", context)
