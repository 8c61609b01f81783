from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scoring.services.checking import disagreements


class Command(BaseCommand):
    help = "Check that stored ratings agree with their snapshots and that every snapshot reproduces."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quick", action="store_true", help="compare projections only, reproduce nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for sentence in disagreements(reproduce_snapshots=not options["quick"]):
            self.stderr.write(sentence)
            found += 1
        if found:
            raise CommandError(f"{found} disagreement{'s' if found > 1 else ''}.")
        self.stdout.write("All ratings agree with their snapshots.")
