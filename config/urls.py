"""Every app writes its full paths in its own `urls.py`; they are joined here."""

from django.urls import include, path

handler400 = "config.errors.bad_request"
handler500 = "config.errors.server_error"
urlpatterns = [
    path("api/", include("config.api")),
    path("account/", include("accounts.sign_in_urls")),
    path("", include("common.urls")),
    path("", include("accounts.urls")),
    path("", include("suppliers.urls")),
    path("", include("imports.urls")),
    path("", include("deliveries.urls")),
    path("", include("capability.urls")),
    path("", include("certificates.urls")),
    path("", include("audits.urls")),
    path("", include("scoring.urls")),
    path("", include("overview.urls")),
    path("", include("start.urls")),
]
