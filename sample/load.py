"""Loads the sample company: people, stories, a year of reminders and ratings."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import F

from accounts.models import Notice
from audits.services.capa_notices import send_overdue_notices
from certificates.services.reminders import send_reminders
from common import clock
from common.models import MailState, OutgoingMail
from sample.arrivals import Arrivals
from sample.company import Company
from sample.corrective import Corrective
from sample.floor import Floor
from sample.means import Means
from sample.papers import Papers
from sample.people import employ
from sample.stories import tell_all
from sample.tellers import Tellers
from sample.timeline import Timeline
from scoring.services.rescoring import rescore_all
from suppliers.models import Supplier

DAYS_OF_REMINDERS = 100
_A_FORTNIGHT = timedelta(days=14)


class NotEmpty(Exception):
    """There are suppliers already: the sample company would mix with real ones."""


def load_sample_company(password: str, told: Callable[[date], None] = lambda day: None) -> int:
    """Let the year happen; returns the number of suppliers. Raises NotEmpty.

    Not one transaction: it would hold the database for the whole load. Loading begins only on an empty database, so
    what a crash leaves is a data directory to be thrown away, and the second try says so.
    """
    if Supplier.objects.exists():
        raise NotEmpty("There are suppliers already. The sample company is for an empty database.")
    people, time = employ(password), Timeline(clock.today())
    tell_all(
        Tellers(
            Company(people, time),
            Floor(people, time),
            Corrective(people, time),
            Means(people, time),
            Papers(people, time),
            Arrivals(people, time),
        )
    )
    _let_days_pass(time)
    time.play(told)
    _settle_the_past()
    return Supplier.objects.count()


def _let_days_pass(time: Timeline) -> None:
    """Every night of the last months the sweeps run; at the end of each month all suppliers are rated."""
    for ago in range(DAYS_OF_REMINDERS, -1, -1):
        time.on(ago, lambda moment: send_reminders(at=moment.at))
        time.on(ago, lambda moment: send_overdue_notices(moment.day))
    for ago in range(365, 0, -1):
        if time.day(ago - 1).day == 1:
            time.on(ago, lambda moment: rescore_all(on=moment.day))
    time.on(0, lambda moment: rescore_all(on=moment.day))


def _settle_the_past() -> None:
    """No sample mail leaves the house, and what was told long ago was read."""
    OutgoingMail.objects.filter(state=MailState.WAITING.value).update(
        state=MailState.KEPT.value, sent_at=F("created_at")
    )
    Notice.objects.filter(read_at=None, created_at__lt=clock.now() - _A_FORTNIGHT).update(read_at=F("created_at"))
