from django.urls import path

from suppliers.views import detail, listing

app_name = "suppliers"
urlpatterns = [
    path("suppliers/", listing.supplier_list, name="list"),
    path("suppliers/export.<str:kind>", listing.export_suppliers, name="export"),
    path("suppliers/<int:supplier_id>/", detail.supplier_detail, name="detail"),
]
