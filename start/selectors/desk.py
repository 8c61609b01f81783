"""The lists on a person's desk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from accounts.domain.permissions import Role
from accounts.models import User
from audits.models import Audit, Capa, Finding
from certificates.models import CertificateStandard
from common.addresses import numbered
from common.models import MailState, OutgoingMail
from scoring.missing_view import IN_A_TITLE, item_title
from scoring.models import RequirementItem
from standards.models.standard import edition_name
from start.domain.desk import DESKS, Panel
from start.selectors import due
from suppliers.domain.profiles.terms import Standing
from suppliers.domain.terms import Rating
from suppliers.models import Supplier
from suppliers.models.supplier import rating_rank

ROWS = 6
"""Rows of a list on the start page; the rest is behind its link."""

Held = Mapping[int, str]
"""The standards of each certificate, in words."""


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
    found = {panel: list(_SOURCES[panel].query(user, today)[: ROWS + 1]) for panel in DESKS[Role(user.role)]}
    certificates = [row.pk for panel, rows in found.items() if panel in OF_CERTIFICATES for row in rows[:ROWS]]
    held = _standards_of(certificates) if certificates else {}
    return [_list(panel, rows, held) for panel, rows in found.items()]


def _list(panel: Panel, found: list[Any], held: Held) -> DeskList:
    source = _SOURCES[panel]
    rows = [source.to_row(item, held) for item in found[:ROWS]]
    return DeskList(panel, rows, len(found) > ROWS, source.more_url())


def _standards_of(certificates: list[int]) -> dict[int, str]:
    """By certificate: `ISO 9001:2015, ISO 14001:2015`; for all panels in one statement."""
    rows = CertificateStandard.objects.filter(certificate__in=certificates).order_by("pk")
    held: dict[int, list[str]] = {}
    for number, standard, edition in rows.values_list("certificate_id", "edition__standard__code", "edition__code"):
        held.setdefault(number, []).append(edition_name(standard, edition))
    return {number: ", ".join(names) for number, names in held.items()}


def _renewals(user: User, today: date) -> QuerySet[Any, Any]:
    rows = due.certificates_to_renew(user, today).order_by("expiry_order", "pk")
    return rows.values_list("pk", "number", "supplier__legal_name", "expires_on", named=True)


def _renewal(row: Any, held: Held) -> DeskRow:
    return DeskRow(*_certificate(row, held), row.expires_on)


def _verifications(user: User, today: date) -> QuerySet[Any, Any]:
    rows = due.certificates_to_verify(user, today).order_by("verification_due_on", "pk")
    return rows.values_list("pk", "number", "supplier__legal_name", "verification_due_on", named=True)


def _verification(row: Any, held: Held) -> DeskRow:
    return DeskRow(*_certificate(row, held), row.verification_due_on)


def _certificate(row: Any, held: Held) -> tuple[str, str, str]:
    title = f"{held.get(row.pk, 'Certificate')} {row.number}"
    return title, row.supplier__legal_name, numbered("certificates:detail", row.pk)


def _audits(user: User, today: date) -> QuerySet[Audit]:
    rows = due.audits_to_conduct(user, today).select_related("supplier", "site").order_by("planned_on", "pk")
    return rows.only("purpose", "strength", "planned_on", "supplier__legal_name", "site__name")


def _audit(row: Audit, held: Held) -> DeskRow:
    title = f"{row.get_purpose_display()}, {row.get_strength_display().lower()}"
    return DeskRow(title, f"{row.supplier.legal_name}, {row.site}", row.get_absolute_url(), row.planned_on)


def _findings(user: User, today: date) -> QuerySet[Finding]:
    rows = due.findings_to_follow(user, today).select_related("audit__supplier").order_by("due_on", "pk")
    return rows.only("grade", "statement", "due_on", "audit__supplier__legal_name")


def _finding(row: Finding, held: Held) -> DeskRow:
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


def _action(row: Capa, held: Held) -> DeskRow:
    title = f"{row.number}: {row.get_stage_display()}"
    return DeskRow(title, row.supplier.legal_name, row.get_absolute_url(), row.due_on)


def _missing(user: User, today: date) -> QuerySet[RequirementItem]:
    rows = due.requirements_to_meet(user, today).select_related("supplier").order_by("duty_rank", "due_on", "pk")
    return rows.only(*IN_A_TITLE, "standing", "due_on", "scope_label", "supplier__legal_name")


def _missing_one(row: RequirementItem, held: Held) -> DeskRow:
    url = f"{numbered('scoring:requirements', row.supplier_id)}#item-{row.pk}"
    ends = row.due_on if row.standing == Standing.HELD.value else None
    return DeskRow(item_title(row), f"{row.supplier.legal_name}: {row.scope_label}", url, ends)


def _risks(user: User, today: date) -> QuerySet[Supplier]:
    worst = Supplier.objects.visible_to(user).current().filter(rating_rank__lte=rating_rank(Rating.HIGH))
    rows = worst.order_by("rating_rank", "score_tenths", "pk")
    return rows.only("legal_name", "headline", "rating", "score_tenths", "confidence_percent")


def _risk(row: Supplier, held: Held) -> DeskRow:
    return DeskRow(row.legal_name, row.headline, row.get_absolute_url(), supplier=row)


def _mails(user: User, today: date) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(state=MailState.FAILED.value).order_by("-created_at", "-pk")


def _mail(row: OutgoingMail, held: Held) -> DeskRow:
    return DeskRow(row.subject, f"{row.to}: {row.last_error}", reverse("accounts:mailbox"))


def _link(name: str, query: str = "") -> Callable[[], str]:
    return lambda: reverse(name) + (f"?{query}" if query else "")


class _Source(NamedTuple):
    """Where a panel's rows come from, how each reads, and where all of them are."""

    query: Callable[[User, date], QuerySet[Any, Any]]
    to_row: Callable[[Any, Held], DeskRow]
    more_url: Callable[[], str]


OF_CERTIFICATES = (Panel.EXPIRING, Panel.TO_VERIFY)
_SOURCES: dict[Panel, _Source] = {
    Panel.EXPIRING: _Source(_renewals, _renewal, _link("certificates:list")),
    Panel.TO_VERIFY: _Source(_verifications, _verification, _link("certificates:list")),
    Panel.AUDITS: _Source(_audits, _audit, _link("audits:list")),
    Panel.FINDINGS: _Source(_findings, _finding, _link("audits:list")),
    Panel.ACTIONS: _Source(_actions, _action, _link("audits:capas")),
    Panel.REVIEWS: _Source(_reviews, _action, _link("audits:capas")),
    Panel.MISSING: _Source(_missing, _missing_one, _link("scoring:missing", "sort=duty")),
    Panel.RISK: _Source(_risks, _risk, _link("suppliers:list", "sort=rating")),
    Panel.MAIL: _Source(_mails, _mail, _link("accounts:mailbox")),
}
