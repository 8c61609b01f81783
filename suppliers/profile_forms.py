"""Forms of requirement profiles, documents and waivers. Rules and records are checked by the services too."""

import re
from datetime import date
from hashlib import sha256
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict

from common.fields import SentOnce, day_field, words_field
from common.uploads import UploadRejected, checked_upload
from standards.domain.duty import Duty
from standards.labels import duty_choices, sector_choices
from standards.models import Standard
from suppliers.domain.profiles.rules import clause_order
from suppliers.domain.profiles.terms import RequirementKind
from suppliers.forms import LineField
from suppliers.labels_profiles import audit_type_choices, kind_choices, least_criticality_choices
from suppliers.models import DocumentKind, Process, ProfileRule, Scope, Site, Supplier, SupplierDocument
from suppliers.profile_evidence import checklist_choices
from suppliers.services.documents import KINDS, DocumentData
from suppliers.services.profiles import RuleData

SPECIAL = "special"
ASKED_BY_KIND: dict[str, tuple[str, ...]] = {
    RequirementKind.STANDARD.value: ("standard",),
    RequirementKind.DOCUMENT.value: ("document_kind",),
    RequirementKind.AUDIT.value: ("audit_type",),
    RequirementKind.CLAUSES.value: ("clauses",),
}
"""The field that each kind needs."""
MAY_HAVE: dict[str, tuple[str, ...]] = {
    RequirementKind.DOCUMENT.value: ("months",),
    RequirementKind.AUDIT.value: ("months", "checklist"),
}
OF_ONE_KIND = ("standard", "document_kind", "audit_type", "checklist", "months", "clauses")
_CLAUSE = re.compile(r"\d{1,2}(\.\d{1,2}){0,3}")


def _any(choices: list[tuple[str, str]], word: str) -> list[tuple[str, str]]:
    return [("", word), *choices]


class RuleForm(SentOnce):
    """A rule: of whom what is asked. `seen` carries the digest of what was previewed: only that is saved."""

    sector = forms.ChoiceField(required=False, choices=lambda: _any(sector_choices(), "Any sector"))
    process = forms.ChoiceField(required=False)
    criticality = forms.ChoiceField(
        required=False, choices=lambda: _any(least_criticality_choices(), "Any criticality")
    )
    kind = forms.ChoiceField(label="What is asked for", choices=kind_choices)
    standard = forms.ModelChoiceField(Standard.objects.all(), required=False, empty_label="–")
    document_kind = forms.ModelChoiceField(
        DocumentKind.objects.filter(is_offered=True), required=False, empty_label="–", label="Document"
    )
    audit_type = forms.ChoiceField(
        label="Audit, at least", required=False, choices=lambda: _any(audit_type_choices(), "–")
    )
    checklist = forms.ChoiceField(required=False, choices=lambda: _any(checklist_choices(), "Any checklist"))
    months = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=120,
        label="Every so many months",
        help_text="An audit's interval, or how long a document is good for. Empty: once is enough.",
    )
    clauses = LineField(
        required=False, max_length=200, label="Clauses", help_text="Of ISO 9001, for instance 8.3, 8.5.1."
    )
    duty = forms.ChoiceField(
        choices=duty_choices,
        initial=Duty.EXPECTED.value,
        help_text="A mandatory certificate that is missing caps the rating; one that is expected costs points. "
        "Documents and audits do not move the rating.",
    )
    valid_from = day_field("Asked from")
    source = LineField(max_length=300, help_text="Who says so: a customer's requirement, a law, or our own rule.")
    checked_on = day_field("Source looked at on")
    notes = words_field("Notes", rows=2, required=False)
    reason = LineField(max_length=500, required=False, help_text="Kept in the history.")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, rule: ProfileRule | None = None, today: date) -> None:
        initial = _rule_initial(rule, today) if rule else {"valid_from": today, "checked_on": today}
        super().__init__(data, initial=initial)
        processes = [(str(pk), name) for pk, name in Process.objects.values_list("pk", "name")]
        fields: dict[str, Any] = self.fields
        fields["process"].choices = [("", "Any process"), (SPECIAL, "Special processes only"), *processes]
        if rule is None:
            del self.fields["reason"]
        if rule is not None:
            offered = DocumentKind.objects.filter(Q(is_offered=True) | Q(rules=rule)).distinct()
            fields["document_kind"].queryset = offered

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        kind = typed.get("kind", "")
        wanted = ASKED_BY_KIND.get(kind, ())
        for name in wanted:
            if not typed.get(name) and name not in self.errors:
                self.add_error(name, "Choose what is asked for.")
        for name in OF_ONE_KIND:
            if name not in wanted and name not in MAY_HAVE.get(kind, ()):
                typed[name] = "" if isinstance(self.fields[name], forms.ChoiceField | forms.CharField) else None
        for name in ("standard", "document_kind"):
            typed[name] = typed.get(name) or None
        return typed

    def clean_clauses(self) -> str:
        parts = [part for part in re.split(r"[,;\s]+", self.cleaned_data["clauses"]) if part]
        wrong = [part for part in parts if not _CLAUSE.fullmatch(part)]
        if wrong:
            raise ValidationError(f"{wrong[0]} is no clause. Type numbers with commas: 8.3, 8.5.1.")
        return ", ".join(sorted(set(parts), key=clause_order))

    @property
    def rule_data(self) -> RuleData:
        """The rule as the service takes it."""
        typed = self.cleaned_data
        names = set(RuleData.__dataclass_fields__) - {"process", "special_only"}
        process = typed["process"]
        chosen = Process.objects.get(pk=int(process)) if process not in ("", SPECIAL) else None
        return RuleData(**{name: typed[name] for name in names}, process=chosen, special_only=process == SPECIAL)

    @property
    def digest(self) -> str:
        """Names what was typed, so that what is saved is what was previewed."""
        names = sorted(set(self.cleaned_data) - {"seen", "submission", "reason"})
        typed = [(name, str(self.cleaned_data[name])) for name in names]
        return sha256(repr(typed).encode()).hexdigest()

    @property
    def was_previewed(self) -> bool:
        """Whether the person saw what exactly this would change."""
        return bool(self.cleaned_data.get("seen") == self.digest)

    def show_again(self) -> None:
        """The page that shows the effect carries its digest."""
        data = cast(QueryDict, self.data).copy()
        data["seen"] = self.digest
        self.data = data


