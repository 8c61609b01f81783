from django.urls import path

from start.views import home

app_name = "start"
urlpatterns = [
    path("", home.home, name="home"),
    path("start/counts/", home.counts, name="counts"),
]
