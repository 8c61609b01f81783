from django.urls import path

from overview.views import compare, confidence, documents, matrix, months, movers, scopes, visits

app_name = "overview"
urlpatterns = [
    path("overview/", matrix.matrix, name="matrix"),
    path("overview/scopes/", scopes.scope_list, name="scopes"),
    path("overview/scopes.<str:kind>", scopes.scope_export, name="scopes_export"),
    path("overview/confidence/", confidence.confidence, name="confidence"),
    path("overview/movers/", movers.movers, name="movers"),
    path("overview/movers.<str:kind>", movers.movers_export, name="movers_export"),
    path("overview/compare/", compare.compare, name="compare"),
    path("overview/compare/selected/<uuid:selection_id>/", compare.compare_selected, name="compare_selected"),
    path("overview/documents/<str:kind>/", documents.document_new, name="document_new"),
    path("overview/documents/made/<uuid:job_id>/", documents.document_file, name="document_file"),
    path("overview/visits/", visits.visits, name="visits"),
    path("overview/visits.<str:kind>", visits.visits_export, name="visits_export"),
    path("overview/months/", months.months, name="months"),
]
