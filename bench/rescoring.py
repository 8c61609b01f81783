"""Rescoring: everything anew beside its floor, memory, the nights after. `python -m bench.rescoring` prints JSON."""

import json
import random
import resource
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from bench.databases import Filled
from bench.process import measured
from bench.result import Result

BLOCK, FLOOR_SHARE, STEP = 2_000, 5, 200
"""The floor goes through each fifth block, right after it was rated, in batches of the same size."""
MOST_MB, MOST_NIGHT, MOST_CHANGED = 200, 0.25, 0.3


def run(area: str, at: Filled) -> list[Result]:
    """Measure in a process of its own."""
    seen = measured("bench.rescoring", at)
    per = f"{seen['ms']:.2f} ms a supplier / {seen['floor_ms']:.2f} ms"
    whole = f"{seen['seconds']:.0f} s for {seen['suppliers']:,} suppliers, {seen['snapshots']:,} snapshots"
    rows = f"{at.rows:,} rows of evidence"
    return [
        Result(area, "rescoring everything", seen["ms"] / seen["floor_ms"], 3.0, f"{per}; {whole}, {rows}"),
        Result(area, "memory of it, share of 200 MB", seen["mb"] / MOST_MB, 1.0, f"+{seen['mb']:.0f} MB"),
        Result(
            area,
            "a night in which nothing changed, share of rescoring",
            seen["night"] / seen["seconds"],
            MOST_NIGHT,
            f"{seen['night']:.1f} s, {seen['night_rated']:,} rated",
        ),
        Result(
            area,
            "a night after one in a hundred changed, share of rescoring",
            seen["changed"] / seen["seconds"],
            MOST_CHANGED,
            f"{seen['changed']:.1f} s, {seen['changed_rated']:,} rated",
        ),
    ]


def main() -> None:
    import django

    django.setup()
    from django.db import connection

    from bench.floor.rescoring import Floor
    from common import clock
    from scoring.models import Snapshot
    from scoring.services import drain_changes, rescore_all, rescore_suppliers
    from suppliers.models import Supplier
    from suppliers.services import mark_evidence_changed

    _forget()
    today = _early_in_a_month(clock.today())
    ids = list(Supplier.objects.current().order_by("pk").values_list("pk", flat=True))
    floor = Floor(ids, today)
    rescore_suppliers(ids[:STEP], today)
    before = _peak_mb()
    seconds = floor_seconds = 0.0
    compared = 0
    for number, start in enumerate(range(STEP, len(ids), BLOCK)):
        block = ids[start : start + BLOCK]
        seconds += _timed(rescore_suppliers, block, today)
        if number % FLOOR_SHARE == 0:
            floor_seconds += _timed(_through, floor.run, block)
            compared += len(block)
    floor.close()
    mb = _peak_mb() - before
    snapshots = Snapshot.objects.filter(on=today).count()
    nights: list[int] = []
    rescore_all(today + timedelta(days=1))
    night = _timed(lambda: nights.append(rescore_all(today + timedelta(days=2))))
    some = random.Random(2).sample(ids, len(ids) // 100)  # noqa: S311  # the same in every run
    mark_evidence_changed(some)
    third = today + timedelta(days=3)
    changed = _timed(lambda: nights.extend([drain_changes(third, most=len(ids)), rescore_all(third)]))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as autovacuum does, where it is on; lists are measured after this
    print(
        json.dumps(
            {
                "suppliers": len(ids),
                "seconds": seconds,
                "ms": 1000 * seconds / (len(ids) - STEP),
                "floor_ms": 1000 * floor_seconds / compared,
                "mb": mb,
                "snapshots": snapshots,
                "night": night,
                "night_rated": nights[0],
                "changed": changed,
                "changed_rated": nights[1] + nights[2],
            }
        )
    )


def _early_in_a_month(today: date) -> date:
    """The third of the month, so that no month ends in the nights that follow."""
    return today.replace(day=3)


def _through(work: Callable[[Sequence[int]], object], ids: Sequence[int]) -> None:
    for start in range(0, len(ids), STEP):
        work(ids[start : start + STEP])


def _timed(work: Callable[..., object], *arguments: object) -> float:
    begun = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - begun


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _forget() -> None:
    """No supplier was ever rated. TRUNCATE, as the database refuses to delete single snapshots."""
    from django.apps import apps
    from django.db import connection

    kept = {"RatingModel"}
    tables = [one._meta.db_table for one in apps.get_app_config("scoring").get_models() if one.__name__ not in kept]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        cursor.execute("UPDATE suppliers_supplier SET rated_on = NULL WHERE rated_on IS NOT NULL")


if __name__ == "__main__":
    main()
