"""Two hundred scorecards made by one process and by two that share the bundle.

`python -m bench.bundles ask COUNT WORKERS` prepares a bundle. `python -m bench.bundles work BUNDLE TURN` waits for a
line, makes scorecards until there are none, and says when it began and ended: importing the program is not measured.
"""

import json
import subprocess
import sys
import time
from uuid import UUID, uuid4

from bench.databases import Filled
from bench.process import measured
from bench.result import Result
from bench.servers import ROOT

COUNT = 200
MOST = 1 / 1.5


def run(area: str, at: Filled) -> list[Result]:
    """The time of two workers as a share of the time of one."""
    one, two = _seconds(at, 1), _seconds(at, 2)
    detail = f"{COUNT} scorecards as ZIP: two workers {two:.1f} s / one {one:.1f} s, {one / two:.2f} times as fast"
    return [Result(area, "scorecards with two workers, share of the time of one", two / one, MOST, detail)]


def _seconds(at: Filled, workers: int) -> float:
    """From the first that begins to the last that ends. Raises RuntimeError when not every scorecard was made."""
    asked = measured("bench.bundles", at, "ask", COUNT, workers)
    command = [sys.executable, "-m", "bench.bundles", "work", asked["bundle"], str(asked["turn"])]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    running = [subprocess.Popen(command, cwd=ROOT, env=at.env, **pipes) for _ in range(workers)]  # type: ignore[call-overload]
    for one in running:
        one.stdout.readline()
    for one in running:
        one.stdin.write("go\n")
        one.stdin.flush()
    said = [json.loads(one.communicate()[0].splitlines()[-1]) for one in running]
    made = max(each["made"] for each in said)
    if made != COUNT:
        raise RuntimeError(f"{made} of {COUNT} scorecards were made")
    return float(max(each["ended"] for each in said) - min(each["began"] for each in said))


def _ask(count: int, workers: int) -> None:
    from accounts.domain.permissions import Role
    from accounts.models import User
    from common import clock
    from scoring.domain.bundles import BundleForm
    from scoring.models import ScopeRating
    from scoring.services import ask_for_bundle

    manager = User.objects.filter(role=Role.MANAGER.value, is_active=True).order_by("pk")[0]
    rated = ScopeRating.objects.filter(is_line=True).order_by("supplier").values_list("supplier", flat=True)
    ids = list(rated[:count])
    bundle = ask_for_bundle(ids, form=BundleForm.ZIP, every_scope=False, by=manager, at=clock.now(), workers=workers)
    print(json.dumps({"bundle": str(bundle.pk), "turn": bundle.turn}))


def _work(bundle_id: UUID, turn: int) -> None:
    from scoring.domain.bundles import ItemState
    from scoring.models import BundleItem
    from scoring.pdf import html_to_pdf
    from scoring.services import work_on_bundle

    html_to_pdf("<p>So that the renderer is there</p>")
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.time()
    work_on_bundle(bundle_id, turn, uuid4(), alive=lambda over, of, name: None, seconds=None)
    ended = time.time()
    made = BundleItem.objects.filter(bundle=bundle_id, state=ItemState.DONE.value).count()
    print(json.dumps({"began": began, "ended": ended, "made": made}))


def main(verb: str, *words: str) -> None:
    import django

    django.setup()
    if verb == "ask":
        _ask(int(words[0]), int(words[1]))
    else:
        _work(UUID(words[0]), int(words[1]))


if __name__ == "__main__":
    main(*sys.argv[1:])
