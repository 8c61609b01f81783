"""What pages read of requirement items: the portfolio's list, and the checklist of a supplier."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from audits.models import Audit
from common.paging import Sort
from scoring.models import RequirementItem, RequirementItemQuerySet
from suppliers.domain.profiles.terms import RequirementKind, Shown, WaiverState
from suppliers.models import Contact, ProfileRule, Supplier, Waiver
from suppliers.profile_selectors import rules_behind, waivers_in_outline

SORTS = (
    Sort("due", "Due first", ("due_on",)),
    Sort("duty", "Mandatory first", ("duty_rank", "due_on")),
    Sort("supplier", "Supplier", ("supplier__name_key",)),
)


def items_for_list(user: User) -> RequirementItemQuerySet:
    """What is asked of the suppliers that this person sees."""
    return RequirementItem.objects.visible_to(user).current().select_related("supplier__owner")


LISTED = (
    "supplier__legal_name",
    "supplier__name_key",
    "supplier__owner__name",
    "supplier__owner__email",
    "scope_id",
    "scope_label",
    "kind",
    "subject",
    "name",
    "duty",
    "duty_rank",
    "months",
    "audit_type",
    "standing",
    "due_on",
    "record",
    "note",
)
"""What a row shows or a sort needs."""


def items_in_a_list(user: User) -> RequirementItemQuerySet:
    """The same with what a row of the page shows, and no column besides."""
    return items_for_list(user).only(*LISTED)


@dataclass(frozen=True)
class Line:
    """One requirement on a supplier's page: how it reads today, and the records around it."""

    item: RequirementItem
    shown: Shown
    rules: list[ProfileRule]
    planned: Audit | None
    waiver: Waiver | None


@dataclass(frozen=True)
class Checklist:
    """All that is asked of one scope."""

    label: str
    lines: list[Line]

    @property
    def unmet(self) -> int:
        """How many wait for somebody."""
        return sum(line.shown not in (Shown.MET, Shown.WAIVED) for line in self.lines)


@dataclass(frozen=True)
class Asked:
    """What the page of a supplier shows."""

    checklists: list[Checklist]
    waivers: list[Waiver]
    contact: Contact | None


def asked_of(supplier: Supplier, today: date) -> Asked:
    """The checklist of each scope; a fixed number of statements."""
    items = list(RequirementItem.objects.filter(supplier=supplier).order_by("scope_label", "scope_key", "pk"))
    rules = rules_behind(number for item in items for number in item.rules)
    audits = Audit.objects.open().filter(supplier=supplier).only("planned_on", "strength")
    planned = list(audits.order_by("planned_on", "pk").prefetch_related("scopes"))
    waivers = waivers_in_outline(supplier, today)
    by_scope: dict[str, list[Line]] = {}
    for item in items:
        line = Line(
            item,
            item.shown_on(today),
            [rules[number] for number in item.rules if number in rules],
            _planned(item, planned),
            next((one for one in waivers if _is_about(one, item)), None),
        )
        by_scope.setdefault(item.scope_key, []).append(line)
    checklists = [Checklist(lines[0].item.scope_label, lines) for lines in by_scope.values()]
    contact = supplier.contacts.exclude(email="").order_by("pk").only("supplier", "email").first()
    return Asked(checklists, waivers, contact)


def _planned(item: RequirementItem, audits: Iterable[Audit]) -> Audit | None:
    """The next audit that is planned for the scope, whatever its strength."""
    if item.kind != RequirementKind.AUDIT.value:
        return None
    return next((one for one in audits if _looks_at(one, item)), None)


def _looks_at(audit: Audit, item: RequirementItem) -> bool:
    scopes = {scope.pk for scope in audit.scopes.all()}
    return not scopes or item.scope_id in scopes


def _is_about(waiver: Waiver, item: RequirementItem) -> bool:
    same = (waiver.kind, waiver.subject) == (item.kind, item.subject)
    open_ = waiver.state in (WaiverState.REQUESTED.value, WaiverState.CONFIRMED.value)
    return same and open_ and waiver.scope_id in (None, item.scope_id)
