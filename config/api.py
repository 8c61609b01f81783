"""The programming interface: every app writes its addresses in its `api/` room; they are joined here."""

from django.urls import include, path, re_path

from config import api_docs

v1 = [
    path("", include("common.api.jobs")),
    path("", include("common.api.bulk")),
    path("", include("accounts.api.urls")),
    path("", include("standards.api.urls")),
    path("", include("suppliers.api.urls")),
    path("", include("imports.api.urls")),
    path("", include("certificates.api.urls")),
    path("", include("deliveries.api.urls")),
    path("", include("capability.api.urls")),
    path("", include("audits.api.urls")),
    path("", include("scoring.api.urls")),
    path("", include("overview.api.urls")),
]
urlpatterns = [
    path("v1/", include(v1)),
    path("schema/", api_docs.schema, name="api_schema"),
    path("docs/", api_docs.docs, name="api_docs"),
    re_path("", api_docs.nothing_here, name="api_nothing"),
]
