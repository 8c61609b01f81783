from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from certificates.domain.verification import Breach, Check, CheckResult, Method, Outcome, problems
from certificates.forms.fields import CountedForm, EvidenceFileField, PrintedDateField
from certificates.labels import CHECK_LABELS, method_choices, outcome_choices, result_choices
from certificates.models import CertificateFile
from certificates.selectors import Comparison
from certificates.services import CheckAnswer, VerificationData
from certificates.services.errors import problem_text
from suppliers.models import Supplier


@dataclass(frozen=True)
class CheckRow:
    """A line of the form: what to compare, and the two fields for what was found."""

    comparison: Comparison
    result: BoundField
    note: BoundField

    @property
    def label(self) -> str:
        return CHECK_LABELS[self.comparison.check]


class VerificationForm(CountedForm):
    """How somebody looked, what each comparison said, and what came of it."""

    method = forms.ChoiceField(label="How did you look?", choices=method_choices)
    source = forms.CharField(
        label="Where, or whom did you ask?",
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "placeholder": "register, or person at the body"}),
    )
    checked_on = PrintedDateField(label="On")
    outcome = forms.ChoiceField(label="What came of it?", choices=[])
    proof_url = forms.URLField(label="Link to the entry", max_length=500, required=False, assume_scheme="https")
    proof_text = forms.CharField(
        label="What you saw, in words",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    proof_upload = EvidenceFileField(label="Screenshot or letter", required=False)
    kept_proof = forms.ModelChoiceField(
        queryset=CertificateFile.objects.none(), widget=forms.HiddenInput, required=False
    )
    next_due_on = PrintedDateField(
        label="Look again by",
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, supplier: Supplier, comparisons: Sequence[Comparison], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.supplier = supplier
        self.comparisons = comparisons
        self.today = today
        cast(forms.ChoiceField, self.fields["outcome"]).choices = [("", ""), *outcome_choices()]
        kept = cast("forms.ModelChoiceField[CertificateFile]", self.fields["kept_proof"])
        kept.queryset = CertificateFile.objects.filter(supplier=supplier)
        for row in comparisons:
            label = f"{CHECK_LABELS[row.check]}{f' {row.scope}' if row.scope else ''}"
            self.fields[result_name(row)] = forms.ChoiceField(
                label=label,
                choices=result_choices,
                initial=CheckResult.NOT_CHECKED.value,
                widget=forms.RadioSelect,
            )
            self.fields[note_name(row)] = forms.CharField(
                label=f"Note on {label}", max_length=300, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
            )

    @property
    def check_rows(self) -> list[CheckRow]:
        """Each comparison with its fields."""
        return [CheckRow(row, self[result_name(row)], self[note_name(row)]) for row in self.comparisons]

    def clean_checked_on(self) -> date:
        day: date = self.cleaned_data["checked_on"]
        if day > self.today:
            raise ValidationError("This day lies ahead. Record the check on the day it is made.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        due, looked = data.get("next_due_on"), data.get("checked_on")
        if due and looked and due <= looked:
            self.add_error("next_due_on", "The next check must lie after this one.")
        if not any(data.get(name) for name in ("proof_text", "proof_url", "proof_upload", "kept_proof")):
            self.add_error("proof_text", "Attach the proof: a file, a link, or what was seen in words.")
        if data.get("method") and data.get("outcome"):
            self._check_outcome(data)
        return data

    def _check_outcome(self, data: dict[str, Any]) -> None:
        results = {row.key: CheckResult(data[result_name(row)]) for row in self.comparisons if result_name(row) in data}
        for problem in problems(Method(data["method"]), Outcome(data["outcome"]), results):
            about = f"check_{problem.check.value}" if problem.check and problem.check is not Check.SCOPE else "outcome"
            shown_at = "outcome" if problem.breach is Breach.NO_DIFFERENCE_NAMED else about
            text = problem_text(problem)
            if text not in self.errors.get(shown_at, []):
                self.add_error(shown_at, text)

    def verification_data(self, proof: CertificateFile | None) -> VerificationData:
        """What the service takes."""
        data = self.cleaned_data
        return VerificationData(
            method=Method(data["method"]),
            outcome=Outcome(data["outcome"]),
            checked_on=data["checked_on"],
            source=data["source"],
            answers=[
                CheckAnswer(row.check, CheckResult(data[result_name(row)]), row.scope, data[note_name(row)])
                for row in self.comparisons
            ],
            proof_text=data["proof_text"],
            proof_url=data["proof_url"],
            proof_file=proof,
            next_due_on=data["next_due_on"],
        )


def result_name(row: Comparison) -> str:
    return f"check_{row.check.value}_{row.scope.pk}" if row.scope else f"check_{row.check.value}"


def note_name(row: Comparison) -> str:
    return f"note_{result_name(row)}"
