"""What people type about people."""

from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ResetPasswordKeyForm as AllauthResetPasswordKeyForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Q

from accounts.domain.tokens import TokenScope, refusal_of_end
from accounts.labels import role_choices, token_scope_choices
from accounts.models import Invitation, Team, User
from accounts.services.people import note_password_change
from common.models import MailState
from common.views import new_submission

USUAL = timedelta(days=90)
"""How long a token lasts if nothing else is chosen."""


class PeopleFilter(forms.Form):
    q = forms.CharField(required=False, max_length=200)
    role = forms.ChoiceField(required=False, choices=lambda: [("", "Any"), *role_choices()])
    access = forms.ChoiceField(
        required=False, choices=[("", "Any"), ("yes", "Can sign in"), ("no", "Deactivated")], label="Access"
    )


class MailFilter(forms.Form):
    q = forms.CharField(required=False, max_length=200)
    state = forms.ChoiceField(required=False, choices=lambda: [("", "Any"), *MailState.choices], label="Outcome")


class TeamsField(forms.ModelMultipleChoiceField[Team]):
    widget = forms.CheckboxSelectMultiple


class PersonForm(forms.ModelForm[User]):
    teams = TeamsField(
        queryset=Team.objects.all(), required=False, help_text="They see the restricted suppliers of their teams."
    )
    is_active = forms.BooleanField(
        required=False,
        label="Can sign in",
        help_text="Without this tick the person is signed out at once; the history keeps what they did.",
    )
    reason = forms.CharField(required=False, max_length=300, label="Why", help_text="Kept in the history.")
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = User
        fields = ("name", "role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.instance
        self.initial.update(teams=list(person.teams.all()), is_active=person.is_active, version=person.version)
        self.order_fields(["name", "role", "teams", "is_active", "reason", "version"])


class InviteForm(forms.Form):
    email = forms.EmailField(label="E-mail", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(choices=lambda: [("", "Choose a role"), *role_choices()])
    teams = TeamsField(queryset=Team.objects.all(), required=False, help_text="For restricted suppliers only.")
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=new_submission)

    def clean_email(self) -> str:
        """Both are rules of the service; here they stand next to the field."""
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError("Somebody already signs in with this e-mail address.")
        if Invitation.objects.filter(Q(email=email, accepted_at=None, revoked_at=None)).exists():
            raise forms.ValidationError("This person is invited already. Send that invitation again instead.")
        return email


class AcceptForm(forms.Form):
    """An invited person's name and password."""

    name = forms.CharField(label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password1 = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 8 characters, not digits only, not a common password. A short sentence is best.",
    )
    password2 = forms.CharField(
        label="Password again", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password1(self) -> str:
        password = str(self.cleaned_data["password1"])
        validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("password1") and data.get("password2") and data["password1"] != data["password2"]:
            self.add_error("password2", "The two passwords differ.")
        return data


class MembersField(forms.ModelMultipleChoiceField[User]):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name} ({obj.email})"


class TeamForm(forms.ModelForm[Team]):
    members = MembersField(queryset=User.objects.filter(is_active=True).order_by("name", "pk"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=new_submission, required=False)

    class Meta:
        model = Team
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.update(members=list(self.instance.members.all()), version=self.instance.version)
            possible = User.objects.filter(Q(is_active=True) | Q(teams=self.instance)).distinct()
            cast(MembersField, self.fields["members"]).queryset = possible.order_by("name", "pk")

    @property
    def token(self) -> UUID | None:
        return cast("UUID | None", self.cleaned_data.get("submission"))


class ProfileForm(forms.ModelForm[User]):
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = User
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version


class TokenForm(forms.Form):
    """What a new token is for and until when."""

    name = forms.CharField(max_length=80, help_text="What it is for: the program or machine that gets it.")
    scope = forms.ChoiceField(label="May", choices=token_scope_choices, widget=forms.RadioSelect)
    expires_on = forms.DateField(
        label="Last day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), help_text="A year at most."
    )
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=new_submission)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"scope": TokenScope.READ.value, "expires_on": today + USUAL})
        self.today = today

    def clean_expires_on(self) -> date:
        """The service's rule; here it stands next to the field."""
        day: date = self.cleaned_data["expires_on"]
        if refusal := refusal_of_end(day, self.today):
            raise forms.ValidationError(refusal)
        return day


class LoginForm(AllauthLoginForm):  # type: ignore[misc]  # allauth is untyped
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail"
        self.fields["remember"].label = "Stay signed in on this device"
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)


class ChangePasswordForm(AllauthChangePasswordForm):  # type: ignore[misc]  # allauth is untyped
    @transaction.atomic
    def save(self) -> None:
        super().save()
        note_password_change(cast(User, self.user))


class ResetPasswordKeyForm(AllauthResetPasswordKeyForm):  # type: ignore[misc]  # allauth is untyped
    @transaction.atomic
    def save(self) -> None:
        super().save()
        note_password_change(cast(User, self.user), by_mail=True)


class SavedViewForm(forms.Form):
    """Name of a view, and one of one's teams to share it with."""

    name = forms.CharField(label="Name", max_length=80, widget=forms.TextInput(attrs={"dir": "auto"}))
    team = forms.ModelChoiceField(
        label="Share with", queryset=Team.objects.none(), required=False, empty_label="nobody: only for me"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Any, self.fields["team"]).queryset = user.teams.all()
