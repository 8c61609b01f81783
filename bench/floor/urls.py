"""The floors: fifty rows for somebody signed in, and the same after a search with a count.

Session, person, permissions of the person's groups, CSRF token, fifty rows of six columns through ORM and template,
14 KB: what any Django page of a list pays before it does anything for its reader.
"""

from django.contrib.auth.models import Permission
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

from bench.floor.models import Row

TEMPLATE = engines["django"].from_string(
    """<!doctype html><html lang="en"><head><title>Floor</title></head><body><p>{{ request.user.name }}</p>
<form method="post">{% csrf_token %}</form>{% if count %}<p>{{ count }}</p>{% endif %}
<table class="table">{% for row in rows %}<tr class="row">
  <td class="cell cell-name"><a class="link" href="/{{ row.pk }}/">{{ row.legal_name }}</a></td>
  <td class="cell">{{ row.local_name }}</td>
  <td class="cell">{{ row.country }} · {{ row.city }}</td>
  <td class="cell">{{ row.status }}</td>
  <td class="cell">{{ row.rating }}</td>
  <td class="cell num">{{ row.score_tenths }}</td>
</tr>{% endfor %}</table></body></html>"""
)


def listing(request: HttpRequest) -> HttpResponse:
    granted = Permission.objects.filter(group__name=request.user.get_username()).select_related("content_type")
    list(granted.values_list("content_type__app_label", "codename"))
    rows = Row._default_manager.order_by("name_key", "pk")
    words = request.GET.get("q")
    if words:
        rows = rows.filter(search_key__contains=words)
    count = rows.count() if words else 0
    return HttpResponse(TEMPLATE.render({"rows": rows[:50], "count": count}, request))


def as_json(request: HttpRequest) -> JsonResponse:
    """Fifty rows as JSON, for anybody and without a count."""
    columns = [field.name for field in Row._meta.fields]
    return JsonResponse({"rows": list(Row._default_manager.order_by("name_key", "pk").values(*columns)[:50])})


urlpatterns = [path("", listing), path("json/", as_json)]
