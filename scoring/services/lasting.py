"""Until when a rating lasts while no evidence changes, so that the night rates only what may come out differently.

Four things change a rating without a mark: a date that facts compare with the day is reached (the watched day knows
which one comes first), a profile rule begins or ends, a month ends and is kept, and evidence fades. Fading is not
estimated: the engine rates the coming days, and the first one that reads differently is the day.
"""

from datetime import date, timedelta

from django.db.models import Min, Q

from scoring.domain.engine import ENGINE, score_all, worst
from scoring.domain.model import Model
from scoring.services.rating import Rated, seen_digest
from suppliers.models import ProfileRule

READING = 1
"""Raise it when a release reads the same records otherwise: then everything is rated anew in the first night."""
LOOK_AHEAD = 7
ONE = timedelta(days=1)


def basis(model: Model) -> str:
    """What a rating was made with; one that was made with anything else does not last."""
    return f"{model.version}.{ENGINE}.{READING}"


class Lasting:
    """Until when the ratings of a batch last: one query for any number of suppliers."""

    def __init__(self, model: Model, on: date) -> None:
        self.model, self.on, self.basis = model, on, basis(model)
        self._latest = min(filter(None, [month_end_after(on), _next_rule_change(on)]))

    def again_on(self, one: Rated, *, look_ahead: bool) -> date:
        """The day on which a supplier must be rated again, if nothing is marked before."""
        latest = min(self._latest, one.day.changes_on or self._latest)
        if not _fades(one):
            return latest
        return self._first_other_day(one, latest) if look_ahead else self.on + ONE

    def _first_other_day(self, one: Rated, latest: date) -> date:
        for ahead in range(1, LOOK_AHEAD + 1):
            day = self.on + ahead * ONE
            if day >= latest or not _reads_the_same(one, self.model, day):
                return min(day, latest)
        return min(self.on + (LOOK_AHEAD + 1) * ONE, latest)


def _fades(one: Rated) -> bool:
    """Whether anything in the facts weighs less every day, or counts for a number of days."""
    renewing = any(paper.renewal_confirmed_on for paper in one.facts.certificates)
    return bool(one.facts.observations or renewing)


def _reads_the_same(one: Rated, model: Model, day: date) -> bool:
    cards = score_all(one.facts, model, day)
    line = worst(cards, one.facts)
    same_line = line is not None and line.scope == one.line.scope
    return same_line and all(seen_digest(card) == one.seen[key] for key, card in cards.items())


def month_end_after(on: date) -> date:
    """The first last-day-of-a-month after this day."""
    last = on + ONE
    while (last + ONE).day != 1:
        last += ONE
    return last


def _next_rule_change(on: date) -> date | None:
    """The first day after this one on which another set of profile rules holds."""
    found = ProfileRule.objects.aggregate(
        begins=Min("valid_from", filter=Q(valid_from__gt=on)), ends=Min("ended_on", filter=Q(ended_on__gte=on))
    )
    days = [day for day in (found["begins"], found["ends"] and max(found["ends"], on + ONE)) if day]
    return min(days, default=None)
