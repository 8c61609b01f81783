"""From a requirement to words: what is asked, how it stands, and the form that does something about it."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from accounts.domain.permissions import Permission
from accounts.models import User
from audits.models import Audit
from common.addresses import numbered
from scoring.links import record_name, record_url
from scoring.missing_selectors import Asked, Line
from scoring.models import RequirementItem
from suppliers.domain.profiles.terms import RequirementKind, Shown
from suppliers.labels_profiles import AUDIT_TYPE_LABELS, SHOWN_LABELS
from suppliers.models import Contact, ProfileRule, Waiver

TONES = {
    Shown.MISSING: "bad",
    Shown.LAPSED: "bad",
    Shown.OVERDUE: "bad",
    Shown.UNVERIFIED: "warn",
    Shown.DUE_SOON: "warn",
    Shown.WAIVED: "open",
    Shown.MET: "good",
}
ABSENT = frozenset({Shown.MISSING, Shown.LAPSED, Shown.OVERDUE, Shown.DUE_SOON})


@dataclass(frozen=True)
class Step:
    """The next thing to do: in words, where, and who may."""

    text: str
    url: str
    permission: Permission


@dataclass(frozen=True)
class LineView:
    """One requirement as the supplier's page shows it."""

    item: RequirementItem
    shown: Shown
    title: str
    state: str
    tone: str
    record: str
    record_url: str
    rules: list[ProfileRule]
    planned: Audit | None
    waiver: Waiver | None
    step: Step | None
    waive_url: str
    mailto: str

    @property
    def is_met(self) -> bool:
        """Nobody has to do anything now."""
        return self.shown in (Shown.MET, Shown.WAIVED, Shown.DUE_SOON)


IN_A_TITLE = ("kind", "subject", "name", "months", "audit_type")


def item_title(item: RequirementItem) -> str:
    """What is asked for: `Audit: announced, on site, every 24 months`."""
    if item.kind == RequirementKind.AUDIT.value:
        how = next((words for kind, words in AUDIT_TYPE_LABELS.items() if kind.value == item.audit_type), "")
        words = f"Audit: {how[:1].lower()}{how[1:]}" + (f" ({item.subject})" if item.subject else "")
    elif item.kind == RequirementKind.CLAUSES.value:
        words = f"Clause {item.subject} not excluded"
    else:
        words = item.name
    return f"{words}, every {item.months} months" if item.months else words


def shown_words(shown: Shown) -> tuple[str, str]:
    """The word for a state, and its tone."""
    return SHOWN_LABELS[shown], TONES[shown]


def next_step(item: RequirementItem, shown: Shown) -> Step | None:
    """What somebody does about it, and on which form."""
    if shown in (Shown.MET, Shown.WAIVED):
        return None
    kind, number = RequirementKind(item.kind), item.record.partition(":")[2]
    if kind is RequirementKind.STANDARD and shown is Shown.UNVERIFIED:
        return Step("Verify it", numbered("certificates:verify", int(number)), Permission.CERTIFICATE_VERIFY)
    if kind is RequirementKind.STANDARD:
        return _paper_step(item, shown, number)
    if kind is RequirementKind.DOCUMENT and shown is Shown.UNVERIFIED:
        return Step("Review it", numbered("suppliers:document", int(number)), Permission.DOCUMENT_REVIEW)
    if kind is RequirementKind.DOCUMENT:
        return Step("Record the document", _document_url(item, number), Permission.DOCUMENT_EDIT)
    if kind is RequirementKind.AUDIT:
        query = urlencode({"strength": item.audit_type, "scope": item.scope_id or ""})
        url = numbered("audits:plan", item.supplier_id)
        return Step("Plan the audit", f"{url}?{query}", Permission.AUDIT_EDIT)
    return Step("Look at the certificate", record_url(item.record), Permission.VIEW)


def _paper_step(item: RequirementItem, shown: Shown, number: str) -> Step:
    if number and shown is not Shown.MISSING:
        return Step("Renew it", numbered("certificates:renew", int(number)), Permission.CERTIFICATE_EDIT)
    url = numbered("certificates:new", item.supplier_id)
    return Step("Record a certificate", url, Permission.CERTIFICATE_EDIT)


def _document_url(item: RequirementItem, number: str) -> str:
    """The form, filled in: a newer one where there is an older one, else the kind and the scope."""
    instead = number if item.record else ""
    place = f"scope:{item.scope_id}" if item.scope_id else ""
    query = {"instead": instead} if instead else {"kind": item.subject, "for": place}
    return f"{numbered('suppliers:document_new', item.supplier_id)}?{urlencode(query)}"


def line_view(line: Line, contact: Contact | None, user: User) -> LineView:
    """One requirement with what this person may do about it."""
    item, shown = line.item, line.shown
    state, tone = shown_words(shown)
    step = next_step(item, shown)
    may_waive = user.can(Permission.REQUIREMENT_WAIVE) and line.waiver is None and shown in ABSENT
    return LineView(
        item=item,
        shown=shown,
        title=item_title(item),
        state=state,
        tone=tone,
        record=record_name(item.record) if item.record else "",
        record_url=record_url(item.record) if item.record else "",
        rules=line.rules,
        planned=line.planned,
        waiver=line.waiver,
        step=step if step is not None and user.can(step.permission) else None,
        waive_url=_waive_url(item) if may_waive and item.kind != RequirementKind.CLAUSES.value else "",
        mailto=_mailto(line, contact) if shown in ABSENT else "",
    )


def _waive_url(item: RequirementItem) -> str:
    query = urlencode({"kind": item.kind, "subject": item.subject, "scope": item.scope_id or ""})
    return f"{numbered('suppliers:waiver_new', item.supplier_id)}?{query}"


def _mailto(line: Line, contact: Contact | None) -> str:
    """A mail to the supplier's contact that asks for the paper; none for an audit, which is ours to plan."""
    papers = (RequirementKind.STANDARD.value, RequirementKind.DOCUMENT.value)
    if contact is None or line.item.kind not in papers:
        return ""
    words = {"subject": f"{line.item.name}: please send", "body": f"Please send us: {line.item.name}."}
    return f"mailto:{contact.email}?{urlencode(words).replace('+', '%20')}"


def checklist_views(asked: Asked, user: User) -> list[tuple[str, int, list[LineView]]]:
    """Per scope: its name, how many wait, and the lines."""
    return [
        (one.label, one.unmet, [line_view(line, asked.contact, user) for line in one.lines]) for one in asked.checklists
    ]


@dataclass(frozen=True)
class RowView:
    """One requirement as the portfolio's list and its export show it."""

    item: RequirementItem
    title: str
    state: str
    tone: str
    is_late: bool
    step: Step | None


def row_view(item: RequirementItem, today: date) -> RowView:
    """One row of the list."""
    shown = item.shown_on(today)
    state, tone = shown_words(shown)
    return RowView(item, item_title(item), state, tone, tone == "bad", next_step(item, shown))
