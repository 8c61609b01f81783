"""Photos of a visit note."""

from django.http import HttpResponseBase
from django.urls import reverse

from accounts.domain.permissions import Permission
from capability import services
from capability.api.visits import EDIT, Visiting
from capability.forms import ReasonForm, VisitPhotoForm
from capability.models import VisitPhoto
from capability.selectors import visit_for_page, visit_photo_for_page
from common.api.endpoint import PARTS, operation
from common.api.fields import body_of
from common.api.photos import PhotoShape, photo_shape
from common.api.requests import ApiRequest, Created
from common.uploads import serve_file


class VisitPhotoRow(PhotoShape):
    """A photo taken on a visit; its content is at `content/`."""

    visit_id: int


def visit_photo_row(photo: VisitPhoto) -> VisitPhotoRow:
    return {**photo_shape(photo), "visit_id": photo.visit_id}


class VisitPhotos(Visiting):
    """Photos of a visit note."""

    @operation(Permission.VIEW, returns=list[VisitPhotoRow])
    def get(self, request: ApiRequest, visit_id: int) -> list[VisitPhotoRow]:
        """Photos of the note, twenty at most."""
        visit = visit_for_page(request.user, visit_id)
        return [visit_photo_row(photo) for photo in visit.photos.select_related("uploaded_by")]

    @operation(EDIT, body=body_of(VisitPhotoForm), returns=VisitPhotoRow, status=201, takes=(PARTS,))
    def post(self, request: ApiRequest, visit_id: int) -> Created:
        """Add a JPEG or PNG to a draft (multipart, field `photo`); what the camera wrote into it is removed."""
        visit = visit_for_page(request.user, visit_id)
        typed = self.filled(VisitPhotoForm).cleaned_data
        made = services.add_visit_photo(visit, typed["photo"], self.by(), caption=typed["caption"])
        return Created(visit_photo_row(made), reverse("capability_api:photo", args=[made.pk]))


class OneVisitPhoto(Visiting):
    """One photo."""

    @operation(Permission.VIEW, returns=VisitPhotoRow)
    def get(self, request: ApiRequest, visit_photo_id: int) -> VisitPhotoRow:
        """What the photo is."""
        return visit_photo_row(visit_photo_for_page(request.user, visit_photo_id))


class VisitPhotoContent(Visiting):
    """The picture itself."""

    @operation(Permission.VIEW, gives_file=True)
    def get(self, request: ApiRequest, visit_photo_id: int) -> HttpResponseBase:
        """The picture itself."""
        photo = visit_photo_for_page(request.user, visit_photo_id)
        return serve_file(photo.file, filename=photo.original_name, kind=photo.kind)


class VisitPhotoRemove(Visiting):
    """Removing a photo."""

    @operation(EDIT, body=body_of(ReasonForm))
    def post(self, request: ApiRequest, visit_photo_id: int) -> None:
        """Remove a photo of a draft, with a reason; in a completed note it is evidence and stays."""
        photo = visit_photo_for_page(request.user, visit_photo_id)
        services.remove_visit_photo(photo, self.by(), reason=self.filled(ReasonForm).cleaned_data["reason"])
