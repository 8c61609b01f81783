"""Addresses that are put together once: a list has a hundred of them, the frame of every page twenty.

Each asked of the URLconf costs a tenth of a row.
"""

from functools import cache

from django.urls import get_script_prefix, reverse

_MARK = "1234567890123456789"


def fixed(name: str) -> str:
    """What `reverse(name)` answers; the URLconf is asked once per name."""
    return _fixed(name, get_script_prefix())


@cache
def _fixed(name: str, prefix: str) -> str:
    return reverse(name)


def numbered(name: str, number: int, *before: str) -> str:
    """What `reverse(name, args=[*before, number])` answers; the URLconf is asked once per name."""
    head, tail = _around(name, before, get_script_prefix())
    return f"{head}{number:d}{tail}"


@cache
def _around(name: str, before: tuple[str, ...], prefix: str) -> tuple[str, str]:
    """What stands before and after the number, where the program is mounted at `prefix`."""
    head, _, tail = reverse(name, args=[*before, int(_MARK)]).partition(_MARK)
    return head, tail
