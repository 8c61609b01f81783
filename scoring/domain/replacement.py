"""Which adverse evidence later checks have replaced.

Rule: adverse evidence keeps its weight until a later, equal or stronger check of the same question replaces it, and a
check replaces at most as much as it weighs itself (one lucky lot does not wipe out a bad year). What is replaced fades
like good evidence from then on.

Among all ways to pair checks with adverse evidence the one that replaces the oldest first is taken. That choice is the
best one for the supplier, and the best one is what makes the rating monotone: "later and equal or stronger" is
transitive, so an added bad fact can free at most its own weight, and an added good fact can only replace more.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Check:
    """One dated check: its strength, how much adverse evidence it brought and how much it can replace."""

    on: date
    strength: int
    adverse: int
    weight: int


def replaced_amounts(checks: Sequence[Check]) -> list[int]:
    """For each check, in the order given, how much of its adverse evidence later checks have replaced."""
    order = sorted(range(len(checks)), key=lambda index: checks[index].on)
    adverse = [index for index in order if checks[index].adverse]
    result = [0] * len(checks)
    if not adverse:
        return result
    strongest = max(checks[index].strength for index in adverse)
    weakest_check = min(check.strength for check in checks)
    if weakest_check >= strongest:
        _replace_in_line(checks, order, result)
    else:
        _Pairing(checks, order).fill(adverse, result)
    return result


def _replace_in_line(checks: Sequence[Check], order: list[int], result: list[int]) -> None:
    """All checks may replace all earlier evidence: one queue, oldest first."""
    waiting: deque[int] = deque()
    today: list[int] = []
    for index in order:
        if today and checks[today[0]].on != checks[index].on:
            waiting.extend(one for one in today if checks[one].adverse)
            today = []
        today.append(index)
        spare = checks[index].weight
        while spare and waiting:
            oldest = waiting[0]
            taken = min(spare, checks[oldest].adverse - result[oldest])
            result[oldest] += taken
            spare -= taken
            if result[oldest] == checks[oldest].adverse:
                waiting.popleft()


@dataclass(slots=True)
class _Pairing:
    """Sources of different strength: oldest evidence first, re-pairing earlier choices where that makes room."""

    checks: Sequence[Check]
    order: list[int]
    spare: list[int] = field(init=False)
    given: dict[int, dict[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.spare = [check.weight for check in self.checks]
        self.given = {index: {} for index in self.order}

    def fill(self, adverse: list[int], result: list[int]) -> None:
        for item in adverse:
            wanted = self.checks[item].adverse
            while wanted and (taken := self._place(item, wanted, set())):
                wanted -= taken
            result[item] = self.checks[item].adverse - wanted

    def _may_replace(self, check: int, item: int) -> bool:
        later, earlier = self.checks[check], self.checks[item]
        return later.on > earlier.on and later.strength >= earlier.strength

    def _place(self, item: int, wanted: int, tried: set[int]) -> int:
        """Pair up to ``wanted`` of an item with checks that have room, moving others aside; what was placed."""
        for check in self.order:
            if check in tried or not self._may_replace(check, item):
                continue
            tried.add(check)
            room = min(wanted, self.spare[check]) or self._make_room(check, wanted, tried)
            if room:
                self.spare[check] -= room
                mine = self.given[check]
                mine[item] = mine.get(item, 0) + room
                return room
        return 0

    def _make_room(self, check: int, wanted: int, tried: set[int]) -> int:
        mine = self.given[check]
        for other in list(mine):
            moved = self._place(other, min(wanted, mine[other]), tried)
            if moved:
                mine[other] -= moved
                if not mine[other]:
                    del mine[other]
                self.spare[check] += moved
                return moved
        return 0
