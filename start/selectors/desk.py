"""The lists on a person's desk."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.domain.permissions import Role
from accounts.models import User
from audits.models import Audit, Capa, Finding
from certificates.models import Certificate
from common.models import MailState, OutgoingMail
from scoring.missing_view import item_title
from scoring.models import RequirementItem
from start.domain.desk import DESKS, Panel
from start.selectors import due
from suppliers.domain.profiles.terms import Standing
from suppliers.domain.terms import Rating
from suppliers.models import Supplier
from suppliers.models.supplier import rating_rank

ROWS = 6
"""Rows of a list on the start page; the rest is behind its link."""


@dataclass(frozen=True)
class DeskRow:
    """One thing to do: what, about whom, by when, and where."""

    title: str
    about: str
    url: str
    due_on: date | None = None
    supplier: Supplier | None = None


@dataclass(frozen=True)
class DeskList:
    """A panel with its first rows; `more_url` leads to the whole list when there are more."""

    panel: Panel
    rows: list[DeskRow]
    has_more: bool
    more_url: str


def desk_for(user: User, today: date) -> list[DeskList]:
    """The panels of this person's role, in its order."""
    return [_read(panel, user, today) for panel in DESKS[Role(user.role)]]


def _read(panel: Panel, user: User, today: date) -> DeskList:
    query, to_row, more_url = _SOURCES[panel]
    found = list(query(user, today)[: ROWS + 1])
    return DeskList(panel, [to_row(item) for item in found[:ROWS]], len(found) > ROWS, more_url())


def _renewals(user: User, today: date) -> QuerySet[Certificate]:
    return due.certificates_to_renew(user, today).in_a_line().order_by("expiry_order", "pk")


def _renewal(row: Certificate) -> DeskRow:
    title = f"{row.standards_text or 'Certificate'} {row.number}"
    return DeskRow(title, row.supplier.legal_name, row.get_absolute_url(), row.expires_on)


def _verifications(user: User, today: date) -> QuerySet[Certificate]:
    return due.certificates_to_verify(user, today).in_a_line().order_by("verification_due_on", "pk")


def _verification(row: Certificate) -> DeskRow:
    title = f"{row.standards_text or 'Certificate'} {row.number}"
    return DeskRow(title, row.supplier.legal_name, row.get_absolute_url(), row.verification_due_on)


def _audits(user: User, today: date) -> QuerySet[Audit]:
    return due.audits_to_conduct(user, today).select_related("supplier", "site").order_by("planned_on", "pk")


def _audit(row: Audit) -> DeskRow:
    title = f"{row.get_purpose_display()}, {row.get_strength_display().lower()}"
    return DeskRow(title, f"{row.supplier.legal_name}, {row.site}", row.get_absolute_url(), row.planned_on)


def _findings(user: User, today: date) -> QuerySet[Finding]:
    return due.findings_to_follow(user, today).select_related("audit__supplier").order_by("due_on", "pk")


def _finding(row: Finding) -> DeskRow:
    title = f"{row.get_grade_display()}: {row.statement}"
    return DeskRow(title, row.audit.supplier.legal_name, row.get_absolute_url(), row.due_on)


def _actions(user: User, today: date) -> QuerySet[Capa]:
    rows = Capa.objects.visible_to(user)
    mine = rows.overdue(today) if due.sees_whole_company(user) else rows.awaiting_answer_of(user)
    return _with_supplier(mine)


def _reviews(user: User, today: date) -> QuerySet[Capa]:
    return _with_supplier(Capa.objects.visible_to(user).awaiting_review_of(user))


def _with_supplier(rows: QuerySet[Capa]) -> QuerySet[Capa]:
    rows = rows.select_related("supplier").only("number", "stage", "due_on", "supplier__legal_name")
    return rows.order_by("due_on", "pk")


def _action(row: Capa) -> DeskRow:
    title = f"{row.number}: {row.get_stage_display()}"
    return DeskRow(title, row.supplier.legal_name, row.get_absolute_url(), row.due_on)


def _missing(user: User, today: date) -> QuerySet[RequirementItem]:
    return due.requirements_to_meet(user, today).select_related("supplier").order_by("duty_rank", "due_on", "pk")


def _missing_one(row: RequirementItem) -> DeskRow:
    url = f"{reverse('scoring:requirements', args=[row.supplier_id])}#item-{row.pk}"
    ends = row.due_on if row.standing == Standing.HELD.value else None
    return DeskRow(item_title(row), f"{row.supplier.legal_name}: {row.scope_label}", url, ends)


def _risks(user: User, today: date) -> QuerySet[Supplier]:
    worst = Supplier.objects.visible_to(user).current().filter(rating_rank__lte=rating_rank(Rating.HIGH))
    return worst.order_by("rating_rank", "score_tenths", "pk")


def _risk(row: Supplier) -> DeskRow:
    return DeskRow(row.legal_name, row.headline, reverse("suppliers:detail", args=[row.pk]), supplier=row)


def _mails(user: User, today: date) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(state=MailState.FAILED.value).order_by("-created_at", "-pk")


def _mail(row: OutgoingMail) -> DeskRow:
    return DeskRow(row.subject, f"{row.to}: {row.last_error}", reverse("accounts:mailbox"))


def _link(name: str, query: str = "") -> Callable[[], str]:
    return lambda: reverse(name) + (f"?{query}" if query else "")


_Source = tuple[Callable[[User, date], QuerySet[Any]], Callable[[Any], DeskRow], Callable[[], str]]
_SOURCES: dict[Panel, _Source] = {
    Panel.EXPIRING: (_renewals, _renewal, _link("certificates:list")),
    Panel.TO_VERIFY: (_verifications, _verification, _link("certificates:list")),
    Panel.AUDITS: (_audits, _audit, _link("audits:list")),
    Panel.FINDINGS: (_findings, _finding, _link("audits:list")),
    Panel.ACTIONS: (_actions, _action, _link("audits:capas")),
    Panel.REVIEWS: (_reviews, _action, _link("audits:capas")),
    Panel.MISSING: (_missing, _missing_one, _link("scoring:missing", "sort=duty")),
    Panel.RISK: (_risks, _risk, _link("suppliers:list", "sort=rating")),
    Panel.MAIL: (_mails, _mail, _link("accounts:mailbox")),
}
