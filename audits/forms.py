"""Forms of audits and findings: what was typed, checked for its form; rules are asked by the services."""

from typing import Any

from django import forms

from accounts.domain.permissions import Permission
from accounts.models import User
from audits.domain.audits import Purpose, Strength
from audits.domain.findings import FindingGrade
from audits.domain.grading import Grade
from audits.labels import audit_strength_choices, finding_grade_choices, grade_choices, purpose_choices
from audits.models import Audit, Finding
from audits.selectors_capa import people_for_supplier
from audits.services import AnswerInput, AuditPlan, FindingInput
from audits.services.answers import LONGEST_EVIDENCE
from common.fields import SentOnce, day_field, words_field
from suppliers.models import Scope, Site, Supplier


class ScopePicker(forms.ModelMultipleChoiceField[Scope]):
    """Scopes by process and site."""

    def label_from_instance(self, obj: Scope) -> str:
        return f"{obj.process} · {obj.site}"


class PlanForm(SentOnce):
    """The plan of an audit at one of a supplier's sites."""

    site = forms.ModelChoiceField(Site.objects.none(), label="Site", empty_label=None)
    scopes = ScopePicker(
        Scope.objects.none(),
        label="What will be looked at",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    purpose = forms.ChoiceField(label="Purpose", choices=purpose_choices)
    strength = forms.ChoiceField(
        label="How",
        choices=audit_strength_choices,
        help_text="Unannounced and on site weighs most in the rating.",
        initial=Strength.ANNOUNCED_ON_SITE.value,
    )
    lead = forms.ModelChoiceField(User.objects.none(), label="Lead auditor", empty_label=None)
    planned_on = day_field("Planned for")
    note = words_field("What to look at in particular", rows=3, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, supplier: Supplier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["site"].queryset = supplier.sites.filter(closed_on=None)
        fields["scopes"].queryset = Scope.objects.filter(supplier=supplier).select_related("process", "site")
        fields["lead"].queryset = people_for_supplier(supplier, Permission.AUDIT_EDIT)
        if not supplier.scopes.exists():
            del self.fields["scopes"]

    def plan(self) -> AuditPlan:
        """The plan as the service takes it."""
        data = self.cleaned_data
        return AuditPlan(
            site=data["site"],
            lead=data["lead"],
            planned_on=data["planned_on"],
            purpose=Purpose(data["purpose"]),
            strength=Strength(data["strength"]),
            scopes=list(data.get("scopes", [])),
            note=data["note"],
        )


def plan_initial(audit: Audit) -> dict[str, Any]:
    """What the form of an existing plan begins with."""
    names = ("site", "purpose", "strength", "lead", "planned_on", "note", "version")
    return {name: getattr(audit, name) for name in names} | {"scopes": audit.scopes.all()}


class StartForm(forms.Form):
    conducted_on = day_field("Conducted on", help_text="The day on site; the last one when there are several.")


class CompleteForm(forms.Form):
    conducted_on = day_field("Conducted on")
    summary = words_field(
        "Conclusion",
        required=False,
        help_text="What somebody should know who reads nothing else. It appears with the audit.",
    )


class ReasonForm(forms.Form):
    reason = words_field("Reason", rows=3)


class ReplanForm(ReasonForm):
    planned_on = day_field("Planned for")
    field_order = ("planned_on", "reason")


class AnswerForm(forms.Form):
    """What was typed on one card. An unknown grade is an error, no grade is not."""

    grade = forms.ChoiceField(required=False, choices=lambda: [("", ""), *grade_choices()])
    evidence = forms.CharField(required=False, max_length=LONGEST_EVIDENCE)
    version = forms.IntegerField(required=False, min_value=0)
    replace = forms.IntegerField(required=False, min_value=1)

    def given(self, question: str) -> AnswerInput:
        """The answer as the service takes it."""
        grade = self.cleaned_data["grade"]
        return AnswerInput(question, Grade(grade) if grade else None, self.cleaned_data["evidence"])

    @property
    def expected_version(self) -> int:
        """The version that was seen, or the one that a person chose to replace."""
        return self.cleaned_data["replace"] or self.cleaned_data["version"] or 0


class FindingForm(SentOnce):
    """A finding as it is written down, from a question or apart from one."""

    grade = forms.ChoiceField(
        label="Grade",
        choices=finding_grade_choices,
        widget=forms.RadioSelect,
        initial=FindingGrade.MINOR.value,
    )
    statement = words_field(
        "What was found",
        help_text="What is so, and what should be: in a sentence the supplier would accept.",
    )
    evidence = words_field(
        "What shows it", rows=3, required=False, help_text="Record numbers, counts, places. No names of operators."
    )
    question = forms.ChoiceField(label="Question", required=False)
    clause = forms.CharField(label="Clause", required=False, max_length=20, help_text="Of ISO 9001:2015.")
    due_on = day_field(
        "To be corrected by", required=False, help_text="Left empty: 30 days for a major, 60 for a minor."
    )
    is_repeat = forms.BooleanField(label="It repeats the earlier finding", required=False)
    photo = forms.FileField(
        label="Photo",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png"}),
    )
    reason = words_field("Reason for the correction", rows=2, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, audit: Audit, earlier: Finding | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.audit = audit
        self.earlier = earlier
        questions = [(one.code, f"{one.code} · {one.text}") for one in audit.checklist.questions]
        fields: dict[str, Any] = self.fields
        fields["question"].choices = [("", "None: seen apart from the checklist"), *questions]
        if earlier is None:
            del self.fields["is_repeat"]

    def keep(self, *names: str) -> "FindingForm":
        """The form without the fields that do not arise on its page."""
        for name in ("reason", "photo", "version"):
            if name not in names:
                del self.fields[name]
        return self

    def given(self) -> FindingInput:
        """The finding as the service takes it."""
        data = self.cleaned_data
        question = self.audit.checklist.by_code.get(data["question"])
        return FindingInput(
            grade=FindingGrade(data["grade"]),
            statement=data["statement"],
            evidence=data["evidence"],
            question=data["question"],
            clause=data["clause"] or (question.clause if question else ""),
            due_on=data["due_on"],
            repeats=self.earlier if data.get("is_repeat") else None,
        )


class CloseForm(forms.Form):
    closed_on = day_field("Seen on")
    note = words_field(
        "What was seen that closes it", rows=3, help_text="On the floor or in a record, by whom. Not a promise."
    )


class PhotoForm(forms.Form):
    photo = forms.FileField(label="Photo", widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png"}))
    caption = forms.CharField(label="Caption", required=False, max_length=200)
