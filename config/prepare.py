"""Brings a database up to date: `python -m config.prepare [--empty]`. Safe to run at every start.

Migrates; into a database that holds nobody yet it loads the sample company (unless --empty); then makes sure that
there is an administrator who can sign in.
"""

import argparse
import os

import django
from django.core.management import call_command
from django.db import transaction


def prepare(*, empty: bool) -> None:
    """Run the steps in this order."""
    from accounts.models import User

    call_command("migrate", interactive=False, verbosity=0)
    if not empty and not User.objects.exists():
        with transaction.atomic():  # the whole company or nothing: a start that is interrupted begins again
            call_command("load_sample_company")
    call_command("ensure_administrator")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--empty", action="store_true", help="no sample company")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    prepare(empty=options.empty)


if __name__ == "__main__":
    main()
