import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench import foundation
from bench.result import Result

AREAS: dict[str, Callable[[int, Sequence[str]], Iterator[Result]]] = {foundation.AREA: foundation.run}


def main() -> int:
    """Measure, print, and say by the exit code whether every target was met."""
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("--only", choices=list(AREAS), help="one area")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there too")
    parser.add_argument("--rounds", type=int, default=40, help="requests per page that count (default 40)")
    parser.add_argument("--sections", default=",".join(foundation.SECTIONS), help="some of them (default: %(default)s)")
    options = parser.parse_args()
    names = [options.only] if options.only else list(AREAS)
    results = []
    for result in (one for name in names for one in AREAS[name](options.rounds, options.sections.split(","))):
        results.append(result)
        mark = "met   " if result.met else "MISSED"
        told = f"{result.name}: {result.ratio:.2f} (at most {result.target:g})"
        print(f"{mark} {result.area}: {told}  {result.detail}", flush=True)
    if options.json:
        options.json.write_text(json.dumps([result.as_json() for result in results], indent=1) + "\n")
    return 0 if all(result.met for result in results) else 1


raise SystemExit(main())
