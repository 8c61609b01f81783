"""What can be changed of many suppliers at once."""

from typing import Any, cast

from django import forms

from accounts.domain.permissions import Permission, Role
from accounts.models import Team, User
from common.bulk.forms import BulkForm
from standards.labels import sector_choices
from suppliers.domain.status import WHO_MAY_SET
from suppliers.domain.terms import Status
from suppliers.forms import people_who_may
from suppliers.labels import STATUS_LABELS, criticality_choices
from suppliers.services.bulk_edit import ARCHIVE, BRING_BACK, NEEDED

LEAVE = [("", "Leave as it is")]


class SupplierBulkForm(BulkForm):
    """Only what this person's role may change is offered."""

    owner = forms.ModelChoiceField(User.objects.none(), required=False, empty_label="Leave as it is")
    sector = forms.ChoiceField(required=False, choices=lambda: LEAVE + sector_choices())
    criticality = forms.ChoiceField(required=False, choices=lambda: LEAVE + criticality_choices())
    with_scopes = forms.BooleanField(
        label="Also of what we buy there",
        required=False,
        help_text="Each process that is bought has a criticality of its own; the rating reads that one.",
    )
    status = forms.ChoiceField(
        required=False,
        help_text="Suppliers from whose status it may not follow are left out; the next page names them.",
    )
    team = forms.ModelChoiceField(
        Team.objects.all(),
        required=False,
        empty_label="Leave as it is",
        label="Team of the restricted ones",
        help_text="Whoever is in it sees them.",
    )
    archive = forms.ChoiceField(
        label="Archive", required=False, choices=[*LEAVE, (ARCHIVE, "Archive"), (BRING_BACK, "Bring back")]
    )
    field_order = ["owner", "sector", "criticality", "with_scopes", "status", "team", "archive", "reason"]

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        for name, permission in NEEDED.items():
            if not user.can(Permission(permission)):
                del self.fields[name]
        cast("forms.ModelChoiceField[User]", self.fields["owner"]).queryset = people_who_may(Permission.SUPPLIER_EDIT)
        if "status" in self.fields:
            mine = [(to.value, STATUS_LABELS[to]) for to in Status if Role(user.role) in WHO_MAY_SET[to]]
            cast(forms.ChoiceField, self.fields["status"]).choices = LEAVE + mine

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("with_scopes") and not given.get("criticality"):
            self.add_error("with_scopes", "Choose the criticality that it shall follow.")
        return given
