"""What the worker does for the overview every few minutes. `python -m bench.ahead` does it and prints JSON."""

import json
import time

from bench.databases import Filled
from bench.process import measured
from bench.result import Result

MOST_SECONDS = 3.0
"""A hundredth of the five minutes between two times."""


def run(area: str, small: Filled, large: Filled) -> list[Result]:
    """Have it worked out in both databases, so that their pages are as they are where a worker runs."""
    measured("bench.ahead", small)
    seen = measured("bench.ahead", large)
    detail = f"{seen['seconds']:.2f} s, {seen['rows']} rows"
    name = "figures of the overview worked out ahead, share of 3 s"
    return [Result(area, name, seen["seconds"] / MOST_SECONDS, 1.0, detail)]


def main() -> None:
    import django

    django.setup()
    from common import clock
    from overview.services import count_ahead, explain_ahead

    while explain_ahead(clock.today()):
        pass
    begun = time.perf_counter()
    rows = count_ahead(clock.today(), clock.now())
    explain_ahead(clock.today())
    print(json.dumps({"rows": rows, "seconds": time.perf_counter() - begun}))


if __name__ == "__main__":
    main()
