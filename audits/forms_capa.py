"""Forms of corrective actions. Content gates live in audits/domain/capa_gates.py; here only shape and words."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.http import QueryDict

from accounts.domain.permissions import Permission
from accounts.models import User
from audits.domain.capa import Severity, Stage
from audits.domain.capa_gates import Gate
from audits.labels_capa import GATE_MESSAGES, SEVERITY_LABELS
from audits.models import Capa, CapaStep, Finding
from audits.selectors_capa import people_for_supplier
from audits.services.capa_review import accept_step, judge_effectiveness, reject_step
from common.views import new_submission
from deliveries.models import Nonconformance
from suppliers.models import Contact, Supplier

LONGEST_TEXT = 10_000


def text_field(label: str, help_text: str = "", *, required: bool = True, rows: int = 3) -> forms.CharField:
    """A text of several lines; a missing one is answered like a gate."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    messages = {"required": GATE_MESSAGES[Gate.TEXT_MISSING]}
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        widget=widget,
        max_length=LONGEST_TEXT,
        error_messages=messages,
    )


def date_field(label: str, help_text: str = "") -> forms.DateField:
    """A day, by the browser's own calendar."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    messages = {"required": GATE_MESSAGES[Gate.DATE_MISSING], "invalid": GATE_MESSAGES[Gate.DATE_MISSING]}
    return forms.DateField(label=label, help_text=help_text, widget=widget, error_messages=messages)


def number_field(label: str, help_text: str = "", *, required: bool = True, least: int = 0) -> forms.IntegerField:
    """A whole number that a person counted."""
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=least,
        max_value=100_000,
        error_messages={"required": GATE_MESSAGES[Gate.COUNT_MISSING]},
    )


class OnceForm(forms.Form):
    """A form that knows which version it was opened at, and counts once."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    submission = forms.UUIDField(widget=forms.HiddenInput)
    compares = False
    """Whether a conflict shows field by field what holds now beside what was typed."""

    def __init__(self, data: Any = None, files: Any = None, *, version: int = 1, **kwargs: Any) -> None:
        initial = {"version": version, "submission": new_submission(), **(kwargs.pop("initial", None) or {})}
        super().__init__(data, files, initial=initial, **kwargs)

    def take_version(self, version: int) -> None:
        """After a conflict was shown: what is sent next is sent knowingly on top of this version."""
        sent = cast(QueryDict, self.data).copy()
        sent["version"] = str(version)
        self.data = sent


