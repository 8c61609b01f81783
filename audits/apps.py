from django.apps import AppConfig


class AuditsConfig(AppConfig):
    name = "audits"

    def ready(self) -> None:
        from audits import profiles  # noqa: F401  (tells the requirement profiles which audits there are)
