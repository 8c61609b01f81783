from django.urls import path

from start.views import home

app_name = "start"
urlpatterns = [
    path("", home.home, name="home"),
    path("start/ratings/", home.ratings, name="ratings"),
    path("start/news/", home.news, name="news"),
    path("start/counts/", home.counts, name="counts"),
]
