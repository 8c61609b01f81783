from django.urls import path

from common import views
from common.bulk import views as bulk

app_name = "common"
urlpatterns = [
    path("jobs/<uuid:job_id>/", views.job_page, name="job"),
    path("jobs/<uuid:job_id>/cancel/", views.job_cancel, name="job_cancel"),
    path("bulk/", bulk.bulk_list, name="bulk_list"),
    path("bulk/<uuid:bulk_id>/", bulk.bulk_page, name="bulk"),
    path("bulk/<uuid:bulk_id>/act/", bulk.bulk_act, name="bulk_act"),
]
