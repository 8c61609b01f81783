from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.domain.permissions import Permission
from audits import services
from audits.forms import PhotoForm, ReasonForm
from audits.selectors import finding_for_page, photo_for_page
from audits.views.finding import detail_context
from common import clock
from common.outcome import accepted, refused
from common.uploads import serve_file
from common.views import AuthedRequest, form_page, redirect_to


@requires(Permission.VIEW)
def photo_file(request: AuthedRequest, photo_id: int) -> HttpResponseBase:
    """The picture itself, for those who see the finding."""
    photo = photo_for_page(request.user, photo_id)
    return serve_file(photo.file, filename=photo.original_name, kind=photo.kind, inline=True)


@require_POST
def _add(request: AuthedRequest, finding_id: int) -> HttpResponse:
    finding = finding_for_page(request.user, finding_id)
    form = PhotoForm(request.POST, request.FILES)

    def act() -> None:
        data = form.cleaned_data
        services.add_photo(finding, data["photo"], caption=data["caption"], actor=request.user, at=clock.now())

    if accepted(form, act):
        return redirect_to(request, f"{finding.get_absolute_url()}#photos", "Photo added.")
    return form_page(request, "audits/finding.html", detail_context(request, finding, form))


photo_add = requires(Permission.AUDIT_EDIT)(_add)


@requires(Permission.AUDIT_EDIT)
def photo_remove(request: AuthedRequest, photo_id: int) -> HttpResponse:
    """Remove a photo while its audit is in progress, with a reason."""
    photo = photo_for_page(request.user, photo_id)
    finding = photo.finding
    form = ReasonForm(request.POST or None)

    def act() -> None:
        services.remove_photo(photo, reason=form.cleaned_data["reason"], actor=request.user, at=clock.now())

    if request.method == "POST" and accepted(form, act):
        return redirect_to(request, f"{finding.get_absolute_url()}#photos", "Photo removed.")
    if finding.audit.completed_at and request.method != "POST":
        return refused(request, finding.get_absolute_url(), "The audit is complete, so its photos stay.")
    return form_page(request, "audits/photo_remove.html", {"photo": photo, "finding": finding, "form": form})
