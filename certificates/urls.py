from django.urls import path

from certificates.views import bulk, detail, edit, files, lists, supplier, verify

app_name = "certificates"
urlpatterns = [
    path("certificates/", lists.certificate_list, name="list"),
    path("certificates/waiting/", lists.certificates_waiting, name="waiting"),
    path("certificates/export.<str:kind>", lists.certificate_export, name="export"),
    path("certificates/selected/", bulk.select_certificates, name="select"),
    path("certificates/selected/<uuid:selection_id>/due/", bulk.bulk_due, name="bulk_due"),
    path("certificates/<int:certificate_id>/", detail.certificate_detail, name="detail"),
    path("certificates/<int:certificate_id>/edit/", edit.edit_certificate, name="edit"),
    path("certificates/<int:certificate_id>/renew/", edit.renew, name="renew"),
    path("certificates/<int:certificate_id>/retire/", detail.retire, name="retire"),
    path("certificates/<int:certificate_id>/event/", detail.event, name="event"),
    path("certificates/<int:certificate_id>/verify/", verify.verify, name="verify"),
    path("certificates/files/<int:file_id>/", files.certificate_file, name="file"),
    path("certificates/files/<int:file_id>/preview/", files.certificate_file_preview, name="preview"),
    path("suppliers/<int:supplier_id>/certificates/", supplier.supplier_certificates, name="for_supplier"),
    path("suppliers/<int:supplier_id>/certificates/files/", supplier.upload_file, name="upload"),
    path("suppliers/<int:supplier_id>/certificates/new/", edit.new_certificate, name="new"),
]
