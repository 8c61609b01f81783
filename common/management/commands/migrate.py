from typing import Any

from django.core.management.commands import migrate

from common.collecting import collecting_seldom


class Command(migrate.Command):
    """Django's own. For each table it makes it renders all models anew that hang together: garbage all in cycles."""

    def handle(self, *args: Any, **options: Any) -> None:
        with collecting_seldom():
            super().handle(*args, **options)
