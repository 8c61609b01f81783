"""Forms of what is counted on the floor: coverage, and where defects were caught."""

from collections.abc import Collection
from typing import Any

from django import forms

from audits.domain.audits import Strength
from audits.domain.observations import Coverage, Disclosure, Sampling, StageCounts, StagesSeen
from audits.labels import disclosure_choices, sampling_choices, strength_choices
from audits.models import Audit, CoverageObservation, StageObservation
from audits.services import (
    Recorded,
    Source,
    correct_coverage,
    correct_stages,
    record_coverage,
    record_stages,
)
from common.fields import SentOnce, day_field, words_field
from deliveries.domain.stages import SUPPLIER_STAGES, Stage
from suppliers.models import Site, Supplier


def count_field(label: str, **options: Any) -> forms.IntegerField:
    """A number of things; empty where nobody counted."""
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0})
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=2_000_000_000, widget=widget, **options
    )


class ObservationForm(SentOnce):
    """What every observation needs. Within an audit, site and source are those of the audit."""

    use_required_attribute = False
    site = forms.ModelChoiceField(Site.objects.none(), label="Site", empty_label=None)
    strength = forms.ChoiceField(
        label="How we know",
        choices=strength_choices,
        initial=Strength.REGISTER_EXPORT.value,
        help_text="The closer to the process, the more it weighs.",
    )
    period_from = day_field("Period from")
    period_to = day_field("Period to")
    observed_on = day_field("Seen on")
    note = words_field("Note", rows=2, required=False, help_text="Which log, which sample, who showed it.")
    reason = words_field("What was wrong with the first", rows=2)

    def __init__(
        self, *args: Any, supplier: Supplier, audit: Audit | None = None, correcting: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.audit = audit
        fields: dict[str, Any] = self.fields
        fields["site"].queryset = supplier.sites.all()
        for name, needed in (("reason", correcting), ("site", not self._fixed), ("strength", not self._fixed)):
            if not needed or (correcting and name != "reason"):
                del self.fields[name]

    def _need(self, names: tuple[str, ...], *, unless: tuple[str, Collection[str]], words: str) -> None:
        """Fields that must be filled in, unless another one says that there is nothing to count."""
        field, silent = unless
        chosen = self.data.get(field) if self.is_bound else self.initial.get(field)
        for name in names:
            self.fields[name].required = chosen not in silent
            self.fields[name].error_messages["required"] = words

    @property
    def _fixed(self) -> bool:
        return self.audit is not None

    def source(self) -> Source:
        """Where the count comes from."""
        if self.audit is not None:
            return Source.of_audit(self.audit)
        return Source(self.cleaned_data["site"], Strength(self.cleaned_data["strength"]))

    def _period(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("period_from", "period_to", "observed_on")}


class CoverageForm(ObservationForm):
    """Incoming-inspection coverage."""

    sampling = forms.ChoiceField(label="How the receipts were chosen", choices=sampling_choices)
    receipts = count_field("Receipts looked at")
    with_record = count_field("With an inspection record")
    skip_lot = count_field("Skipped by a written plan")
    field_order = (
        "site", "strength", "period_from", "period_to", "observed_on", "sampling",
        "receipts", "with_record", "skip_lot", "note", "reason",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        silent = ("sampling", {Sampling.NOT_DISCLOSED.value})
        words = "Enter a number. If they would not show it, choose “Asked, not disclosed” above."
        self._need(("receipts", "with_record"), unless=silent, words=words)

    def record(self, by: Recorded) -> CoverageObservation:
        """Keep what was typed."""
        return record_coverage(self.source(), self.coverage(), by)

    def correct(self, row: CoverageObservation, by: Recorded) -> CoverageObservation:
        """Supersede a wrong one by what was typed."""
        return correct_coverage(row, self.coverage(), by, reason=self.cleaned_data["reason"])

    def coverage(self) -> Coverage:
        """The observation as the service takes it."""
        data = self.cleaned_data
        return Coverage(
            **self._period(),
            sampling=Sampling(data["sampling"]),
            receipts=data["receipts"],
            with_record=data["with_record"],
            skip_lot=data["skip_lot"] or 0,
        )


class StagesForm(ObservationForm):
    """Where defects were caught."""

    disclosure = forms.ChoiceField(label="The supplier's own counts", choices=disclosure_choices)
    caught_incoming = count_field("Incoming inspection")
    caught_subassembly = count_field("Subassembly")
    caught_in_process = count_field("In process")
    caught_final = count_field("Final inspection")
    caught_receiving = count_field("Our receiving")
    caught_line = count_field("Our line")
    caught_customer = count_field("Our customer")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        silent = ("disclosure", {Disclosure.NOT_DISCLOSED.value, Disclosure.NOT_ASKED.value})
        words = "Enter a number; 0 when nothing was caught there."
        self._need(tuple(f"caught_{stage.value}" for stage in SUPPLIER_STAGES), unless=silent, words=words)

    def record(self, by: Recorded) -> StageObservation:
        """Keep what was typed."""
        return record_stages(self.source(), self.seen(), by)

    def correct(self, row: StageObservation, by: Recorded) -> StageObservation:
        """Supersede a wrong one by what was typed."""
        return correct_stages(row, self.seen(), by, reason=self.cleaned_data["reason"])

    def seen(self) -> StagesSeen:
        """The observation as the service takes it."""
        counts = {stage.value: self.cleaned_data[f"caught_{stage.value}"] for stage in Stage}
        disclosure = Disclosure(self.cleaned_data["disclosure"])
        return StagesSeen(**self._period(), disclosure=disclosure, counts=StageCounts(**counts))


def observation_initial(row: CoverageObservation | StageObservation) -> dict[str, Any]:
    """What the correction of an observation begins with: the wrong one."""
    names = [field.name for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in names}
