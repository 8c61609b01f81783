from django.urls import path

from certificates.api.views import bulk, certificates, exports, files, verifications

app_name = "certificates_api"
OF_SUPPLIER = "suppliers/<int:supplier_id>/"
ONE = "certificates/<int:certificate_id>/"
urlpatterns = [
    path("certificates/", certificates.Certificates.as_view(), name="certificates"),
    path("certificates/export/", exports.CertificateExport.as_view(), name="export"),
    path("certificates/bulk-changes/", bulk.CertificateBulkChanges.as_view(), name="bulk"),
    path(ONE, certificates.OneCertificate.as_view(), name="certificate"),
    path(f"{ONE}renew/", certificates.CertificateRenew.as_view(), name="renew"),
    path(f"{ONE}retire/", certificates.CertificateRetire.as_view(), name="retire"),
    path(f"{ONE}events/", certificates.CertificateEvents.as_view(), name="events"),
    path(f"{ONE}verifications/", verifications.CertificateVerifications.as_view(), name="verifications"),
    path(f"{ONE}history/", certificates.CertificateHistory.as_view(), name="history"),
    path("certificate-files/<int:file_id>/", files.OneFile.as_view(), name="file"),
    path("certificate-files/<int:file_id>/content/", files.FileContent.as_view(), name="content"),
    path("certification-bodies/", files.CertificationBodies.as_view(), name="bodies"),
    path("accreditation-bodies/", files.AccreditationBodies.as_view(), name="accreditors"),
    path(f"{OF_SUPPLIER}certificates/", certificates.SupplierCertificates.as_view(), name="of_supplier"),
    path(
        f"{OF_SUPPLIER}required-standards/",
        certificates.SupplierRequiredStandards.as_view(),
        name="required_standards",
    ),
    path(f"{OF_SUPPLIER}files/", files.SupplierFiles.as_view(), name="files"),
]
