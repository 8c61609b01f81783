"""What is asked before scorecards of a selection are made."""

from django import forms

from scoring.domain.bundles import BundleForm
from scoring.labels import bundle_form_choices

LINE, EVERY = "line", "every"


class BundleRequestForm(forms.Form):
    """As what, and of which scopes."""

    form = forms.ChoiceField(
        label="As",
        choices=bundle_form_choices,
        initial=BundleForm.PDF.value,
        widget=forms.RadioSelect,
        help_text="The single PDFs of a ZIP are tagged for screen readers; the joined one is not.",
    )
    scopes = forms.ChoiceField(
        label="Of each supplier",
        choices=[(LINE, "The scope that stands for it, one scorecard"), (EVERY, "Every scope that is bought")],
        initial=LINE,
        widget=forms.RadioSelect,
    )
