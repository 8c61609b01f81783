from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse

from accounts.access import requires
from accounts.domain.permissions import Permission
from capability import services
from capability.forms import ReasonForm
from capability.selectors import visit_photo_for_page
from capability.services import Act
from common import clock
from common.outcome import accepted, refused
from common.uploads import serve_file
from common.views import AuthedRequest, form_page, redirect_to


@requires(Permission.VIEW)
def photo_file(request: AuthedRequest, visit_photo_id: int) -> HttpResponseBase:
    """The picture itself, for those who see the visit."""
    photo = visit_photo_for_page(request.user, visit_photo_id)
    return serve_file(photo.file, filename=photo.original_name, kind=photo.kind, inline=True)


@requires(Permission.CAPABILITY_EDIT)
def photo_remove(request: AuthedRequest, visit_photo_id: int) -> HttpResponse:
    """Remove a photo of a draft, with a reason."""
    photo = visit_photo_for_page(request.user, visit_photo_id)
    visit = photo.visit
    if not visit.is_draft:
        return refused(request, visit.get_absolute_url(), "The note is completed, so its photos stay.")
    form = ReasonForm(request.POST or None)

    def act() -> None:
        by = Act(request.user, clock.now(), clock.today())
        services.remove_visit_photo(photo, by, reason=form.cleaned_data["reason"])

    if request.method == "POST" and accepted(form, act):
        url = reverse("capability:visit_edit", args=[visit.pk])
        return redirect_to(request, f"{url}#photos", "Photo removed.")
    context = {"photo": photo, "visit": visit, "form": form, "step": "photo"}
    return form_page(request, "capability/visit_reason.html", context)
