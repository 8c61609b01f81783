"""A day that notes what it is compared with: the first later day on which one of the answers would be another.

What is worked out from records by comparing their dates with the day comes out the same until then: as long as every
comparison has the same answer, the same path is taken. No list of rules has to be kept for that, so none can be
forgotten. Any other use of the day (its month, a difference in days, its text) counts as an answer that may change
tomorrow: too early is a rating made once more, too late would be a rating that is wrong.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

ONE = timedelta(days=1)
_COMPARISONS = ("__lt__", "__le__", "__gt__", "__ge__", "__eq__", "__ne__")
_OTHER_USES = (
    "__rsub__", "__hash__", "__str__", "__repr__", "__format__", "__reduce__", "__reduce_ex__",
    "isoformat", "isocalendar", "isoweekday", "weekday", "strftime", "ctime", "replace", "timetuple", "toordinal",
)  # fmt: skip


class Watched(date):
    """A date in every respect; `changes_on`: from when on what followed from it may be different, None: never."""

    changes_on: date | None
    _day: date
    _moved: timedelta
    _root: "Watched"

    def __sub__(self, other: Any) -> Any:
        """Some days earlier or later it is watched as well; a difference in days is another use."""
        return self._move(-other) if isinstance(other, timedelta) else _use(self, date.__sub__, other)

    def __add__(self, other: Any) -> Any:
        return self._move(other) if isinstance(other, timedelta) else NotImplemented

    __radd__ = __add__

    def _move(self, days: timedelta) -> "Watched":
        moved = _watch(self._day + days)
        moved._moved, moved._root = self._moved - days, self._root
        return moved

    @property
    def year(self) -> int:
        """It is another one from the next first of January on."""
        _note(self._root, date(self._day.year + 1, 1, 1) + self._moved)
        return self._day.year

    @property
    def month(self) -> int:
        return int(_use(self, date.month.__get__))

    @property
    def day(self) -> int:
        return int(_use(self, date.day.__get__))


def watch(day: date, ahead: Iterable[date] = ()) -> Watched:
    """The day, watched from now on. `ahead`: later days that whoever looked at it before knows to be others."""
    watched = _watch(day)
    for one in ahead:
        _note(watched, one)
    return watched


def _watch(day: date) -> Watched:
    watched = Watched.fromordinal(day.toordinal())
    watched._day, watched._moved, watched._root, watched.changes_on = day, timedelta(0), watched, None
    return watched


def _use(watched: Watched, method: Any, *others: Any, **named: Any) -> Any:
    _note(watched._root, watched._root._day + ONE)
    return method(watched._day, *others, **named)


def _note(root: Watched, day: date) -> None:
    if day > root._day and (root.changes_on is None or day < root.changes_on):
        root.changes_on = day


def _comparing(name: str) -> Any:
    method = getattr(date, name)

    def compare(self: Watched, other: Any) -> Any:
        if isinstance(other, date):
            turns = other._day if isinstance(other, Watched) else other
            root = self._root
            if turns >= self._day:
                _note(root, (turns + self._moved) if turns > self._day else root._day + ONE)
        return method(self, other)

    return compare


def _using(name: str) -> Any:
    method = getattr(date, name)
    return lambda self, *others, **named: _use(self, method, *others, **named)


for _name in _COMPARISONS:
    setattr(Watched, _name, _comparing(_name))
for _name in _OTHER_USES:
    setattr(Watched, _name, _using(_name))
