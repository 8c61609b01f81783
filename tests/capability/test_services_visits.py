"""A visit note: saved row by row, completed once, corrected by another note; nothing typed is lost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from capability.domain.terms import Counted, VisitState
from capability.models import Count, Measurement, Question, VisitNote
from capability.services import (
    VisitHead,
    add_visit_photo,
    begin_correction,
    begin_visit,
    change_visit,
    complete_visit,
    discard_visit,
    next_number,
    next_own_question,
    remove_row,
    remove_visit_photo,
    save_count,
    save_measurement,
    save_question,
)
from common.history import changes_for
from common.problems import Invalid, NotAllowed
from common.records import Conflict
from common.uploads import UploadRejected
from suppliers.models import EvidenceChange
from tests.audits.factories import photo_file
from tests.capability.factories import (
    DAY,
    TODAY,
    act,
    completed_visit,
    fill,
    make_visit,
    make_visit_photo,
    measurement,
    scope_of,
)
from tests.suppliers.factories import make_scope, make_site, make_supplier

pytestmark = pytest.mark.django_db

RECEIPTS = {"pulled": 12, "in_order": 9, "refused": False}


def test_a_draft_is_no_evidence_and_a_completed_note_is():
    visit = fill(make_visit())
    EvidenceChange.objects.all().delete()
    assert not VisitNote.objects.counting().exists()
    complete_visit(visit, act())
    assert VisitNote.objects.counting().get() == visit
    assert EvidenceChange.objects.filter(supplier=visit.supplier).exists()


def test_a_visit_of_tomorrow_is_refused():
    with pytest.raises(Invalid, match="future"):
        make_visit(visited_on=TODAY + timedelta(days=1))


def test_a_process_of_another_site_is_refused():
    supplier = make_supplier(with_scope=True)
    elsewhere = make_scope(supplier, "grinding", site=make_site(supplier))
    with pytest.raises(Invalid, match="another site"):
        make_visit(supplier, scopes=[elsewhere])


def test_saving_the_same_again_does_nothing_whatever_version_it_carries():
    visit = make_visit()
    row = save_count(visit, Counted.RECEIPTS, RECEIPTS, expected_version=0, by=act())
    again = save_count(visit, Counted.RECEIPTS, RECEIPTS, expected_version=0, by=act())
    assert (again.pk, again.version) == (row.pk, 1)
    assert changes_for(row).count() == 1


def test_two_people_on_one_row_see_a_conflict_and_nothing_is_overwritten():
    visit = make_visit()
    save_question(visit, "stop", {"manner": "verbally", "words": "mine"}, expected_version=0, by=act())
    with pytest.raises(Conflict) as theirs:
        save_question(visit, "stop", {"manner": "evaded", "words": "yours"}, expected_version=0, by=act())
    assert theirs.value.current.words == "mine"
    save_question(visit, "stop", {"manner": "evaded", "words": "yours"}, expected_version=1, by=act())
    assert Question.objects.get(code="stop").words == "yours"


def test_two_people_on_different_rows_do_not_disturb_each_other():
    visit = make_visit()
    save_measurement(visit, 1, measurement(), expected_version=0, by=act())
    save_measurement(visit, 2, measurement(), expected_version=0, by=act())
    assert next_number(visit) == 3


def test_a_half_filled_row_is_kept_and_holds_the_completion():
    visit = make_visit()
    save_count(visit, Counted.RECEIPTS, {**RECEIPTS, "in_order": None}, expected_version=0, by=act())
    save_measurement(visit, 1, measurement(measured=None), expected_version=0, by=act())
    with pytest.raises(Invalid) as refusal:
        complete_visit(visit, act())
    assert [problem.field for problem in refusal.value.problems] == ["receipts", "measurement-1"]


def test_rows_that_nobody_filled_in_are_no_part_of_the_evidence():
    visit = fill(make_visit())
    blank = dict.fromkeys(("recorded", "measured", "lower", "upper", "uncertainty"))
    save_measurement(visit, 7, {"characteristic": "", **blank}, expected_version=0, by=act())
    complete_visit(visit, act())
    assert list(Measurement.objects.filter(visit=visit).values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"pulled": 3, "in_order": 4, "refused": False}, "More in order"),
        ({"pulled": 3, "in_order": None, "refused": True}, "Not disclosed"),
    ],
)
def test_counts_that_cannot_be_true_are_refused(values, words):
    with pytest.raises(Invalid, match=words):
        save_count(make_visit(), Counted.RECEIPTS, values, expected_version=0, by=act())


def test_limits_that_are_swapped_are_refused_also_on_a_later_save():
    visit = make_visit()
    save_measurement(visit, 1, measurement(), expected_version=0, by=act())
    with pytest.raises(Invalid, match="Swap"):
        save_measurement(visit, 1, measurement(lower=Decimal(13)), expected_version=1, by=act())


def test_stock_questions_keep_their_words_and_own_ones_are_numbered():
    visit = make_visit()
    row = save_question(
        visit, "stop", {"text": "other", "manner": "verbally", "words": ""}, expected_version=0, by=act()
    )
    assert row.text.startswith("Who can stop a lot")
    code = next_own_question(visit)
    save_question(visit, code, {"text": "Where is the FMEA?", "manner": "", "words": ""}, expected_version=0, by=act())
    assert (code, next_own_question(visit)) == ("own1", "own2")
    with pytest.raises(NotAllowed):
        save_question(visit, "nonsense", {"text": "x"}, expected_version=0, by=act())


def test_a_removed_row_is_told_in_the_history():
    visit = fill(make_visit())
    remove_row(visit.measurements.get(number=2), act())
    assert "12.020" in str(changes_for(visit).first().changes)


def test_nothing_is_written_into_evidence():
    visit = completed_visit()
    for write in (
        lambda: save_count(visit, Counted.RECEIPTS, RECEIPTS, expected_version=1, by=act()),
        lambda: remove_row(visit.measurements.get(number=1), act()),
        lambda: make_visit_photo(visit),
        lambda: discard_visit(visit, act(), reason="no"),
        lambda: complete_visit(visit, act()),
    ):
        with pytest.raises(NotAllowed):
            write()


def test_a_note_is_corrected_by_another_that_supersedes_it_when_completed():
    first = completed_visit()
    draft = begin_correction(first, act(), reason="The ninth receipt had a record after all.")
    assert (draft.counts.count(), draft.measurements.count(), draft.questions.count()) == (2, 2, 1)
    assert VisitNote.objects.counting().get() == first
    save_count(draft, Counted.RECEIPTS, {**RECEIPTS, "in_order": 10}, expected_version=1, by=act())
    complete_visit(draft, act())
    first.refresh_from_db()
    assert VisitNote.objects.counting().get() == draft
    assert first.superseded_at is not None
    assert changes_for(first).first().reason == "The ninth receipt had a record after all."
    assert Count.objects.get(visit=first, what="receipts").in_order == 9


def test_a_note_is_corrected_by_one_person_at_a_time():
    first = completed_visit()
    draft = begin_correction(first, act(), reason="One more.")
    with pytest.raises(NotAllowed, match="already"):
        begin_correction(first, act(), reason="Another.")
    discard_visit(draft, act(), reason="It was right.")
    assert begin_correction(first, act(), reason="Now really.").is_draft


def test_a_discarded_draft_never_was_evidence_and_can_be_read():
    visit = fill(make_visit())
    discard_visit(visit, act(), reason="Wrong supplier.")
    visit.refresh_from_db()
    assert visit.state == VisitState.DISCARDED
    assert not VisitNote.objects.shown().exists()


def test_the_head_is_changed_with_its_version_and_conflicts_are_seen():
    visit = make_visit()
    head = VisitHead(visit.site, DAY, True, "Li Wei", "", [])
    change_visit(visit, head, expected_version=1, by=act())
    visit.refresh_from_db()
    assert (visit.unannounced, visit.people, visit.scopes.count()) == (True, "Li Wei", 0)
    with pytest.raises(Conflict):
        change_visit(visit, VisitHead(visit.site, DAY, False), expected_version=1, by=act())


def test_nothing_is_begun_at_an_archived_supplier():
    supplier = make_supplier(with_scope=True, archived_at=act().at)
    with pytest.raises(NotAllowed):
        begin_visit(VisitHead(scope_of(supplier).site, DAY, False), act())


def test_a_photo_is_redrawn_without_place_and_camera():
    visit = make_visit()
    photo = add_visit_photo(visit, photo_file(exif=True), act())
    with photo.file.open() as file, Image.open(file) as kept:
        assert not kept.getexif()
        assert kept.size == (40, 60)
    remove_visit_photo(photo, act(), reason="A face on it.")
    assert not visit.photos.exists()


def test_what_is_no_picture_is_refused():
    with pytest.raises(UploadRejected):
        add_visit_photo(make_visit(), SimpleUploadedFile("photo.jpg", b"<html></html>"), act())


def test_the_strength_of_a_note_follows_from_whether_they_expected_us():
    assert make_visit(unannounced=True).source.rank < make_visit().source.rank


def test_what_stood_at_a_moment():
    visit = completed_visit()
    assert visit.stood_at(visit.completed_at)
    assert not visit.stood_at(visit.completed_at - timedelta(seconds=1))
