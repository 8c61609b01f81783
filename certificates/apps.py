from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from certificates import profiles  # noqa: F401  (tells the requirement profiles which certificates there are)
        from certificates.services import projections  # noqa: F401  (registers how the next expiry is derived)
