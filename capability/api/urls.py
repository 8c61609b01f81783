from django.urls import path

from capability.api import photos, records, visits

app_name = "capability_api"
SUPPLIER, VISIT = "suppliers/<int:supplier_id>/", "visits/<int:visit_id>/"
PHOTO = "visit-photos/<int:visit_photo_id>/"
urlpatterns = [
    *records.urlpatterns,
    path(f"{SUPPLIER}capability/", records.SupplierCapabilities.as_view(), name="summary"),
    path(f"{SUPPLIER}visits/", visits.SupplierVisits.as_view(), name="supplier_visits"),
    path("visits/", visits.Visits.as_view(), name="visits"),
    path("visits/export/", visits.VisitExport.as_view(), name="visits_export"),
    path(VISIT, visits.OneVisit.as_view(), name="visit"),
    path(f"{VISIT}complete/", visits.VisitComplete.as_view(), name="visit_complete"),
    path(f"{VISIT}correct/", visits.VisitCorrect.as_view(), name="visit_correct"),
    path(f"{VISIT}discard/", visits.VisitDiscard.as_view(), name="visit_discard"),
    path(f"{VISIT}history/", visits.VisitHistory.as_view(), name="visit_history"),
    path(f"{VISIT}photos/", photos.VisitPhotos.as_view(), name="photos"),
    path(PHOTO, photos.OneVisitPhoto.as_view(), name="photo"),
    path(f"{PHOTO}content/", photos.VisitPhotoContent.as_view(), name="photo_content"),
    path(f"{PHOTO}remove/", photos.VisitPhotoRemove.as_view(), name="photo_remove"),
    path(f"{VISIT}counts/<slug:what>/", visits.VisitCount.as_view(), name="visit_count"),
    path(f"{VISIT}measurements/<int:number>/", visits.VisitMeasurement.as_view(), name="visit_measurement"),
    path(f"{VISIT}questions/<slug:code>/", visits.VisitQuestion.as_view(), name="visit_question"),
]
