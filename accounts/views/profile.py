from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpResponse
from django.urls import reverse

from accounts.access import requires
from accounts.domain.permissions import Permission
from accounts.forms import ProfileForm
from accounts.selectors import person_for_page
from accounts.services import change_own_name
from common.history import changes_for
from common.records import Conflict
from common.views import AuthedRequest, form_page, redirect_to, renew_version


@requires(Permission.VIEW)
def profile(request: AuthedRequest) -> HttpResponse:
    """My name, password, second factor; role and teams to read."""
    me = person_for_page(request.user.pk)
    form = ProfileForm(request.POST or None, instance=person_for_page(me.pk))
    context: dict[str, Any] = {
        "me": me,
        "form": form,
        "has_second_factor": is_mfa_enabled(me),
        "history": changes_for(me)[:20],
    }
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            change_own_name(me, name=data["name"], expected_version=data["version"])
        except Conflict as conflict:
            context["current"] = conflict.current
            renew_version(form, conflict.current)
        else:
            return redirect_to(request, reverse("accounts:profile"), "Your name is saved.")
    return form_page(request, "accounts/profile.html", context)
