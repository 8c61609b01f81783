from django.urls import path

from overview.api import exports, views

app_name = "overview_api"
urlpatterns = [
    path("overview/matrix/", views.OverviewMatrix.as_view(), name="matrix"),
    path("overview/scopes/", views.OverviewScopes.as_view(), name="scopes"),
    path("overview/scopes/export/", exports.OverviewScopesExport.as_view(), name="scopes_export"),
    path("overview/movers/", views.OverviewMovers.as_view(), name="movers"),
    path("overview/movers/export/", exports.OverviewMoversExport.as_view(), name="movers_export"),
    path("overview/confidence/", views.OverviewConfidence.as_view(), name="confidence"),
    path("overview/months/", views.OverviewMonths.as_view(), name="months"),
    path("overview/visits/", views.OverviewVisits.as_view(), name="visits"),
    path("overview/visits/export/", exports.OverviewVisitsExport.as_view(), name="visits_export"),
    path("overview/comparison/", views.OverviewComparison.as_view(), name="comparison"),
    path("overview/documents/", views.OverviewDocument.as_view(), name="document_new"),
    path("overview/comparison/documents/", views.ComparisonDocument.as_view(), name="comparison_document_new"),
    path("overview/documents/<uuid:job_id>/content/", views.OverviewDocumentContent.as_view(), name="document_content"),
]
