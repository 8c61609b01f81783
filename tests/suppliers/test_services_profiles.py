"""Rules are dated and never edited for the past; documents and waivers take two people; ratings follow."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.domain.permissions import Role
from common.history import changes_for
from common.models import Change
from common.records import Conflict
from suppliers import services
from suppliers.models import DocumentKind, EvidenceChange, ProfileRule, SupplierDocument, Waiver
from suppliers.profile_selectors import rules_on
from suppliers.services import DocumentData, Refused, RuleData
from tests.accounts.factories import make_user
from tests.suppliers.factories import make_scope, make_supplier

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def admin():
    return make_user(Role.ADMINISTRATOR)


def plan_data(**values):
    kind = DocumentKind.objects.get(code="continuity-plan")
    defaults = {"kind": "document", "document_kind": kind, "source": "Ours", "checked_on": TODAY, "valid_from": TODAY}
    return RuleData(**defaults | values)


def create(admin, **values):
    return services.create_rule(plan_data(**values), actor=admin, today=TODAY)


def revise(rule, admin, data, today=TODAY):
    return services.revise_rule(rule, data, expected_version=rule.version, actor=admin, reason="Tighter.", today=today)


def marked():
    return set(EvidenceChange.objects.values_list("supplier_id", flat=True))


def test_a_new_rule_marks_exactly_the_suppliers_it_speaks_of(admin):
    fits = make_supplier(sector="rail")
    make_scope(fits, "plating", criticality="critical")
    whole = make_supplier(sector="rail", criticality="critical")
    wrong_sector = make_supplier(sector="medical")
    make_scope(wrong_sector, "plating", criticality="critical")
    less = make_supplier(sector="rail", criticality="critical")
    make_scope(less, "turning", criticality="standard")
    ended = make_supplier(sector="rail")
    make_scope(ended, "plating", criticality="critical", stage="ended")
    create(admin, sector="rail", criticality="major")
    assert marked() == {fits.pk, whole.pk}


@pytest.mark.parametrize("condition", [{"special_only": True}, {"process": "plating"}])
def test_a_rule_on_processes_leaves_suppliers_without_a_process_alone(admin, condition):
    from suppliers.models import Process

    fits, plain = make_supplier(), make_supplier()
    make_scope(fits, "plating")
    make_scope(plain, "turning")
    make_supplier()
    if "process" in condition:
        condition = {"process": Process.objects.get(code=condition["process"])}
    create(admin, **condition)
    assert marked() == {fits.pk}


def test_a_mark_that_is_there_rises_so_that_a_rating_under_way_is_made_again(admin):
    supplier = make_supplier()
    services.mark_evidence_changed([supplier.pk])
    before = EvidenceChange.objects.get(supplier=supplier).mark
    create(admin)
    assert EvidenceChange.objects.get(supplier=supplier).mark == before + 1


def test_marking_takes_one_statement_for_any_number_of_suppliers(admin):
    for _ in range(5):
        make_supplier()
    with CaptureQueriesContext(connection) as captured:
        create(admin)
    assert len([one for one in captured.captured_queries if "suppliers_evidencechange" in one["sql"]]) == 1


def test_a_changed_rule_has_a_successor_and_the_past_reads_as_it_was(admin):
    rule = create(admin, months=24)
    ProfileRule.objects.filter(pk=rule.pk).update(valid_from=date(2026, 1, 1))
    rule.refresh_from_db()
    later = revise(rule, admin, plan_data(months=12))
    assert later.replaces_id == rule.pk
    months = {
        day: [one.months for one in rules_on(day) if one.subject == "continuity-plan"]
        for day in (date(2026, 11, 20), TODAY)
    }
    assert months == {date(2026, 11, 20): [24], TODAY: [12]}
    (ended, _) = changes_for(ProfileRule.objects.get(pk=rule.pk))
    assert (ended.action, ended.reason) == ("replaced", "Tighter.")


def test_source_and_notes_are_corrected_in_place_and_no_rating_is_made_anew(admin):
    supplier = make_supplier()
    rule = create(admin)
    EvidenceChange.objects.all().delete()
    assert revise(rule, admin, plan_data(source="Our handbook, 4.2")).pk == rule.pk
    rule.refresh_from_db()
    assert (rule.source, rule.version) == ("Our handbook, 4.2", 2)
    assert supplier.pk not in marked()


def test_the_history_of_a_rule_is_not_told_on_the_page_of_a_supplier(admin):
    supplier = make_supplier()
    rule = create(admin)
    services.end_rule(rule, on=TODAY, expected_version=1, actor=admin, reason="No use.", today=TODAY)
    assert set(Change.objects.filter(subject_type="suppliers.profilerule").values_list("root_id", flat=True)) == {None}
    assert not Change.objects.filter(root_id=supplier.pk, subject_type="suppliers.profilerule").exists()


def test_nothing_is_asked_or_ended_for_a_day_that_has_passed(admin):
    with pytest.raises(Refused, match="today or later"):
        create(admin, valid_from=TODAY - timedelta(days=1))
    rule = create(admin)
    with pytest.raises(Refused, match="today or later"):
        services.end_rule(
            rule, on=TODAY - timedelta(days=1), expected_version=1, actor=admin, reason="Old.", today=TODAY
        )


def test_two_rules_for_the_same_are_never_in_force_together(admin):
    rule = create(admin)
    until = TODAY + timedelta(days=30)
    services.end_rule(rule, on=until, expected_version=1, actor=admin, reason="Until then.", today=TODAY)
    with pytest.raises(ValidationError, match="holds until 2026-12-21"):
        create(admin)
    assert create(admin, valid_from=until).pk


def test_an_ended_rule_is_not_changed_and_a_stale_form_is_a_conflict(admin):
    rule = create(admin)
    with pytest.raises(Conflict):
        services.revise_rule(rule, plan_data(months=3), expected_version=9, actor=admin, reason="", today=TODAY)
    services.end_rule(rule, on=TODAY, expected_version=1, actor=admin, reason="No use.", today=TODAY)
    with pytest.raises(Refused, match="has ended"):
        revise(rule, admin, plan_data(months=3))


def test_a_rule_for_a_later_day_is_followed_on_that_day_once_also_after_an_outage(admin):
    supplier = make_supplier()
    create(admin, valid_from=TODAY + timedelta(days=10))
    assert not marked()
    assert services.follow_turns(TODAY + timedelta(days=9)) == 0
    assert services.follow_turns(TODAY + timedelta(days=13)) >= 1
    assert supplier.pk in marked()
    EvidenceChange.objects.all().delete()
    assert services.follow_turns(TODAY + timedelta(days=14)) == 0


def test_a_rule_that_ends_later_is_followed_at_its_end(admin):
    rule = create(admin)
    supplier = make_supplier()
    end = TODAY + timedelta(days=5)
    services.end_rule(rule, on=end, expected_version=1, actor=admin, reason="Until then.", today=TODAY)
    EvidenceChange.objects.all().delete()
    services.follow_turns(end)
    assert supplier.pk in marked()


def record(supplier, by, **values):
    values = {"kind": DocumentKind.objects.get(code="control-plan"), "received_on": TODAY} | values
    replaces = values.pop("replaces", None)
    file = SimpleUploadedFile("plan.pdf", PDF)
    return services.record_document(supplier, DocumentData(**values), file, actor=by, at=AT, replaces=replaces)


def test_a_document_is_accepted_by_another_person_and_ratings_follow():
    supplier, reviewer = make_supplier(), make_user(Role.QUALITY_ENGINEER)
    document = record(supplier, supplier.owner, revision="B")
    assert (document.state, document.original_name, document.file.size) == ("received", "plan.pdf", len(PDF))
    with pytest.raises(Refused, match="Another person"):
        services.accept_document(document, actor=supplier.owner, at=AT)
    EvidenceChange.objects.all().delete()
    services.accept_document(document, actor=reviewer, at=AT)
    assert (document.state, document.reviewed_by, document.reviewed_on) == ("accepted", reviewer, TODAY)
    assert supplier.pk in marked()
    assert [one.action for one in changes_for(document)] == ["accepted", "created"]


def test_a_document_is_reviewed_once():
    supplier = make_supplier()
    document = record(supplier, supplier.owner)
    again = SupplierDocument.objects.get(pk=document.pk)
    services.reject_document(document, actor=make_user(Role.MANAGER), note="Not signed.", at=AT)
    with pytest.raises(Conflict):
        services.accept_document(again, actor=make_user(Role.MANAGER), at=AT)


def test_a_newer_document_ends_the_older_one_when_it_is_accepted_and_not_before():
    supplier, reviewer = make_supplier(), make_user(Role.QUALITY_ENGINEER)
    older = record(supplier, supplier.owner)
    services.accept_document(older, actor=reviewer, at=AT)
    newer = record(supplier, supplier.owner, replaces=older)
    older.refresh_from_db()
    assert older.superseded_on is None
    services.accept_document(newer, actor=reviewer, at=AT)
    older.refresh_from_db()
    assert older.superseded_on == TODAY


def test_after_a_rejected_renewal_the_next_one_ends_both_when_it_is_accepted():
    supplier, reviewer = make_supplier(), make_user(Role.MANAGER)
    older = record(supplier, supplier.owner)
    services.accept_document(older, actor=reviewer, at=AT)
    bad = record(supplier, supplier.owner, replaces=older)
    services.reject_document(bad, actor=reviewer, note="Unsigned.", at=AT)
    good = record(supplier, supplier.owner, replaces=bad)
    services.accept_document(good, actor=reviewer, at=AT)
    assert set(SupplierDocument.objects.current()) == {good}


def test_a_document_takes_the_place_of_its_own_kind_only():
    supplier = make_supplier()
    older = record(supplier, supplier.owner)
    other = DocumentKind.objects.exclude(pk=older.kind_id).first()
    with pytest.raises(ValidationError, match="another kind"):
        record(supplier, supplier.owner, kind=other, replaces=older)
    elsewhere = make_supplier()
    with pytest.raises(ValidationError, match="another kind"):
        record(elsewhere, elsewhere.owner, replaces=older)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"issued_on": TODAY + timedelta(days=1)}, "lies ahead"),
        ({"issued_on": TODAY, "valid_until": TODAY - timedelta(days=1)}, "end before the day of issue"),
    ],
)
def test_a_document_with_impossible_days_is_refused_in_words(values, words):
    supplier = make_supplier()
    with pytest.raises(ValidationError, match=words):
        record(supplier, supplier.owner, **values)


def test_a_document_of_another_suppliers_scope_is_refused():
    supplier, other = make_supplier(), make_supplier(with_scope=True)
    with pytest.raises(ValidationError, match="another supplier"):
        record(supplier, supplier.owner, scope=other.scopes.get())


def waive(supplier, by, **values):
    defaults = {"kind": "standard", "subject": "IATF 16949", "scope": None, "reason": "Audit in March."}
    defaults["until"] = TODAY + timedelta(days=90)
    return services.request_waiver(supplier, **defaults | values, actor=by, at=AT)


@pytest.fixture
def automotive():
    return make_supplier(sector="automotive", with_scope=True)


def test_a_waiver_counts_when_a_second_person_confirms_it(automotive):
    asker, second = make_user(Role.QUALITY_ENGINEER), make_user(Role.MANAGER)
    waiver = waive(automotive, asker)
    assert (waiver.state, waiver.name) == ("requested", "IATF 16949")
    with pytest.raises(Refused, match="second person"):
        services.confirm_waiver(waiver, actor=asker, at=AT)
    assert automotive.pk not in marked()
    services.confirm_waiver(waiver, actor=second, at=AT)
    assert (waiver.state, waiver.confirmed_on, waiver.decided_by) == ("confirmed", TODAY, second)
    assert automotive.pk in marked()


def test_the_rating_follows_the_day_after_a_waiver_ends(automotive):
    waiver = waive(automotive, make_user(Role.MANAGER))
    services.confirm_waiver(waiver, actor=make_user(Role.MANAGER), at=AT)
    EvidenceChange.objects.all().delete()
    services.follow_turns(waiver.until)
    assert not marked()
    services.follow_turns(waiver.until + timedelta(days=1))
    assert marked() == {automotive.pk}


@pytest.mark.parametrize(
    ("values", "error", "words"),
    [
        ({"reason": "  "}, ValidationError, "Say why"),
        ({"until": TODAY}, ValidationError, "after today"),
        ({"until": TODAY + timedelta(days=400)}, ValidationError, "a year ahead"),
        ({"subject": "AS9100"}, Refused, "does not ask"),
        ({"kind": "clauses", "subject": "8.3"}, Refused, "does not ask"),
    ],
)
def test_a_waiver_that_makes_no_sense_is_refused_in_words(automotive, values, error, words):
    with pytest.raises(error, match=words):
        waive(automotive, make_user(Role.MANAGER), **values)
    assert not Waiver.objects.exists()


def test_a_rejected_document_is_not_waived(admin):
    supplier = make_supplier(with_scope=True)
    create(admin, document_kind=DocumentKind.objects.get(code="insurance"))
    document = record(supplier, supplier.owner, kind=DocumentKind.objects.get(code="insurance"))
    services.reject_document(document, actor=admin, note="Lapsed policy.", at=AT)
    with pytest.raises(Refused, match="was rejected"):
        waive(supplier, admin, kind="document", subject="insurance")


def test_a_second_request_waits_for_the_first(automotive):
    waive(automotive, make_user(Role.MANAGER))
    with pytest.raises(ValidationError, match="asked for already"):
        waive(automotive, make_user(Role.MANAGER))


def test_a_confirmed_waiver_can_be_withdrawn_with_a_reason(automotive):
    waiver = waive(automotive, make_user(Role.MANAGER))
    services.confirm_waiver(waiver, actor=make_user(Role.MANAGER), at=AT)
    with pytest.raises(ValidationError, match="Say why"):
        services.withdraw_waiver(waiver, actor=make_user(Role.MANAGER), note="", at=AT)
    services.withdraw_waiver(waiver, actor=make_user(Role.MANAGER), note="The audit failed.", at=AT)
    assert (waiver.state, waiver.withdrawn_on) == ("withdrawn", TODAY)


def test_a_declined_waiver_never_counted(automotive):
    waiver = waive(automotive, make_user(Role.MANAGER))
    services.decline_waiver(waiver, actor=make_user(Role.MANAGER), note="Too long.", at=AT)
    assert (waiver.state, waiver.confirmed_on) == ("declined", None)
    assert not Waiver.objects.ever_confirmed().exists()


def effect(before=None, after=None):
    rule = after.as_rule().rule if after else None
    return services.effect_of(before.rule if before else None, rule, TODAY, TODAY)


def test_the_preview_counts_scopes_suppliers_and_who_becomes_unmet():
    one = make_supplier(sector="rail", with_scope=True)
    make_scope(one, "plating")
    other = make_supplier(sector="rail")
    make_supplier(sector="medical", with_scope=True)
    reviewer = make_user(Role.MANAGER)
    kind = DocumentKind.objects.get(code="continuity-plan")
    services.accept_document(record(other, other.owner, kind=kind), actor=reviewer, at=AT)
    found = effect(after=plan_data(sector="rail"))
    assert (found.scopes, found.suppliers, found.become_unmet) == (3, 2, 2)


def test_the_preview_of_a_shorter_interval_counts_only_what_it_makes_lapse(admin):
    rule = create(admin, months=36, sector="rail")
    reviewer = make_user(Role.MANAGER)
    for months_ago, _ in ((2, "fresh"), (20, "old")):
        supplier = make_supplier(sector="rail")
        issued = TODAY - timedelta(days=30 * months_ago)
        document = record(supplier, supplier.owner, kind=rule.document_kind, issued_on=issued)
        services.accept_document(document, actor=reviewer, at=AT)
    make_supplier(sector="rail")
    found = effect(rule, replace(plan_data(sector="rail"), months=12))
    assert (found.scopes, found.become_unmet, found.become_met) == (3, 1, 0)
    assert effect(rule).become_met == 1


def test_the_preview_says_that_nothing_changes_where_another_rule_asks_for_more(admin):
    create(admin, months=6, duty="mandatory")
    make_supplier(sector="rail")
    found = effect(after=plan_data(sector="rail", months=12))
    assert (found.spoken_of, found.scopes, found.become_unmet) == (1, 0, 0)


def test_the_preview_takes_the_same_statements_for_one_supplier_and_for_five():
    data = plan_data()

    def statements():
        with CaptureQueriesContext(connection) as captured:
            effect(after=data)
        return len(captured)

    make_supplier(with_scope=True)
    once = statements()
    for _ in range(4):
        make_supplier(with_scope=True)
    assert statements() == once == 4
