from django.urls import path

from scoring.api import bundles, requirements, views

app_name = "scoring_api"
SUPPLIER = "suppliers/<int:supplier_id>/"
BUNDLE = "scorecard-bundles/<uuid:bundle_id>/"
urlpatterns = [
    path("ratings/", views.Ratings.as_view(), name="ratings"),
    path("requirements/", requirements.Requirements.as_view(), name="requirements"),
    path("requirements/export/", requirements.RequirementExport.as_view(), name="requirements_export"),
    path(f"{SUPPLIER}requirements/", requirements.SupplierRequirements.as_view(), name="supplier_requirements"),
    path("rating-model/", views.CurrentModel.as_view(), name="model"),
    path("scorecards/<int:document_id>/content/", views.ScorecardContent.as_view(), name="scorecard"),
    path("scorecard-bundles/", bundles.ScorecardBundles.as_view(), name="bundles"),
    path(BUNDLE, bundles.OneScorecardBundle.as_view(), name="bundle"),
    path(f"{BUNDLE}stop/", bundles.ScorecardBundleStop.as_view(), name="bundle_stop"),
    path(f"{BUNDLE}continue/", bundles.ScorecardBundleContinue.as_view(), name="bundle_continue"),
    path(f"{BUNDLE}retry/", bundles.ScorecardBundleRetry.as_view(), name="bundle_retry"),
    path(f"{BUNDLE}content/", bundles.ScorecardBundleContent.as_view(), name="bundle_content"),
    path(f"{SUPPLIER}ratings/", views.SupplierRatings.as_view(), name="supplier_ratings"),
    path(f"{SUPPLIER}rating/", views.SupplierRating.as_view(), name="supplier_rating"),
    path(f"{SUPPLIER}snapshots/", views.SupplierSnapshots.as_view(), name="snapshots"),
    path(f"{SUPPLIER}snapshots/<int:snapshot_id>/", views.OneSnapshot.as_view(), name="snapshot"),
    path(f"{SUPPLIER}scorecards/", views.SupplierScorecards.as_view(), name="scorecards"),
]
