from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.services.administrators import ensure_administrator

MESSAGE = """
  An administrator was created. This is shown once:

      e-mail    {email}
      password  {password}   (asks for a new one at the first sign-in)
"""


class Command(BaseCommand):
    help = "Create an administrator with a one-time password, unless somebody can sign in as one."

    def handle(self, *args: Any, **options: Any) -> None:
        created = ensure_administrator(settings.ADMIN_EMAIL)
        if created is not None:
            self.stdout.write(MESSAGE.format(email=created.email, password=created.password))
