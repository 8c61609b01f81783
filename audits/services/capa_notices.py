"""Telling people that it is their turn, or that a step is overdue: in the app and by mail, each thing once."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils.formats import date_format

from accounts.models import User
from accounts.services import notify
from audits.domain.capa import ANSWERABLE
from audits.models import Capa, CapaStep, CapaSubmission
from audits.services.capa_moves import Doing
from common import clock
from common.mail import queue_mail

NEWS_FOR = timedelta(days=1)
"""What is recorded later than this after it happened (an older paper file, say) is no news: nobody is written to."""
BATCH = 100


def tell_turn(capa: Capa, step: CapaStep, doing: Doing) -> None:
    """It is somebody's turn to answer: the owner, or whoever is responsible for the supplier's contact."""
    person = step.owner or capa.responsible
    whom = f" by {step.contact}" if step.contact else ""
    text = f"{capa.number}: {step.get_step_display().lower()} to be answered{whom} by {_day(step.due_on)}"
    _tell(person, capa, doing, kind="capa_turn", text=text, key=f"capa-turn:{step.pk}:{step.version}")


def tell_review(capa: Capa, submission: CapaSubmission, doing: Doing) -> None:
    """An answer waits for the reviewer."""
    step = submission.step
    text = f"{capa.number}: {step.get_step_display().lower()} was answered and waits for your review"
    _tell(capa.reviewer, capa, doing, kind="capa_review", text=text, key=f"capa-review:{submission.pk}")


def tell_rejection(capa: Capa, submission: CapaSubmission, doing: Doing) -> None:
    """An answer was rejected: the owner reads why and until when."""
    step = submission.step
    text = f"{capa.number}: {step.get_step_display().lower()} was rejected, a new answer is due {_day(step.due_on)}"
    _tell(step.owner or capa.responsible, capa, doing, kind="capa_rejected", text=text, key=f"capa-no:{submission.pk}")


def _tell(person: User, capa: Capa, doing: Doing, *, kind: str, text: str, key: str) -> None:
    """Nobody is told what they did themselves, nor what is long past."""
    if person.pk != doing.actor.pk and doing.at >= clock.now() - NEWS_FOR:
        _send(person, capa, kind=kind, text=text, key=key, reason=doing.reason)


def _send(concerned: User, capa: Capa, *, kind: str, text: str, key: str, reason: str = "") -> None:
    person = _who_may_know(concerned, capa)
    if person is None:
        return
    url = capa.get_absolute_url()
    if notify(person, kind=kind, text=text, url=url, key=key) is None:
        return
    context = {"person": person, "capa": capa, "text": text, "reason": reason, "url": settings.PUBLIC_URL + url}
    queue_mail(
        to=person.email,
        subject=text,
        text=render_to_string("audits/mail/capa.txt", context),
        html=render_to_string("audits/mail/capa.html", context),
        key=f"{key}:{person.pk}",
    )


def _who_may_know(person: User, capa: Capa) -> User | None:
    """The person; the supplier's owner for one who has left, or for whom the supplier was restricted since."""
    for one in (person, capa.supplier.owner):
        if one.is_active and Capa.objects.visible_to(one).filter(pk=capa.pk).exists():
            return one
    return None


def _day(day: date) -> str:
    return date_format(day)


def send_overdue_notices(today: date) -> int:
    """Tell the owners of steps past their date, each step and date once; returns how many were told.

    The work grows with what is newly overdue. The claim on `overdue_told_for` and the unique keys of notice and mail
    make a second run, also one at the same moment, tell nobody twice.
    """
    told = 0
    while batch := _overdue(today):
        with transaction.atomic():
            told += sum(_tell_overdue(step) for step in batch)
    return told


def _overdue(today: date) -> Sequence[CapaStep]:
    """Steps waited for past their date, of live corrective actions, that nobody was told about."""
    waited = CapaStep.objects.filter(state__in=[state.value for state in ANSWERABLE], due_on__lt=today)
    untold = waited.filter(Q(overdue_told_for=None) | ~Q(overdue_told_for=F("due_on")))
    live = untold.exclude(round__capa__stage__in=["closed", "cancelled"])
    related = ("owner", "contact", "round__capa__responsible", "round__capa__supplier__owner")
    return list(live.select_related(*related).order_by("due_on", "pk")[:BATCH])


def _tell_overdue(step: CapaStep) -> bool:
    mine = CapaStep.objects.filter(pk=step.pk, due_on=step.due_on)
    if not mine.exclude(overdue_told_for=step.due_on).update(overdue_told_for=step.due_on):
        return False
    capa = step.round.capa
    whom = f" by {step.contact}" if step.contact else ""
    text = f"{capa.number}: {step.get_step_display().lower()} was due{whom} on {_day(step.due_on)}"
    key = f"capa-overdue:{step.pk}:{step.due_on}"
    _send(step.owner or capa.responsible, capa, kind="capa_overdue", text=text, key=key)
    return True
