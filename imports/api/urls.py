from django.urls import path

from imports.api import views

app_name = "imports_api"
ONE = "record-imports/<int:import_id>/"
urlpatterns = [
    path("record-import-kinds/", views.RecordImportKinds.as_view(), name="kinds"),
    path("record-import-kinds/<slug:kind>/template/", views.RecordImportTemplate.as_view(), name="template"),
    path("record-imports/", views.RecordImports.as_view(), name="imports"),
    path(ONE, views.OneRecordImport.as_view(), name="import"),
    path(f"{ONE}reading/", views.RecordImportReading.as_view(), name="reading"),
    path(f"{ONE}columns/", views.RecordImportMapping.as_view(), name="columns"),
    path(f"{ONE}check/", views.RecordImportCheck.as_view(), name="check"),
    path(f"{ONE}reopen/", views.RecordImportReopen.as_view(), name="reopen"),
    path(f"{ONE}names/", views.RecordImportNames.as_view(), name="names"),
    path(f"{ONE}names/decisions/", views.RecordImportDecisions.as_view(), name="names_decided"),
    path(f"{ONE}names/rest/", views.RecordImportRest.as_view(), name="names_rest"),
    path(f"{ONE}rows/", views.RecordImportLines.as_view(), name="rows"),
    path(f"{ONE}changes/", views.RecordImportChanges.as_view(), name="changes"),
    path(f"{ONE}write/", views.RecordImportWrite.as_view(), name="write"),
    path(f"{ONE}discard/", views.RecordImportDiscard.as_view(), name="discard"),
    path(f"{ONE}rejected/", views.RecordImportRejected.as_view(), name="rejected"),
]
