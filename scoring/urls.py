from django.urls import path

from scoring.views import model, rating, scorecard

app_name = "scoring"
urlpatterns = [
    path("suppliers/<int:supplier_id>/rating/", rating.rating, name="rating"),
    path("suppliers/<int:supplier_id>/rating/panel/", rating.panel, name="panel"),
    path("suppliers/<int:supplier_id>/rating/<int:snapshot_id>/", rating.snapshot, name="snapshot"),
    path("suppliers/<int:supplier_id>/scorecard/", scorecard.scorecard, name="scorecard"),
    path("scorecards/<int:document_id>/", scorecard.scorecard_file, name="scorecard_file"),
    path("scoring/model/", model.rating_model, name="model"),
]
