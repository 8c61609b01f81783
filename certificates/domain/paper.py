"""What the dates printed on one certificate cannot contradict: one rule for the form, imports and the database."""

from collections.abc import Iterator
from datetime import date

EARLIEST, LATEST = date(1950, 1, 1), date(2199, 12, 31)


def date_contradictions(
    *, first_certified_on: date | None, issued_on: date | None, valid_from: date | None, expires_on: date | None
) -> Iterator[tuple[str, str]]:
    """The fields that contradict others, each with the sentence for the person."""
    if expires_on and valid_from and expires_on < valid_from:
        yield "expires_on", "The expiry lies before the first valid day. Compare both with the paper."
    if expires_on and issued_on and expires_on < issued_on:
        yield "expires_on", "The expiry lies before the day of issue. Compare both with the paper."
    if issued_on and first_certified_on and issued_on < first_certified_on:
        yield "first_certified_on", "The original certification lies after the day of issue."


def is_renewal(
    *, old_start: date | None, old_expiry: date | None, new_start: date | None, new_expiry: date | None
) -> bool:
    """Whether a paper with the number of a known one is its successor: it begins and ends later."""
    if old_expiry is None or new_expiry is None or new_expiry <= old_expiry:
        return False
    return new_start is not None and (old_start is None or new_start > old_start)