class ReasonForm(OnceForm):
    """One sentence why."""

    reason = text_field("Reason")

    def __init__(self, *args: Any, label: str = "Reason", required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
        self.fields["reason"].required = required


class ReviewForm(OnceForm):
    """The reviewer's decision on an answer; a rejection needs words that the owner can work with."""

    ACCEPT, REJECT, EFFECTIVE, NOT_EFFECTIVE = "accept", "reject", "effective", "not_effective"
    decision = forms.ChoiceField(label="Decision", widget=forms.RadioSelect)
    reason = text_field("What is missing, or why", "Needed to reject or to find not effective.", required=False)

    def __init__(self, *args: Any, step: Stage, claims_effective: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "decision").choices = self.offered(step, claims_effective)

    def offered(self, step: Stage, claims_effective: bool) -> list[tuple[str, str]]:
        """The decisions that this step knows."""
        reject = (self.REJECT, "Reject: a new answer is needed")
        if step is not Stage.EFFECTIVENESS:
            return [(self.ACCEPT, "Accept"), reject]
        effective = [(self.EFFECTIVE, "Effective: it can be closed")] if claims_effective else []
        return [*effective, (self.NOT_EFFECTIVE, "Not effective: begin again at containment"), reject]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("decision") in {self.REJECT, self.NOT_EFFECTIVE} and not str(given.get("reason", "")).strip():
            self.add_error("reason", "Say why, so that the next answer can be better.")
        return given

    def judge(self, capa: Capa, **who: Any) -> None:
        """Carry the decision out; `who`: who judges, when, on which version."""
        given = self.cleaned_data
        match given["decision"]:
            case self.ACCEPT:
                accept_step(capa, note=given["reason"], **who)
            case self.REJECT:
                reject_step(capa, reason=given["reason"], **who)
            case decision:
                judge_effectiveness(capa, effective=decision == self.EFFECTIVE, reason=given["reason"], **who)


class PersonField(forms.TypedChoiceField):
    """One of a few people, read from the database once for all fields of a form."""

    def __init__(self, label: str, help_text: str = "") -> None:
        super().__init__(label=label, help_text=help_text, empty_value=None)

    def offer(self, people: Iterable[User]) -> None:
        """Offer these people, and no others."""
        known = {str(person.pk): person for person in people}
        self.choices = [("", "Choose"), *((pk, person.name) for pk, person in known.items())]
        self.coerce = known.get


class OpenForm(OnceForm):
    """Opening a corrective action from a finding or a nonconformance."""

    severity = forms.ChoiceField(label="Severity", help_text="It sets the due dates. It can be raised, not lowered.")
    responsible = PersonField("Responsible with us", "Follows it up and writes down the answers.")
    contact = forms.ModelChoiceField(
        Contact.objects.none(),
        label="Answered by",
        required=False,
        empty_label="The person responsible with us",
        help_text="The supplier's contact who owes the answers.",
    )
    reviewer = PersonField("Reviewer", "Judges the answers. Somebody else than who is responsible.")

    def __init__(self, *args: Any, supplier: Supplier, allowed: Iterable[Severity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "severity").choices = [(each.value, SEVERITY_LABELS[each]) for each in allowed]
        set_people(self, supplier)
        among(self, "contact", supplier.contacts.all())

    @property
    def severity_given(self) -> Severity:
        """The severity as the rules read it."""
        return Severity(self.cleaned_data["severity"])


class PeopleForm(OnceForm):
    """Another responsible person or reviewer."""

    compares = True

    responsible = PersonField("Responsible with us")
    reviewer = PersonField("Reviewer")
    reason = text_field("Reason", rows=2)

    def __init__(self, *args: Any, capa: Capa, **kwargs: Any) -> None:
        initial = {"responsible": capa.responsible_id, "reviewer": capa.reviewer_id}
        super().__init__(*args, initial=initial, **kwargs)
        set_people(self, capa.supplier)


class StepForm(OnceForm):
    """Another owner or due date of a step."""

    compares = True

    owner = forms.ModelChoiceField(User.objects.none(), label="Owner with us", required=False, empty_label="Nobody")
    contact = forms.ModelChoiceField(
        Contact.objects.none(), label="Or the supplier's contact", required=False, empty_label="Nobody"
    )
    due_on = date_field("Due", "A date that has passed already stays on record as missed.")
    reason = text_field("Reason", rows=2)

    def __init__(self, *args: Any, step: CapaStep, **kwargs: Any) -> None:
        initial = {"owner": step.owner_id, "contact": step.contact_id, "due_on": step.due_on}
        super().__init__(*args, initial=initial, **kwargs)
        supplier = step.round.capa.supplier
        among(self, "owner", people_for_supplier(supplier, Permission.CAPA_EDIT))
        among(self, "contact", supplier.contacts.all())


class FindingChoiceField(forms.ModelChoiceField["Finding"]):
    """A finding, named by its day and first words."""

    def label_from_instance(self, finding: Finding) -> str:
        return f"{finding.found_on:%d %b %Y}: {finding.statement[:80]}"


class NonconformanceChoiceField(forms.ModelChoiceField["Nonconformance"]):
    """A nonconformance, named by its number and first words."""

    def label_from_instance(self, row: Nonconformance) -> str:
        return f"{row.number}, {row.found_on:%d %b %Y}: {row.description[:80]}"


class ReopenForm(OnceForm):
    """The same defect was seen again."""

    seen_on = date_field("Seen again on")
    finding = FindingChoiceField(
        Finding.objects.none(), label="Finding that shows it", required=False, empty_label="None"
    )
    nonconformance = NonconformanceChoiceField(
        Nonconformance.objects.none(), label="Nonconformance that shows it", required=False, empty_label="None"
    )
    reason = text_field("What was seen")

    def __init__(self, *args: Any, capa: Capa, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Finding.objects.filter(audit__supplier=capa.supplier).exclude(capas=capa)
        among(self, "finding", rows.order_by("-found_on", "-pk"))
        same = Nonconformance.objects.counting().filter(supplier=capa.supplier).exclude(capas=capa)
        since = same.filter(found_on__gte=capa.opened_on)
        among(self, "nonconformance", since.order_by("-found_on", "-pk"))


def choose(form: forms.Form, name: str) -> forms.ChoiceField:
    """The choice field of this name."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101
    return field


def among(form: forms.Form, name: str, rows: Any) -> None:
    """Offer these records in a field."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
    field.queryset = rows


def set_people(form: forms.Form, supplier: Supplier) -> None:
    """Offer only people who may do it and see the supplier."""
    people = list(people_for_supplier(supplier, Permission.CAPA_EDIT))
    reviewers = [person for person in people if person.can(Permission.CAPA_REVIEW)]
    for name, offered in (("responsible", people), ("reviewer", reviewers)):
        cast(PersonField, form.fields[name]).offer(offered)
