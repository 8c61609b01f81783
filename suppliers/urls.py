from django.urls import path

from suppliers.views import detail

app_name = "suppliers"
urlpatterns = [
    path("suppliers/<int:supplier_id>/", detail.supplier_detail, name="detail"),
]