def _rule_initial(rule: ProfileRule, today: date) -> dict[str, Any]:
    names = ("sector", "criticality", "kind", "audit_type", "checklist", "months", "clauses", "duty", "source", "notes")
    values: dict[str, Any] = {name: getattr(rule, name) for name in names}
    return values | {
        "process": SPECIAL if rule.special_only else str(rule.process_id or ""),
        "standard": rule.standard_id,
        "document_kind": rule.document_kind_id,
        "valid_from": max(rule.valid_from, today),
        "checked_on": rule.checked_on,
        "version": rule.version,
    }


class EndRuleForm(forms.Form):
    """From which day on it is asked no longer, and why."""

    on = day_field("No longer asked from")
    reason = LineField(max_length=500)
    version = forms.IntegerField(widget=forms.HiddenInput)


class KindForm(SentOnce):
    """A kind of document."""

    name = LineField(max_length=120)
    description = LineField(max_length=300, required=False, help_text="What has to be in it.")
    is_offered = forms.BooleanField(label="Offered for new documents", required=False, initial=True)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "description", "is_offered")}


class DocumentForm(SentOnce):
    """A document that came in, with its file."""

    file = forms.FileField(
        label="File",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"}),
    )
    kind = forms.ModelChoiceField(DocumentKind.objects.filter(is_offered=True), label="What it is", empty_label="–")
    holds_for = forms.ChoiceField(label="Holds for", required=False)
    number = LineField(label="Number or title", max_length=120, required=False)
    revision = LineField(max_length=40, required=False)
    issued_on = day_field("Date of issue", required=False)
    valid_until = day_field("Valid until", required=False, help_text="As printed. Empty: no end is printed.")
    received_on = day_field("Received on")

    def __init__(self, *args: Any, supplier: Supplier, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        self.sites = {f"site:{one.pk}": one for one in supplier.sites.all()}
        scopes = supplier.scopes.rated().select_related("process", "site")
        self.scopes = {f"scope:{one.pk}": one for one in scopes}
        fields["holds_for"].choices = [
            ("", "The whole supplier"),
            *((key, f"Site: {site}") for key, site in self.sites.items()),
            *((key, f"{scope.process}, {scope.site}") for key, scope in self.scopes.items()),
        ]

    def clean_file(self) -> Any:
        try:
            checked_upload(self.cleaned_data["file"], kinds=KINDS)
        except UploadRejected as error:
            raise ValidationError(str(error)) from None
        return self.cleaned_data["file"]

    @property
    def document(self) -> DocumentData:
        """The document as the service takes it."""
        typed = self.cleaned_data
        names = ("kind", "received_on", "number", "revision", "issued_on", "valid_until")
        site: Site | None = self.sites.get(typed["holds_for"])
        scope: Scope | None = self.scopes.get(typed["holds_for"])
        return DocumentData(**{name: typed[name] for name in names}, site=site, scope=scope)


def document_initial(document: SupplierDocument, today: date) -> dict[str, Any]:
    """A newer one is mostly of the same kind, for the same place."""
    place = (
        f"scope:{document.scope_id}" if document.scope_id else f"site:{document.site_id}" if document.site_id else ""
    )
    return {"kind": document.kind_id, "holds_for": place, "number": document.number, "received_on": today}


class NoteForm(forms.Form):
    """Words for a decision; whether they must be there, the service says."""

    note = LineField(max_length=500, required=False, label="Remark")


class WaiverForm(SentOnce):
    """Why a requirement is set aside, and until when."""

    reason = words_field("Why", rows=3)
    until = day_field("Until, at the latest", help_text="At most a year ahead. From then on it is asked for again.")
    everywhere = forms.BooleanField(label="For everything we buy from this supplier", required=False)

    def __init__(self, *args: Any, has_scope: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not has_scope:
            del self.fields["everywhere"]
