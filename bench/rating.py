"""One rating in process: gathering its facts, and the pure function beside writing the same facts with their hash.

`python -m bench.rating SUPPLIER` measures in the environment of a filled database and prints JSON.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.databases import Filled
from bench.result import Result
from bench.servers import ROOT

MOST_MS = 3.0
"""What one rating may take in process, on the machine of docs/benchmarks.md."""


def run(area: str, at: Filled) -> list[Result]:
    """Measure in a process of its own, which reads the filled database."""
    command = [sys.executable, "-m", "bench.rating", str(at.supplier)]
    printed = subprocess.run(command, cwd=ROOT, env=at.env, check=True, capture_output=True, text=True).stdout
    seen = json.loads(printed.splitlines()[-1])
    detail = f"score {seen['score_ms']:.2f} ms / facts as JSON with their hash {seen['floor_ms']:.2f} ms"
    return [
        Result(area, "one rating in process, share of 3 ms", seen["score_ms"] / MOST_MS, 1.0, detail),
        Result(
            area,
            "queries to gather the facts of one rating, share of 10",
            seen["queries"] / 10,
            1.0,
            f"{seen['queries']} queries, {seen['gather_ms']:.1f} ms",
        ),
    ]


def main(supplier_id: int) -> None:
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from common import clock
    from scoring.domain.engine import score
    from scoring.domain.snapshot import freeze
    from scoring.facts import gather_facts
    from scoring.models import RatingModel

    today = clock.today()
    with CaptureQueriesContext(connection) as queries:
        facts = gather_facts([supplier_id], today).facts[supplier_id]
    model = RatingModel.objects.current().model
    scope = facts.scopes[0].key
    card = score(facts, model, scope, today)
    print(
        json.dumps(
            {
                "queries": len(queries),
                "gather_ms": _median_ms(lambda: gather_facts([supplier_id], today)),
                "score_ms": _median_ms(lambda: score(facts, model, scope, today)),
                "floor_ms": _median_ms(lambda: freeze(facts, card)),
            }
        )
    )


def _median_ms(work: Callable[[], Any], times: int = 200) -> float:
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - begun))
    return statistics.median(taken)


if __name__ == "__main__":
    main(int(sys.argv[1]))
