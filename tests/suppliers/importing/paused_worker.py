"""A worker that stops in the middle: it runs one job, says when it has reached a function, and waits to be killed.

Run as `python -m tests.suppliers.importing.paused_worker JOB MODULE FUNCTION` with `DATABASE_URL` set.
"""

import sys
import time
from importlib import import_module


def main(job_id: str, module: str, function: str) -> None:
    import django

    django.setup()
    from common.jobs import run_job
    from suppliers import tasks  # noqa: F401  (registers what the worker does)

    place = import_module(module)
    original = getattr(place, function)

    def reached(*args, **kwargs):
        original(*args, **kwargs)
        print("reached", flush=True)
        time.sleep(120)

    setattr(place, function, reached)
    run_job(job_id)


if __name__ == "__main__":
    main(*sys.argv[1:])
