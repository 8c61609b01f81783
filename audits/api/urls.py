from django.urls import path

from audits.api import refusals
from audits.api.views import audits, capas, capas_bulk, exports, findings, observations

app_name = "audits_api"
refusals.register()
SUPPLIER = "suppliers/<int:supplier_id>/"
AUDIT, FINDING = "audits/<int:audit_id>/", "findings/<int:finding_id>/"
CAPA, PHOTO = "corrective-actions/<int:capa_id>/", "finding-photos/<int:photo_id>/"
COVERAGE, STAGES = "coverage-observations/<int:observation_id>/", "stage-observations/<int:observation_id>/"
urlpatterns = [
    path("checklists/", audits.Checklists.as_view(), name="checklists"),
    path("audits/", audits.Audits.as_view(), name="audits"),
    path("audits/export/", exports.AuditExport.as_view(), name="export"),
    path(AUDIT, audits.OneAudit.as_view(), name="audit"),
    path(f"{AUDIT}start/", audits.AuditStart.as_view(), name="start"),
    path(f"{AUDIT}complete/", audits.AuditComplete.as_view(), name="complete"),
    path(f"{AUDIT}cancel/", audits.AuditCancel.as_view(), name="cancel"),
    path(f"{AUDIT}decline/", audits.AuditDecline.as_view(), name="decline"),
    path(f"{AUDIT}reopen/", audits.AuditReopen.as_view(), name="reopen"),
    path(f"{AUDIT}replan/", audits.AuditReplan.as_view(), name="replan"),
    path(f"{AUDIT}answers/<slug:code>/", audits.AuditAnswer.as_view(), name="answer"),
    path(f"{AUDIT}answers/<slug:code>/confirm/", audits.AnswerConfirm.as_view(), name="confirm"),
    path(f"{AUDIT}history/", audits.AuditHistory.as_view(), name="history"),
    path(f"{AUDIT}answer-history/", audits.AnswerHistory.as_view(), name="answer_history"),
    path(f"{AUDIT}findings/", findings.AuditFindings.as_view(), name="audit_findings"),
    path("findings/", findings.Findings.as_view(), name="findings"),
    path("findings/export/", exports.FindingExport.as_view(), name="findings_export"),
    path(FINDING, findings.OneFinding.as_view(), name="finding"),
    path(f"{FINDING}close/", findings.FindingClose.as_view(), name="finding_close"),
    path(f"{FINDING}reopen/", findings.FindingReopen.as_view(), name="finding_reopen"),
    path(f"{FINDING}withdraw/", findings.FindingWithdraw.as_view(), name="finding_withdraw"),
    path(f"{FINDING}history/", findings.FindingHistory.as_view(), name="finding_history"),
    path(f"{FINDING}photos/", findings.FindingPhotos.as_view(), name="photos"),
    path(f"{FINDING}corrective-action/", capas.FindingCapa.as_view(), name="capa_open"),
    path(
        "nonconformances/<int:nonconformance_id>/corrective-action/",
        capas.NonconformanceCapa.as_view(),
        name="nonconformance_capa_open",
    ),
    path(PHOTO, findings.OnePhoto.as_view(), name="photo"),
    path(f"{PHOTO}content/", findings.PhotoContent.as_view(), name="photo_content"),
    path(f"{PHOTO}remove/", findings.PhotoRemove.as_view(), name="photo_remove"),
    path(COVERAGE, observations.OneCoverage.as_view(), name="coverage"),
    path(f"{COVERAGE}correct/", observations.CoverageCorrect.as_view(), name="coverage_correct"),
    path(f"{COVERAGE}retract/", observations.CoverageRetract.as_view(), name="coverage_retract"),
    path(STAGES, observations.OneStages.as_view(), name="stages"),
    path(f"{STAGES}correct/", observations.StagesCorrect.as_view(), name="stages_correct"),
    path(f"{STAGES}retract/", observations.StagesRetract.as_view(), name="stages_retract"),
    path("corrective-actions/", capas.Capas.as_view(), name="capas"),
    path("corrective-actions/export/", exports.CapaExport.as_view(), name="capas_export"),
    path("corrective-actions/bulk-changes/", capas_bulk.CapaBulkChanges.as_view(), name="capas_bulk"),
    path(CAPA, capas.OneCapa.as_view(), name="capa"),
    path(f"{CAPA}containment/", capas.CapaContainment.as_view(), name="capa_containment"),
    path(f"{CAPA}root-cause/", capas.CapaRootCause.as_view(), name="capa_root_cause"),
    path(f"{CAPA}actions/", capas.CapaActions.as_view(), name="capa_actions"),
    path(f"{CAPA}implemented/", capas.CapaImplemented.as_view(), name="capa_implemented"),
    path(f"{CAPA}effectiveness/", capas.CapaEffectiveness.as_view(), name="capa_effectiveness"),
    path(f"{CAPA}review/", capas.CapaReview.as_view(), name="capa_review"),
    path(f"{CAPA}withdraw/", capas.CapaWithdraw.as_view(), name="capa_withdraw"),
    path(f"{CAPA}people/", capas.CapaPeople.as_view(), name="capa_people"),
    path(f"{CAPA}close/", capas.CapaClose.as_view(), name="capa_close"),
    path(f"{CAPA}cancel/", capas.CapaCancel.as_view(), name="capa_cancel"),
    path(f"{CAPA}reopen/", capas.CapaReopen.as_view(), name="capa_reopen"),
    path(f"{CAPA}history/", capas.CapaHistory.as_view(), name="capa_history"),
    path("corrective-action-steps/<int:step_id>/", capas.CapaStepChange.as_view(), name="capa_step"),
    path("corrective-action-files/<int:file_id>/", capas.CapaFileContent.as_view(), name="capa_file"),
    path(f"{SUPPLIER}audits/", audits.SupplierAudits.as_view(), name="supplier_audits"),
    path(f"{SUPPLIER}findings/", findings.SupplierFindings.as_view(), name="supplier_findings"),
    path(f"{SUPPLIER}corrective-actions/", capas.SupplierCapas.as_view(), name="supplier_capas"),
    path(f"{SUPPLIER}coverage-observations/", observations.SupplierCoverages.as_view(), name="supplier_coverages"),
    path(f"{SUPPLIER}stage-observations/", observations.SupplierStages.as_view(), name="supplier_stages"),
]
