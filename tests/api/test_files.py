"""Photos and files of records through the interface: kept, shown, and removed while that is still allowed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common import clock
from common.models import Change
from deliveries.models import Nonconformance, NonconformanceFile
from suppliers.models import DocumentKind
from tests.api.caller import V1
from tests.api.test_mechanism import is_problem
from tests.audits.factories import photo_file
from tests.capability.factories import make_visit
from tests.deliveries.factories import make_nonconformance_file
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db


def test_a_photo_of_a_visit_is_added_shown_and_removed_while_the_note_is_a_draft(caller):
    visit = make_visit(make_supplier(with_scope=True))
    token = {"Authorization": f"Bearer {caller.secret}"}
    parts = {"photo": photo_file(), "caption": "Label of the heat"}
    made = caller.client.post(f"{V1}visits/{visit.pk}/photos/", parts, headers=token)
    assert made.status_code == 201, made.content
    photo = made.json()
    assert (photo["visit_id"], photo["caption"], photo["kind"]) == (visit.pk, "Label of the heat", "image/jpeg")
    assert caller.get(f"visits/{visit.pk}/photos/").json() == [photo]
    path = f"visit-photos/{photo['id']}/"
    assert caller.get(path).json() == photo
    assert b"".join(caller.get(f"{path}content/").streaming_content).startswith(b"\xff\xd8")
    is_problem(caller.post(f"{path}remove/", {}), 422, "invalid")
    assert caller.post(f"{path}remove/", {"reason": "Shows somebody's face"}).status_code == 204
    assert caller.get(f"visits/{visit.pk}/photos/").json() == []
    assert Change.objects.get(action="photo removed").reason == "Shows somebody's face"


def test_a_file_that_is_no_picture_is_refused(caller):
    visit = make_visit(make_supplier(with_scope=True))
    wrong = SimpleUploadedFile("photo.jpg", b"<html>", content_type="image/jpeg")
    token = {"Authorization": f"Bearer {caller.secret}"}
    found = caller.client.post(f"{V1}visits/{visit.pk}/photos/", {"photo": wrong}, headers=token)
    assert found.status_code == 422, found.content
    assert caller.get(f"visits/{visit.pk}/photos/").json() == []


def test_a_file_of_a_nonconformance_is_removed_until_that_is_over(caller):
    for over in (False, True):
        file = make_nonconformance_file()
        if over:
            end = {"state": "closed", "disposition": "scrap", "disposition_on": clock.today()}
            Nonconformance.objects.filter(pk=file.nonconformance_id).update(**end, closed_on=clock.today())
        answer = caller.post(f"nonconformance-files/{file.pk}/remove/", {"reason": "Of another part"})
        assert answer.status_code == (422 if over else 204), answer.content
        assert NonconformanceFile.objects.filter(pk=file.pk).exists() is over


def test_a_kind_of_document_is_added_and_renamed_only_by_who_read_it(caller):
    made = caller.post("document-kinds/", {"name": "Control plan of the line", "description": "With revision"})
    assert made.status_code == 201, made.content
    kind = made.json()
    assert (kind["name"], kind["is_offered"]) == ("Control plan of the line", True)
    path = f"document-kinds/{kind['id']}/"
    is_problem(caller.ask("PATCH", path, {"is_offered": False}), 428, "precondition")
    changed = caller.ask("PATCH", path, {"is_offered": False}, version=kind["version"])
    assert changed.status_code == 200, changed.content
    assert changed.json() == {**kind, "is_offered": False, "version": kind["version"] + 1}
    is_problem(caller.ask("PATCH", path, {"name": "Other"}, version=kind["version"]), 412, "stale")
    assert DocumentKind.objects.get(pk=kind["id"]).name == "Control plan of the line"
