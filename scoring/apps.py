from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "scoring"

    def ready(self) -> None:
        from scoring import checks  # noqa: F401  # registers itself
        from scoring.services import item_check  # noqa: F401  # registers how requirement items are compared
