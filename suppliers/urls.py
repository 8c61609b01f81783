from django.urls import path

from suppliers.views import detail, editing, history, listing, parts, standing
from suppliers.views.imports import result, review, steps

app_name = "suppliers"
urlpatterns = [
    path("suppliers/", listing.supplier_list, name="list"),
    path("suppliers/export.<str:kind>", listing.export_suppliers, name="export"),
    path("suppliers/new/", editing.create_supplier, name="create"),
    path("suppliers/<int:supplier_id>/", detail.supplier_detail, name="detail"),
    path("suppliers/<int:supplier_id>/edit/", editing.edit_supplier, name="edit"),
    path("suppliers/<int:supplier_id>/status/", standing.change_status, name="status"),
    path("suppliers/<int:supplier_id>/access/", standing.change_access, name="access"),
    path("suppliers/<int:supplier_id>/archive/", standing.archive_supplier, name="archive"),
    path("suppliers/<int:supplier_id>/history/", history.supplier_history, name="history"),
    path("suppliers/<int:supplier_id>/names/new/", parts.add_alias, name="alias_add"),
    path("suppliers/<int:supplier_id>/names/<int:part_id>/", parts.edit_alias, name="alias_edit"),
    path("suppliers/<int:supplier_id>/names/<int:part_id>/remove/", parts.remove_alias, name="alias_remove"),
    path("suppliers/<int:supplier_id>/numbers/new/", parts.add_identifier, name="identifier_add"),
    path("suppliers/<int:supplier_id>/numbers/<int:part_id>/", parts.edit_identifier, name="identifier_edit"),
    path(
        "suppliers/<int:supplier_id>/numbers/<int:part_id>/remove/", parts.remove_identifier, name="identifier_remove"
    ),
    path("suppliers/<int:supplier_id>/sites/new/", parts.add_site, name="site_add"),
    path("suppliers/<int:supplier_id>/sites/<int:part_id>/", parts.edit_site, name="site_edit"),
    path("suppliers/<int:supplier_id>/sites/<int:part_id>/close/", parts.close_site, name="site_close"),
    path("suppliers/<int:supplier_id>/sites/<int:part_id>/reopen/", parts.reopen_site, name="site_reopen"),
    path("suppliers/<int:supplier_id>/sites/<int:part_id>/main/", parts.make_main_site, name="site_main"),
    path("suppliers/<int:supplier_id>/contacts/new/", parts.add_contact, name="contact_add"),
    path("suppliers/<int:supplier_id>/contacts/<int:part_id>/", parts.edit_contact, name="contact_edit"),
    path("suppliers/<int:supplier_id>/contacts/<int:part_id>/remove/", parts.remove_contact, name="contact_remove"),
    path("suppliers/<int:supplier_id>/scopes/new/", parts.add_scope, name="scope_add"),
    path("suppliers/<int:supplier_id>/scopes/<int:part_id>/", parts.edit_scope, name="scope_edit"),
    path("suppliers/import/", steps.import_start, name="import_start"),
    path("suppliers/import/<int:import_id>/", steps.import_detail, name="import_detail"),
    path("suppliers/import/<int:import_id>/reading/", steps.import_reading, name="import_reading"),
    path("suppliers/import/<int:import_id>/columns/", steps.import_columns, name="import_columns"),
    path("suppliers/import/<int:import_id>/waiting/", steps.import_waiting, name="import_waiting"),
    path("suppliers/import/<int:import_id>/check/", steps.import_check, name="import_check"),
    path("suppliers/import/<int:import_id>/reopen/", steps.import_reopen, name="import_reopen"),
    path("suppliers/import/<int:import_id>/discard/", steps.import_discard, name="import_discard"),
    path("suppliers/import/<int:import_id>/review/", review.import_review, name="import_review"),
    path("suppliers/import/<int:import_id>/problems/", review.import_problems, name="import_problems"),
    path("suppliers/import/<int:import_id>/duplicates/", review.import_duplicates, name="import_duplicates"),
    path("suppliers/import/<int:import_id>/decide/", review.import_decide_all, name="import_decide_all"),
    path("suppliers/import/<int:import_id>/rows/<int:number>/", review.import_row, name="import_row"),
    path("suppliers/import/<int:import_id>/write/", review.import_write, name="import_write"),
    path("suppliers/import/<int:import_id>/result/", result.import_result, name="import_result"),
    path("suppliers/import/<int:import_id>/rejected.<str:kind>", result.import_rejected, name="import_rejected"),
]
