from django.urls import include, path

from audits.views import conduct, detail, finding, lists, move, observation, photo, plan, supplier

app_name = "audits"
urlpatterns = [
    path("audits/", lists.audit_list, name="list"),
    path("audits/export.<str:form>", lists.audit_export, name="export"),
    path("audits/new/", lists.audit_new, name="new"),
    path("audits/findings/", finding.finding_list, name="findings"),
    path("audits/findings/export.<str:kind>", lists.finding_export, name="findings_export"),
    path("audits/findings/<int:finding_id>/", finding.finding_detail, name="finding"),
    path("audits/findings/<int:finding_id>/edit/", finding.finding_edit, name="finding_edit"),
    path("audits/findings/<int:finding_id>/photos/", photo.photo_add, name="photo_add"),
    path("audits/findings/<int:finding_id>/<slug:step>/", finding.finding_move, name="finding_move"),
    path("audits/photos/<int:photo_id>/", photo.photo_file, name="photo"),
    path("audits/photos/<int:photo_id>/remove/", photo.photo_remove, name="photo_remove"),
    path("", include("audits.urls_capa")),
    path("audits/<int:audit_id>/", detail.audit_detail, name="detail"),
    path("audits/<int:audit_id>/edit/", plan.edit_plan, name="edit"),
    path("audits/<int:audit_id>/conduct/", conduct.conduct, name="conduct"),
    path("audits/<int:audit_id>/answers/<slug:code>/", conduct.answer, name="answer"),
    path("audits/<int:audit_id>/answers/<slug:code>/confirm/", conduct.confirm, name="confirm"),
    path("audits/<int:audit_id>/findings/new/", finding.finding_new, name="finding_new"),
    path("audits/<int:audit_id>/<slug:step>/", move.audit_move, name="move"),
    path("audits/<slug:kind>/<int:pk>/", observation.observation_detail, name="observation"),
    path("audits/<slug:kind>/<int:pk>/correct/", observation.observation_correct, name="observation_correct"),
    path("audits/<slug:kind>/<int:pk>/retract/", observation.observation_retract, name="observation_retract"),
    path("suppliers/<int:supplier_id>/audits/", supplier.supplier_audits, name="supplier"),
    path("suppliers/<int:supplier_id>/audits/new/", plan.plan, name="plan"),
    path("suppliers/<int:supplier_id>/audits/<slug:kind>/new/", observation.observation_new, name="observation_new"),
]
