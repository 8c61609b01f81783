"""Every app writes its full paths in its own `urls.py`; they are joined here."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("accounts.sign_in_urls")),
    path("", include("common.urls")),
    path("", include("accounts.urls")),
    path("", include("suppliers.urls")),
    path("", include("certificates.urls")),
    path("", include("audits.urls")),
    path("", include("scoring.urls")),
    path("", include("start.urls")),
]
