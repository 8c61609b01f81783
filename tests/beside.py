"""Two people at the same moment, in an order that is the same in every run."""

from collections.abc import Callable
from threading import Thread

from django.db import connection, transaction


def beside(first: Callable[[], object], second: Callable[[], object]) -> None:
    """Begin `second` in a transaction of its own while that of `first` is written but not committed yet."""

    def run() -> None:
        try:
            second()
        finally:
            connection.close()

    thread = Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        thread.join(timeout=0.5)
        assert thread.is_alive(), "the second one did not wait for the first"
    thread.join(timeout=30)
    assert not thread.is_alive()
