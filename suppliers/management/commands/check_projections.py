"""Compare the stored columns of suppliers with what they are derived from."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from suppliers.services.agreement import differing_suppliers, repair_suppliers


class Command(BaseCommand):
    help = "Compare search key, sort name, city and next expiry of every supplier with what they are derived from."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="write the columns anew where they differ")

    def handle(self, *args: Any, **options: Any) -> None:
        differing = 0
        for difference in differing_suppliers():
            differing += 1
            self.stdout.write(f"{difference.supplier_id}: {difference.words}")
            if options["repair"]:
                repair_suppliers([difference])
        if differing and not options["repair"]:
            raise CommandError(f"{differing} suppliers differ. Run with --repair to write them anew.")
        self.stdout.write(f"{differing} repaired." if differing else "All stored columns agree.")
