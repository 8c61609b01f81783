"""Python's search for cycles, and when not to search."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """For making very many objects that stay until the end: the search would pass through all of them again and again.

    What is in no cycle is freed as always.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
