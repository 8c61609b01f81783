"""The filters of the list of corrective actions: one form for page and export; every state of it is an address."""

from datetime import date

from django import forms

from accounts.models import User
from audits.domain.capa import STEPS, Stage
from audits.labels_capa import CAPA_STAGE_LABELS, severity_choices
from audits.models import CapaQuerySet
from common.fields import DayRange

TURNS = [
    ("", "Waiting for"),
    ("answer", "my answer"),
    ("review", "my review"),
    ("answers", "anybody's answer"),
]
STATES = [("", "Ended"), ("closed", "closed"), ("cancelled", "cancelled"), ("all", "included")]


def _stages() -> list[tuple[str, str]]:
    return [("", "Step"), *((stage.value, CAPA_STAGE_LABELS[stage]) for stage in (*STEPS, Stage.CLOSURE))]


class CapaFilter(DayRange):
    """`q`: number or supplier. Without a state, only what is open is shown. A value that is not offered is ignored."""

    q = forms.CharField(label="Number or supplier", required=False, max_length=200)
    turn = forms.ChoiceField(label="Waiting for", required=False, choices=TURNS)
    overdue = forms.BooleanField(label="Overdue", required=False)
    stage = forms.ChoiceField(label="Step", required=False, choices=_stages)
    severity = forms.ChoiceField(
        label="Severity", required=False, choices=lambda: [("", "Severity"), *severity_choices()]
    )
    state = forms.ChoiceField(label="Ended", required=False, choices=STATES)

    def is_narrowed(self) -> bool:
        """Whether anything is chosen at all."""
        return any(self.value(name) for name in self.fields)

    def apply(self, rows: CapaQuerySet, user: User, today: date) -> CapaQuerySet:
        """The rows that were asked for."""
        rows = self._by_state(rows)
        if text := self.value("q"):
            rows = rows.matching(text)
        for name in ("stage", "severity"):
            if chosen := self.value(name):
                rows = rows.filter(**{name: chosen})
        if turn := self.value("turn"):
            rows = self._by_turn(rows, turn, user)
        rows = self.between(rows, "due_on")
        return rows.overdue(today) if self.value("overdue") else rows

    def _by_turn(self, rows: CapaQuerySet, turn: str, user: User) -> CapaQuerySet:
        if turn == "answers":
            return rows.awaiting_answers()
        return rows.awaiting_review_of(user) if turn == "review" else rows.awaiting_answer_of(user)

    def _by_state(self, rows: CapaQuerySet) -> CapaQuerySet:
        state = self.value("state")
        if state == "all":
            return rows
        return rows.filter(stage=state) if state else rows.live()
