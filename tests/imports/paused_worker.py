"""A worker that stops in the middle of an import of people, to be killed there (`tests.suppliers.importing`)."""

import sys

from tests.suppliers.importing.paused_worker import main


def offer() -> None:
    """The kind of the tests is known to no app, so the worker is told of it."""
    import django

    django.setup()
    from imports import kinds
    from imports import tasks as _tasks  # registers what the worker does
    from tests.imports.kinds import PEOPLE

    assert _tasks
    kinds.register(PEOPLE)


if __name__ == "__main__":
    offer()
    main(*sys.argv[1:])
