"""Who is responsible for many corrective actions, and who reviews them."""

from typing import Any, cast

from django import forms

from accounts.domain.permissions import Permission
from accounts.models import User
from common.bulk.forms import BulkForm
from suppliers.forms import people_who_may


class CapaPeopleForm(BulkForm):
    """Nobody reviews their own: where that would be, the corrective action is left out, and the next page says so."""

    responsible = forms.ModelChoiceField(
        User.objects.none(),
        label="Responsible with us",
        required=False,
        empty_label="Leave as it is",
        help_text="Gets the open steps of whoever was responsible.",
    )
    reviewer = forms.ModelChoiceField(User.objects.none(), required=False, empty_label="Leave as it is")
    field_order = ["responsible", "reviewer", "reason"]

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        needed = {"responsible": Permission.CAPA_EDIT, "reviewer": Permission.CAPA_REVIEW}
        for name, permission in needed.items():
            cast("forms.ModelChoiceField[User]", self.fields[name]).queryset = people_who_may(permission)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("responsible") and given.get("responsible") == given.get("reviewer"):
            self.add_error("reviewer", "Who reviews must be somebody else than who is responsible.")
        return given
