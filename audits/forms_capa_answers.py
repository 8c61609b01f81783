"""The form of each step's answer. Content gates live in audits/domain/capa_gates.py; here only shape and words."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from audits.domain.capa import Effectiveness, Stage
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
from audits.forms_capa import OnceForm, date_field, number_field, text_field
from audits.labels_capa import GATE_MESSAGES, action_kind_choices, effectiveness_choices, measure_choices
from audits.models import CapaRound
from common.uploads import CheckedFile, Kind, UploadRejected, checked_upload


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
