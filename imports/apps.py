from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ImportsConfig(AppConfig):
    name = "imports"

    def ready(self) -> None:
        """Let every app say which of its records can be imported (`<app>/imports.py`)."""
        autodiscover_modules("imports")
