from django.apps import AppConfig

from common.ids import ask_only_for_what_can_be


class CommonConfig(AppConfig):
    name = "common"

    def ready(self) -> None:
        ask_only_for_what_can_be()
