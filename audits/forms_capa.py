"""Forms of corrective actions. Content gates live in audits/domain/capa_gates.py; here only shape and words."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from accounts.domain.permissions import Permission
from accounts.models import User
from audits.domain.capa import Effectiveness, Severity, Stage, severities_for
from audits.domain.capa_answers import Answer
from audits.domain.capa_gates import (
    ActionKind,
    Actions,
    Containment,
    Criterion,
    EffectivenessCheck,
    Gate,
    Implemented,
    Measure,
    RootCause,
)
from audits.domain.findings import FindingGrade
from audits.labels_capa import (
    GATE_MESSAGES,
    SEVERITY_LABELS,
    action_kind_choices,
    effectiveness_choices,
    measure_choices,
)
from audits.models import Capa, CapaRound, CapaStep, Finding
from audits.selectors_capa import people_for_supplier
from common.uploads import CheckedFile, Kind, UploadRejected, checked_upload
from common.views import new_submission
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

    def __init__(self, data: Any = None, files: Any = None, *, version: int = 1, **kwargs: Any) -> None:
        initial = {"version": version, "submission": new_submission(), **(kwargs.pop("initial", None) or {})}
        super().__init__(data, files, initial=initial, **kwargs)

    def take_version(self, version: int) -> None:
        """After a conflict was shown: what is sent next is sent knowingly on top of this version."""
        sent = cast(QueryDict, self.data).copy()
        sent["version"] = str(version)
        self.data = sent


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each judged by its content."""

    def clean(self, data: Any, initial: Any = None) -> list[CheckedFile]:
        given: Sequence[UploadedFile[Any]] = data if isinstance(data, list | tuple) else [data] if data else []
        clean = super().clean
        try:
            return [checked_upload(clean(each, initial), kinds=tuple(Kind)) for each in given]
        except UploadRejected as refused:
            raise forms.ValidationError(str(refused)) from refused


SPANS = {"done_on": 6, "implemented_on": 6, "criterion_count": 3, "criterion_measure": 3, "lots": 6, "same_defects": 6}


