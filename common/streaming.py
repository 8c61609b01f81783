"""Reading very many rows while they are found: memory does not grow with their number."""

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

ROWS_AT_ONCE = 1_000


def streamed(rows: QuerySet[Any, Any], chunk_size: int = ROWS_AT_ONCE) -> Iterator[Any]:
    """The rows of a query in their order, from the first one found on.

    To somebody who is in no transaction PostgreSQL gives the first when it has found all and put them aside. So there
    is one until the last row, or until the iterator is closed. In SQLite nobody else could write meanwhile.
    """
    needs_one = connection.vendor == "postgresql" and not connection.in_atomic_block
    with transaction.atomic() if needs_one else nullcontext():
        yield from rows.iterator(chunk_size)
