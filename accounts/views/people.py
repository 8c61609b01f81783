from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.access import requires
from accounts.domain.permissions import Permission, Role
from accounts.forms import PeopleFilter, PersonForm
from accounts.selectors import PEOPLE_SORTS, people_for_list, person_for_page
from accounts.services import Refused, change_person
from common.history import changes_for
from common.paging import choose_sort, keyset_page
from common.records import Conflict
from common.views import AuthedRequest, form_page, redirect_to, renew_version


@requires(Permission.USERS_MANAGE, listing=True)
def people(request: AuthedRequest) -> HttpResponse:
    """Everybody who has or had access."""
    form = PeopleFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = people_for_list(text=wanted.get("q", ""), role=wanted.get("role", ""), access=wanted.get("access", ""))
    sort, descending = choose_sort(PEOPLE_SORTS, request.GET.get("sort"))
    page = keyset_page(
        rows, sort=sort, descending=descending, after=request.GET.get("after"), before=request.GET.get("before")
    )
    return render(request, "accounts/people.html", {"page": page, "filter_form": form})


@requires(Permission.USERS_MANAGE)
def person(request: AuthedRequest, person_id: int) -> HttpResponse:
    """One person: role, teams, access, history."""
    subject = person_for_page(person_id)
    form = PersonForm(request.POST or None, instance=subject)
    context = {"person": subject, "form": form, "history": changes_for(subject)[:50]}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        subject = person_for_page(person_id)  # the form has written into the other
        context["person"] = subject
        try:
            changed = change_person(
                subject,
                name=data["name"],
                role=Role(data["role"]),
                is_active=data["is_active"],
                teams=data["teams"],
                expected_version=data["version"],
                actor=request.user,
                reason=data["reason"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except Conflict as conflict:
            context["current"] = conflict.current
            renew_version(form, conflict.current)
        else:
            text = f"{subject} is saved." if changed else "Nothing was different, so nothing was changed."
            return redirect_to(request, reverse("accounts:people"), text)
    return form_page(request, "accounts/person.html", context)
