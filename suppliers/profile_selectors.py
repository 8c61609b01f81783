"""What pages read of requirement profiles: the rules, and what they ask of a supplier."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from accounts.models import User
from common.looked_up import LookedUp
from common.paging import Sort
from standards.domain.duty import Duty
from suppliers.domain.profiles.rules import Asked, Place, Profile, Rule, resolve
from suppliers.domain.profiles.terms import RequirementKind, WaiverState
from suppliers.labels_profiles import KIND_LABELS
from suppliers.models import (
    DocumentKind,
    EvidenceChange,
    Process,
    ProfileRule,
    RuleQuerySet,
    Scope,
    Site,
    Supplier,
    SupplierDocument,
    SupplierDocumentQuerySet,
    Waiver,
    WaiverQuerySet,
)


def rules_in_full() -> RuleQuerySet:
    """Rules with what their words need."""
    return ProfileRule.objects.select_related("process", "standard", "document_kind")


def rules_on(day: date) -> list[Rule]:
    """The rules in force on a day, as the domain reads them."""
    return [row.rule for row in rules_in_full().holding_on(day).order_by("pk")]


@dataclass(frozen=True)
class ScopeProfile:
    """What is asked of one scope; `scope` is None for a supplier of which no process is recorded yet."""

    scope: Scope | None
    profile: Profile


def place_of(supplier: Supplier, scope: Scope | None) -> Place:
    """What the rules look at (reads the scope's process)."""
    if scope is None:
        return Place(supplier.sector, None, False, supplier.criticality)
    return Place(supplier.sector, scope.process_id, scope.process.is_special, scope.criticality)


def profiles_of(supplier: Supplier, day: date, rules: list[Rule] | None = None) -> list[ScopeProfile]:
    """What is asked of each scope that we buy or may buy; of the supplier as a whole when there is none."""
    rules = rules_on(day) if rules is None else rules
    scopes: list[Scope | None] = list(supplier.scopes.rated().select_related("process", "site"))
    return [ScopeProfile(each, resolve(rules, place_of(supplier, each), day)) for each in scopes or [None]]


def standards_asked(profiles: Iterable[ScopeProfile]) -> list[Asked]:
    """The standards that any scope asks for, by code; mandatory if one of them says so."""
    found: dict[str, Asked] = {}
    for one in profiles:
        for asked in one.profile.standards:
            if asked.subject not in found or asked.duty is Duty.MANDATORY:
                found[asked.subject] = asked
    return [found[code] for code in sorted(found)]


RULE_SORT = Sort("kind", "What is asked for", ("kind", "sector"))
DOCUMENT_SORTS = (
    Sort("received", "Received", ("received_on",), descending=True),
    Sort("end", "Valid until", ("expiry_order",)),
    Sort("supplier", "Supplier", ("supplier__name_key",)),
)


def rule_for_page(rule_id: int) -> ProfileRule:
    """A rule with what its words need. Raises Http404."""
    rule = rules_in_full().select_related("replaces", "replaced_by").filter(pk=rule_id).first()
    if rule is None:
        raise Http404("No such rule.")
    return rule


WORDS_OF_A_RULE = (
    "sector",
    "special_only",
    "criticality",
    "kind",
    "audit_type",
    "months",
    "clauses",
    "source",
    "process__name",
    "standard__code",
    "document_kind__name",
)


def rules_behind(numbers: Iterable[int]) -> dict[int, ProfileRule]:
    """Rules by number, with what their words need and no column besides, in one statement."""
    return rules_in_full().only(*WORDS_OF_A_RULE).order_by().in_bulk(sorted(set(numbers)))


LISTED = (
    *(field.name for field in SupplierDocument._meta.concrete_fields),
    "supplier__legal_name",
    "supplier__name_key",
    "supplier__owner__name",
    "supplier__owner__email",
    "kind__name",
    "site__name",
    "scope__process__name",
    "scope__site__name",
)
"""What a row of a document shows or a sort needs."""


def documents_for_page(user: User) -> SupplierDocumentQuerySet:
    """The documents that this person sees, with what their words need."""
    rows = SupplierDocument.objects.visible_to(user)
    return rows.select_related("supplier__owner", "kind", "site", "scope__process", "scope__site")


def documents_for_list(user: User) -> SupplierDocumentQuerySet:
    """What a row shows of those of current suppliers."""
    return documents_for_page(user).filter(supplier__archived_at=None).only(*LISTED)


IN_A_ROW = ("supplier", "number", "revision", "state", "superseded_on", "received_on", "valid_until")
ON_A_PAGE = (*IN_A_ROW, "expiry_order", "supplier__legal_name", "supplier__name_key")
_SCOPES, _SITES = f"{Scope._meta.db_table} told", Site._meta.db_table
NAMES = {
    "kind_name": LookedUp("kind", words="told.name", tables=f"{DocumentKind._meta.db_table} told"),
    "process_name": LookedUp(
        "scope",
        words="process.name",
        tables=f"{_SCOPES} JOIN {Process._meta.db_table} process ON process.id = told.process_id",
    ),
    "site_name": Coalesce(
        LookedUp("scope", words="site.name", tables=f"{_SCOPES} JOIN {_SITES} site ON site.id = told.site_id"),
        LookedUp("site", words="told.name", tables=f"{_SITES} told"),
    ),
}
OWNER = {"owner_name": F("supplier__owner__name"), "owner_email": F("supplier__owner__email")}
"""Read as words: fifty rows would make five instances each for them."""


def documents_in_rows(user: User) -> SupplierDocumentQuerySet:
    """`documents_for_list` as a page of fifty shows them, and no column besides."""
    rows = documents_to_count(user).select_related("supplier")
    return rows.only(*ON_A_PAGE).annotate(**NAMES, **OWNER)


def documents_to_count(user: User) -> SupplierDocumentQuerySet:
    """The documents of the list, without what names them."""
    return SupplierDocument.objects.visible_to(user).filter(supplier__archived_at=None)


def documents_of(supplier: Supplier) -> list[SupplierDocument]:
    """All documents of a supplier as its page lists them, newest first, the superseded ones last."""
    rows = supplier.documents.only(*IN_A_ROW).annotate(**NAMES)
    return sorted(rows.order_by(), key=lambda one: (one.is_current, one.received_on, one.pk), reverse=True)


def document_for_page(user: User, document_id: int) -> SupplierDocument:
    """A document that this person sees. Raises Http404."""
    rows = documents_for_page(user).select_related("uploaded_by", "reviewed_by", "replaces__kind")
    document = rows.filter(pk=document_id).first()
    if document is None:
        raise Http404("No such document.")
    return document


def waiver_for_page(user: User, waiver_id: int) -> Waiver:
    """A waiver that this person sees. Raises Http404."""
    rows = Waiver.objects.visible_to(user).select_related(
        "supplier__owner", "scope__process", "scope__site", "requested_by", "decided_by"
    )
    waiver = rows.filter(pk=waiver_id).first()
    if waiver is None:
        raise Http404("No such waiver.")
    return waiver


OUTLINE_OF_A_WAIVER = (
    "supplier",
    "kind",
    "subject",
    "name",
    "until",
    "state",
    "scope__process__name",
    "scope__site__name",
)


def waivers_of(supplier: Supplier, today: date) -> list[Waiver]:
    """Waivers that wait or may still count, those that wait first."""
    return _waiting_first(_counting(supplier, today).select_related("requested_by", "decided_by"))


def waivers_in_outline(supplier: Supplier, today: date) -> list[Waiver]:
    """The same without who asked and who decided: what a checklist says of them."""
    return _waiting_first(_counting(supplier, today).only(*OUTLINE_OF_A_WAIVER))


def _counting(supplier: Supplier, today: date) -> WaiverQuerySet:
    rows = supplier.waivers.select_related("scope__process", "scope__site").order_by()
    return rows.filter(state__in=[WaiverState.REQUESTED.value, WaiverState.CONFIRMED.value], until__gte=today)


def _waiting_first(rows: WaiverQuerySet) -> list[Waiver]:
    return sorted(rows, key=lambda one: (one.state != WaiverState.REQUESTED.value, one.pk))


def standards_of(supplier: Supplier, day: date) -> list[tuple[Asked, date | None]]:
    """The standards asked of a supplier, each with the day until which a waiver of any scope sets it aside."""
    waivers = supplier.waivers.filter(kind=RequirementKind.STANDARD.value, state=WaiverState.CONFIRMED.value)
    standing = waivers.filter(until__gte=day, subject=OuterRef("standard__code")).order_by("-until")
    rows = list(rules_in_full().holding_on(day).annotate(aside=Subquery(standing.values("until")[:1])).order_by("pk"))
    until = {row.standard.code: row.aside for row in rows if row.standard}  # type: ignore[attr-defined]  # annotated
    asked = standards_asked(profiles_of(supplier, day, [row.rule for row in rows]))
    return [(each, until.get(each.subject)) for each in asked]


def ratings_to_follow() -> int:
    """How many suppliers wait to be rated anew."""
    return EvidenceChange.objects.count()


def kind_by_code(code: str) -> DocumentKind | None:
    """The kind of document of this code, which may come from an address."""
    return DocumentKind.objects.filter(code=code.replace("\x00", "")).first()


def requirement_name(kind: str, subject: str) -> str:
    """A requirement in words: its standard, its document, or the audit."""
    if kind == RequirementKind.DOCUMENT.value:
        return str(kind_by_code(subject) or subject)
    return subject or KIND_LABELS[RequirementKind(kind)]
