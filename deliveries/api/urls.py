from django.urls import path

from deliveries.api import exports, settings, views

app_name = "deliveries_api"
SUPPLIER = "suppliers/<int:supplier_id>/"
DELIVERY, LOT = "deliveries/<int:delivery_id>/", "inspection-lots/<int:lot_id>/"
ONE = "nonconformances/<int:nonconformance_id>/"
urlpatterns = [
    path("deliveries/", views.Deliveries.as_view(), name="deliveries"),
    path("deliveries/export/", exports.DeliveryExport.as_view(), name="export"),
    path(DELIVERY, views.OneDelivery.as_view(), name="delivery"),
    path(f"{DELIVERY}correct/", views.DeliveryCorrect.as_view(), name="delivery_correct"),
    path(f"{DELIVERY}retract/", views.DeliveryRetract.as_view(), name="delivery_retract"),
    path("inspection-lots/", views.Lots.as_view(), name="lots"),
    path("inspection-lots/export/", exports.LotExport.as_view(), name="lots_export"),
    path(LOT, views.OneLot.as_view(), name="lot"),
    path(f"{LOT}correct/", views.LotCorrect.as_view(), name="lot_correct"),
    path(f"{LOT}retract/", views.LotRetract.as_view(), name="lot_retract"),
    path("nonconformances/", views.Nonconformances.as_view(), name="nonconformances"),
    path("nonconformances/export/", exports.NonconformanceExport.as_view(), name="nonconformances_export"),
    path(ONE, views.OneNonconformance.as_view(), name="nonconformance"),
    path(f"{ONE}decide/", views.NonconformanceDecide.as_view(), name="decide"),
    path(f"{ONE}close/", views.NonconformanceClose.as_view(), name="close"),
    path(f"{ONE}reopen/", views.NonconformanceReopen.as_view(), name="reopen"),
    path(f"{ONE}void/", views.NonconformanceVoid.as_view(), name="void"),
    path(f"{ONE}history/", views.NonconformanceHistory.as_view(), name="history"),
    path(f"{ONE}files/", views.NonconformanceFiles.as_view(), name="files"),
    path(
        "nonconformance-files/<int:nonconformance_file_id>/content/",
        views.NonconformanceFileContent.as_view(),
        name="file",
    ),
    path(
        "nonconformance-files/<int:nonconformance_file_id>/remove/",
        views.NonconformanceFileRemove.as_view(),
        name="file_remove",
    ),
    path(f"{SUPPLIER}deliveries/", views.SupplierDeliveries.as_view(), name="supplier_deliveries"),
    path(f"{SUPPLIER}inspection-lots/", views.SupplierLots.as_view(), name="supplier_lots"),
    path(f"{SUPPLIER}nonconformances/", views.SupplierNonconformances.as_view(), name="supplier_nonconformances"),
    path(f"{SUPPLIER}delivered-quality/", settings.SupplierQuality.as_view(), name="quality"),
    path("on-time-rules/", settings.OnTimeRules.as_view(), name="on_time_rules"),
    path("on-time-rules/<int:on_time_rule_id>/", settings.OneOnTimeRule.as_view(), name="on_time_rule"),
    path("defect-types/", settings.DefectTypes.as_view(), name="defect_types"),
    path("defect-types/<int:defect_type_id>/", settings.OneDefectType.as_view(), name="defect_type"),
]
