"""Addresses of corrective actions; joined into `audits.urls` under the same namespace."""

from django.urls import path

from audits.views import capa_bulk, capa_manage, capa_steps, capas

urlpatterns = [
    path("corrective-actions/", capas.capas, name="capas"),
    path("corrective-actions/export.<str:kind>", capas.capas_export, name="capas_export"),
    path("corrective-actions/selected/", capa_bulk.capas_select, name="capas_select"),
    path("corrective-actions/selected/<uuid:selection_id>/people/", capa_bulk.capas_people, name="capas_people"),
    path("corrective-actions/<int:capa_id>/", capas.capa_detail, name="capa_detail"),
    path("corrective-actions/<int:capa_id>/answer/", capa_steps.capa_answer, name="capa_answer"),
    path("corrective-actions/<int:capa_id>/review/", capa_steps.capa_review, name="capa_review"),
    path("corrective-actions/<int:capa_id>/withdraw/", capa_steps.capa_withdraw, name="capa_withdraw"),
    path("corrective-actions/<int:capa_id>/people/", capa_manage.capa_people, name="capa_people"),
    path("corrective-actions/<int:capa_id>/close/", capa_manage.capa_close, name="capa_close"),
    path("corrective-actions/<int:capa_id>/cancel/", capa_manage.capa_cancel, name="capa_cancel"),
    path("corrective-actions/<int:capa_id>/reopen/", capa_manage.capa_reopen, name="capa_reopen"),
    path("corrective-actions/steps/<int:step_id>/", capa_steps.capa_step, name="capa_step"),
    path("corrective-actions/files/<int:file_id>/", capas.capa_file, name="capa_file"),
    path("findings/<int:finding_id>/corrective-action/", capa_manage.capa_open, name="capa_open"),
    path(
        "nonconformances/<int:nonconformance_id>/corrective-action/",
        capa_manage.nonconformance_capa,
        name="nonconformance_capa",
    ),
    path(
        "nonconformances/<int:nonconformance_id>/corrective-action/new/",
        capa_manage.nonconformance_capa_open,
        name="nonconformance_capa_open",
    ),
    path("suppliers/<int:supplier_id>/corrective-actions/", capas.supplier_capas, name="supplier_capas"),
]
