"""`manage.py load_sample_company`: some forty suppliers with a year of history."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sample.load import NotEmpty, load_sample_company
from sample.people import DOMAIN, PEOPLE


class Command(BaseCommand):
    help = "Load the sample company into an empty database and print its people's password."

    def handle(self, *args: Any, **options: Any) -> None:
        password = secrets.token_urlsafe(9)
        months: set[str] = set()

        def told(day: Any) -> None:
            month = f"{day:%B %Y}"
            if month not in months:
                months.add(month)
                self.stdout.write(f"  {month} …")

        try:
            number = load_sample_company(password, told)
        except NotEmpty as error:
            raise CommandError(str(error)) from error
        names = ", ".join(f"{key}@{DOMAIN}" for key in PEOPLE)
        self.stdout.write(f"{number} suppliers loaded. {names} sign in with {password}")
