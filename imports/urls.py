from django.urls import path

from imports.views import names, review, steps

app_name = "imports"
urlpatterns = [
    path("imports/", steps.import_list, name="list"),
    path("imports/new/<slug:kind>/", steps.import_start, name="start"),
    path("imports/templates/<slug:kind>.xlsx", steps.import_template, name="template"),
    path("imports/<int:import_id>/", steps.import_detail, name="detail"),
    path("imports/<int:import_id>/reading/", steps.import_reading, name="reading"),
    path("imports/<int:import_id>/columns/", steps.import_columns, name="columns"),
    path("imports/<int:import_id>/waiting/", steps.import_waiting, name="waiting"),
    path("imports/<int:import_id>/check/", steps.import_check, name="check"),
    path("imports/<int:import_id>/reopen/", steps.import_reopen, name="reopen"),
    path("imports/<int:import_id>/discard/", steps.import_discard, name="discard"),
    path("imports/<int:import_id>/suppliers/", names.import_names, name="names"),
    path("imports/<int:import_id>/suppliers/rest/", names.import_names_rest, name="names_rest"),
    path("imports/<int:import_id>/suppliers/<int:name_id>/", names.import_name, name="name"),
    path("imports/<int:import_id>/review/", review.import_review, name="review"),
    path("imports/<int:import_id>/rows/", review.import_lines, name="lines"),
    path("imports/<int:import_id>/changes/", review.import_changes, name="changes"),
    path("imports/<int:import_id>/write/", review.import_write, name="write"),
    path("imports/<int:import_id>/result/", review.import_result, name="result"),
    path("imports/<int:import_id>/rejected.<str:form>", review.import_rejected, name="rejected"),
]
