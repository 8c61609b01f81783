from django.urls import path

from capability.views import photos, records, supplier, visit_rows, visits

app_name = "capability"
urlpatterns = [
    path("visits/", visits.visit_list, name="visits"),
    path("visits/export.<str:form>", visits.visit_export, name="visits_export"),
    path("visits/new/", visits.visit_choose, name="visit_choose"),
    path("visits/photos/<int:visit_photo_id>/", photos.photo_file, name="photo"),
    path("visits/photos/<int:visit_photo_id>/remove/", photos.photo_remove, name="photo_remove"),
    path("visits/<int:visit_id>/", visits.visit_detail, name="visit"),
    path("visits/<int:visit_id>/edit/", visits.visit_edit, name="visit_edit"),
    path("visits/<int:visit_id>/head/", visits.visit_head, name="visit_head"),
    path("visits/<int:visit_id>/complete/", visits.visit_complete, name="visit_complete"),
    path("visits/<int:visit_id>/correct/", visits.visit_correct, name="visit_correct"),
    path("visits/<int:visit_id>/discard/", visits.visit_discard, name="visit_discard"),
    path("visits/<int:visit_id>/photos/", visit_rows.photo_add, name="photo_add"),
    path("visits/<int:visit_id>/<slug:part>/<slug:place>/", visit_rows.row_save, name="row"),
    path("visits/<int:visit_id>/<slug:part>/<slug:place>/remove/", visit_rows.row_remove, name="row_remove"),
    path("suppliers/<int:supplier_id>/capability/", supplier.supplier_capability, name="supplier"),
    path("suppliers/<int:supplier_id>/visits/new/", visits.visit_new, name="visit_new"),
    path("suppliers/<int:supplier_id>/capability/<slug:kind>/new/", records.record_new, name="record_new"),
    path("capability/<slug:kind>/", records.record_list, name="records"),
    path("capability/<slug:kind>/export.<str:form>", records.record_export, name="records_export"),
    path("capability/<slug:kind>/<int:pk>/", records.record_detail, name="record"),
    path("capability/<slug:kind>/<int:pk>/correct/", records.record_correct, name="record_correct"),
    path("capability/<slug:kind>/<int:pk>/retract/", records.record_retract, name="record_retract"),
]
