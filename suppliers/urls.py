from django.urls import path

from suppliers.views import detail, editing, history, listing, parts, standing

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
]
