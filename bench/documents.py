"""A scorecard as PDF beside WeasyPrint alone on the same HTML. `python -m bench.documents SUPPLIER` prints JSON."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.databases import Filled
from bench.process import measured
from bench.result import Result

MOST, TIMES = 1.15, 9


def run(area: str, at: Filled) -> list[Result]:
    """Measure in a process of its own."""
    seen = measured("bench.documents", at, at.supplier)
    detail = f"{seen['ours']:.2f} s / {seen['alone']:.2f} s, {seen['pages']} pages"
    return [Result(area, "scorecard as PDF beside WeasyPrint alone", seen["ours"] / seen["alone"], MOST, detail)]


def main(supplier: int) -> None:
    import django

    django.setup()
    from django.template.loader import render_to_string

    from common import clock
    from scoring.document import document_context
    from scoring.models import Snapshot
    from scoring.pdf import html_to_pdf, render_pdf
    from scoring.services import rescore_suppliers

    rescore_suppliers([supplier], clock.today())
    snapshot = Snapshot.objects.filter(supplier=supplier).select_related("supplier__owner", "model")[0]
    name = "scoring/document/scorecard.html"
    html = render_to_string(name, document_context(snapshot, clock.now()))
    pages = html_to_pdf(html).pages
    ours, alone = [], []
    for _ in range(TIMES):
        ours.append(_timed(lambda: render_pdf(name, document_context(_again(snapshot.pk), clock.now()))))
        alone.append(_timed(lambda: html_to_pdf(html)))
    print(json.dumps({"ours": statistics.median(ours), "alone": statistics.median(alone), "pages": pages}))


def _again(pk: int) -> Any:
    """The snapshot from the database, as the worker finds it."""
    from scoring.models import Snapshot

    return Snapshot.objects.select_related("supplier__owner", "model").get(pk=pk)


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main(int(sys.argv[1]))
