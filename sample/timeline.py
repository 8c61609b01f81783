"""Things that happened, told story by story, carried out in the order of their days.

A story says what happened how many days ago. Nothing is written while it is told; `Timeline.play` then walks through
the year, so that histories, reminders and ratings come out as if the product had been in use.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings

from common import clock

T = TypeVar("T")


class Later(Generic[T]):
    """What an event will have made, once it has happened."""

    _made: T

    @property
    def it(self) -> T:
        return self._made

    def make(self, value: T) -> None:
        self._made = value


@dataclass(frozen=True)
class Moment:
    """A day of the story and its working hour."""

    day: date
    at: datetime


@dataclass
class Timeline:
    """Events by day. `today` is the day the sample is loaded."""

    today: date
    _events: list[tuple[date, int, Callable[[Moment], None]]] = field(default_factory=list)

    def day(self, ago: int) -> date:
        """The day `ago` days before today; negative: ahead."""
        return self.today - timedelta(days=ago)

    def on(self, ago: int, happen: Callable[[Moment], T]) -> Later[T]:
        """Let something happen that many days ago. Events of one day happen in the order in which they were told."""
        later: Later[T] = Later()
        self._events.append((self.day(max(ago, 0)), len(self._events), lambda moment: later.make(happen(moment))))
        return later

    def play(self, told: Callable[[date], None] = lambda day: None) -> None:
        """Let everything happen, oldest first. `told` hears of each day on which something did."""
        zone = ZoneInfo(settings.TIME_ZONE)
        last = None
        for day, number, happen in sorted(self._events, key=lambda event: event[:2]):
            if day != last:
                told(day)
            last = day
            at = datetime.combine(day, time(9), zone) + timedelta(seconds=20 * (number % 900))
            with clock.at(min(at, clock.now())):
                happen(Moment(day, min(at, clock.now())))
