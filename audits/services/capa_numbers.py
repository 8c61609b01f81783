"""Numbers of corrective actions: per year, without gaps of our making, never twice."""

from django.db.models import F

from audits.models import CapaCounter


def next_number(year: int) -> str:
    """The next number of this year, for instance CAPA-2026-0012.

    Call inside the transaction that uses it: the counter's row stays locked until it ends, so that two people who
    open one at the same moment get two numbers, and a transaction that fails gives its number back.
    """
    CapaCounter.objects.get_or_create(year=year)
    CapaCounter.objects.filter(year=year).update(last=F("last") + 1)
    last = CapaCounter.objects.get(year=year).last
    return f"CAPA-{year}-{last:04d}"
