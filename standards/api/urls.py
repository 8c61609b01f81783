from django.urls import path

from standards.api import views

app_name = "standards_api"
urlpatterns = [
    path("standards/", views.Standards.as_view(), name="standards"),
]
