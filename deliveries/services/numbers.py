"""Numbers of nonconformances: per year, never twice."""

from django.db.models import F

from deliveries.models import NonconformanceCounter


def next_numbers(year: int, count: int = 1) -> list[str]:
    """The next numbers of a year, for instance NC-2026-00012.

    Call inside the transaction that uses them: the counter's row stays locked until it ends, so that two people who log
    at the same moment get different numbers, and a transaction that fails gives its numbers back.
    """
    NonconformanceCounter.objects.get_or_create(year=year)
    NonconformanceCounter.objects.filter(year=year).update(last=F("last") + count)
    last = NonconformanceCounter.objects.get(year=year).last
    return [f"NC-{year}-{number:05d}" for number in range(last - count + 1, last + 1)]
