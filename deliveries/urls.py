from django.urls import path

from deliveries.views import lists, nonconformances, records, settings, supplier

app_name = "deliveries"
_of_supplier = "suppliers/<int:supplier_id>/deliveries/"
_one = "deliveries/nonconformances/<int:nonconformance_id>/"
urlpatterns = [
    path("deliveries/", lists.delivery_list, name="list"),
    path("deliveries/export.<str:kind>", lists.delivery_export, name="export"),
    path("deliveries/new/", lists.choose_supplier, {"what": "delivery"}, name="choose"),
    path("deliveries/lots/", lists.lot_list, name="lots"),
    path("deliveries/lots/export.<str:kind>", lists.lot_export, name="lots_export"),
    path("deliveries/lots/new/", lists.choose_supplier, {"what": "lot"}, name="lot_choose"),
    path("deliveries/lots/<int:lot_id>/", records.lot_detail, name="lot"),
    path("deliveries/lots/<int:lot_id>/correct/", records.lot_correct, name="lot_correct"),
    path("deliveries/lots/<int:lot_id>/retract/", records.lot_retract, name="lot_retract"),
    path("deliveries/nonconformances/", lists.nonconformance_list, name="nonconformances"),
    path("deliveries/nonconformances/export.<str:kind>", lists.nonconformance_export, name="nonconformances_export"),
    path(
        "deliveries/nonconformances/new/",
        lists.choose_supplier,
        {"what": "nonconformance"},
        name="nonconformance_choose",
    ),
    path(_one, nonconformances.nonconformance_detail, name="nonconformance"),
    path(f"{_one}correct/", nonconformances.nonconformance_correct, name="nonconformance_correct"),
    path(f"{_one}files/", nonconformances.file_add, name="file_add"),
    path(f"{_one}<slug:step>/", nonconformances.nonconformance_move, name="nonconformance_move"),
    path("deliveries/files/<int:nonconformance_file_id>/", nonconformances.file_show, name="file"),
    path("deliveries/files/<int:nonconformance_file_id>/remove/", nonconformances.file_remove, name="file_remove"),
    path("deliveries/settings/", settings.settings, name="settings"),
    path("deliveries/settings/types/new/", settings.defect_type_new, name="defect_type_new"),
    path("deliveries/settings/types/<int:defect_type_id>/", settings.defect_type_edit, name="defect_type_edit"),
    path("deliveries/<int:delivery_id>/", records.delivery_detail, name="delivery"),
    path("deliveries/<int:delivery_id>/correct/", records.delivery_correct, name="delivery_correct"),
    path("deliveries/<int:delivery_id>/retract/", records.delivery_retract, name="delivery_retract"),
    path(_of_supplier, supplier.supplier_deliveries, name="supplier"),
    path(
        f"{_of_supplier}delivery/new/",
        records.record_new,
        {"what": "delivery"},
        name="delivery_new",
    ),
    path(f"{_of_supplier}lot/new/", records.record_new, {"what": "lot"}, name="lot_new"),
    path(
        f"{_of_supplier}nonconformance/new/",
        nonconformances.nonconformance_new,
        name="nonconformance_new",
    ),
]
