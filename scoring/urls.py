from django.urls import path

from scoring.views import bundle, missing, model, rating, scorecard

app_name = "scoring"
urlpatterns = [
    path("suppliers/<int:supplier_id>/rating/", rating.rating, name="rating"),
    path("suppliers/<int:supplier_id>/rating/panel/", rating.panel, name="panel"),
    path("suppliers/<int:supplier_id>/rating/<int:snapshot_id>/", rating.snapshot, name="snapshot"),
    path("suppliers/<int:supplier_id>/scorecard/", scorecard.scorecard, name="scorecard"),
    path("scorecards/<int:document_id>/", scorecard.scorecard_file, name="scorecard_file"),
    path("scorecards/selected/<uuid:selection_id>/", bundle.bundle_new, name="bundle_new"),
    path("scorecards/bundles/", bundle.bundle_list, name="bundles"),
    path("scorecards/bundles/<uuid:bundle_id>/", bundle.bundle_page, name="bundle"),
    path("scorecards/bundles/<uuid:bundle_id>/act/", bundle.bundle_act, name="bundle_act"),
    path("scorecards/bundles/<uuid:bundle_id>/file/", bundle.bundle_file, name="bundle_file"),
    path("scoring/model/", model.rating_model, name="model"),
    path("missing/", missing.missing_list, name="missing"),
    path("missing/export.<str:kind>", missing.missing_export, name="missing_export"),
    path("suppliers/<int:supplier_id>/requirements/", missing.requirements, name="requirements"),
]