class AnswerForm(OnceForm):
    """What every step asks beside its own questions."""

    evidence = text_field(
        "Evidence",
        "Needed unless files show it: record numbers, measurements, where it can be seen.",
        required=False,
        rows=2,
    )
    attached = FilesField(label="Files", required=False, widget=FilesInput)
    answered_on = date_field("Answered on", "The day the supplier gave this answer. Lateness counts by it.")
    own: tuple[str, ...] = ()

    def __init__(self, *args: Any, walk: CapaRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suit(walk)

    def suit(self, walk: CapaRound) -> None:
        """Ask only what this round needs."""

    @property
    def own_fields(self) -> list[tuple[Any, int]]:
        """The step's own questions in order, each with its width in twelfths."""
        return [(self[name], SPANS.get(name, 12)) for name in self.own if name in self.fields]

    def answer(self) -> Answer:
        """The answer as the rules read it."""
        raise NotImplementedError


class ContainmentForm(AnswerForm):
    own = ("done", "searched", "done_on")
    done = text_field("What was done", "Sorted, blocked, replaced: what, how many, with what result.")
    searched = text_field("Where else it was looked for", "Stock, in process, in transit, at our plant.", rows=2)
    done_on = date_field("Finished on", "Containment is done, not planned.")

    def answer(self) -> Containment:
        given = self.cleaned_data
        return Containment(given["done"], given["searched"], given["done_on"])


class RootCauseForm(AnswerForm):
    own = ("occurrence", "escape", "system")
    occurrence = text_field("Why it happened", "The technical cause, down to what can be changed.")
    escape = text_field("Why it was not caught", "Which check should have found it, and why it did not.")
    system = text_field("Why the system allowed both", "What in planning, release or control left the gap.")

    def answer(self) -> RootCause:
        given = self.cleaned_data
        return RootCause(given["occurrence"], given["escape"], given["system"])


class ActionsForm(AnswerForm):
    own = (
        "against_occurrence",
        "against_escape",
        "kinds",
        "criterion",
        "criterion_count",
        "criterion_measure",
    )
    against_occurrence = text_field("Against the cause", "What will change, by whom, until when.")
    against_escape = text_field("Against the escape", "What will catch it from now on.")
    kinds = forms.MultipleChoiceField(
        label="What the actions change",
        choices=action_kind_choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": GATE_MESSAGES[Gate.KIND_MISSING]},
    )
    criterion = text_field(
        "Effective when", "Fixed now, judged later: what will be looked at and what must not be seen.", rows=2
    )
    criterion_count = number_field("Observed over", least=1)
    criterion_measure = forms.ChoiceField(label="Counted in", choices=measure_choices)

    def answer(self) -> Actions:
        given = self.cleaned_data
        criterion = Criterion(given["criterion"], given["criterion_count"], Measure(given["criterion_measure"]))
        kinds = frozenset(ActionKind(kind) for kind in given["kinds"])
        return Actions(given["against_occurrence"], given["against_escape"], kinds, criterion)


class ImplementedForm(AnswerForm):
    own = ("in_place", "implemented_on", "validation", "documents")
    in_place = text_field("What is in place")
    implemented_on = date_field("In place since")
    validation = text_field("How it was validated", "Trial runs, measurements, before and after.")
    documents = text_field("FMEA and control plan", "Which line or revision was updated, or why none.", rows=2)

    def answer(self) -> Implemented:
        given = self.cleaned_data
        return Implemented(given["in_place"], given["validation"], given["documents"], given["implemented_on"])


class EffectivenessForm(AnswerForm):
    own = ("observed", "lots", "same_defects", "result")
    observed = text_field("What was observed", "Which lots or days, what was measured, what was found.")
    lots = number_field("Lots observed")
    same_defects = number_field("Same defect seen", "How many times. Zero is an answer.")
    result = forms.ChoiceField(label="Result", choices=effectiveness_choices, widget=forms.RadioSelect)

    def suit(self, walk: CapaRound) -> None:
        """Lots are asked for only where the criterion counts them; who observes here is us, not the supplier."""
        if walk.fixed_criterion.measure is Measure.LOTS:
            self.fields["lots"].help_text = f"The criterion asks for {walk.criterion_count}."
        else:
            del self.fields["lots"]
        self.fields["answered_on"].label, self.fields["answered_on"].help_text = "Judged on", ""

    def answer(self) -> EffectivenessCheck:
        given = self.cleaned_data
        return EffectivenessCheck(
            given["observed"], Effectiveness(given["result"]), given.get("lots"), given["same_defects"]
        )


ANSWER_FORMS: dict[Stage, type[AnswerForm]] = {
    Stage.CONTAINMENT: ContainmentForm,
    Stage.ROOT_CAUSE: RootCauseForm,
    Stage.ACTIONS: ActionsForm,
    Stage.IMPLEMENTED: ImplementedForm,
    Stage.EFFECTIVENESS: EffectivenessForm,
}


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
    """Opening a corrective action from a finding."""

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

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        supplier = finding.audit.supplier
        allowed = severities_for(FindingGrade(finding.grade))
        choose(self, "severity").choices = [(each.value, SEVERITY_LABELS[each]) for each in allowed]
        set_people(self, supplier)
        among(self, "contact", supplier.contacts.all())

    @property
    def severity_given(self) -> Severity:
        """The severity as the rules read it."""
        return Severity(self.cleaned_data["severity"])


class PeopleForm(OnceForm):
    """Another responsible person or reviewer."""

    responsible = PersonField("Responsible with us")
    reviewer = PersonField("Reviewer")
    reason = text_field("Reason", rows=2)

    def __init__(self, *args: Any, capa: Capa, **kwargs: Any) -> None:
        initial = {"responsible": capa.responsible_id, "reviewer": capa.reviewer_id}
        super().__init__(*args, initial=initial, **kwargs)
        set_people(self, capa.supplier)


class StepForm(OnceForm):
    """Another owner or due date of a step."""

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


class ReopenForm(OnceForm):
    """The same defect was seen again."""

    seen_on = date_field("Seen again on")
    finding = FindingChoiceField(
        Finding.objects.none(), label="Finding that shows it", required=False, empty_label="None"
    )
    reason = text_field("What was seen")

    def __init__(self, *args: Any, capa: Capa, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Finding.objects.filter(audit__supplier=capa.supplier).exclude(pk=capa.finding_id)
        among(self, "finding", rows.order_by("-found_on", "-pk"))


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
