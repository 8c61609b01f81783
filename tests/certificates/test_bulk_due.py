"""Many certificates at once: the next look is a dated decision, and a postponed look is never taken for a look."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from accounts.models import User
from certificates.domain.assurance import Standing
from certificates.domain.reminders import ReminderKind
from certificates.domain.verification import POSTPONE_AT_MOST, DueBreach, due_breach
from certificates.models import Certificate, DueDecision
from certificates.services import CERTIFICATE_DUE, record_verification, retire_certificate, send_reminders
from certificates.services.projections import rule_due_on
from common import clock
from common.bulk import changing
from common.bulk.selecting import keep_selection
from common.models import BulkChange, Change, OutgoingMail
from tests.accounts.factories import make_team, make_user
from tests.certificates.factories import make_certificate, verification_data
from tests.suppliers.factories import make_supplier

RULE = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("days", "knowingly", "breach"),
    [
        (-30, False, None),
        (0, False, None),
        (1, False, DueBreach.LATER_THAN_THE_RULE),
        (1, True, None),
        (POSTPONE_AT_MOST, True, None),
        (POSTPONE_AT_MOST + 1, True, DueBreach.MUCH_LATER),
    ],
)
def test_sooner_is_free_and_later_is_said_and_bounded(days, knowingly, breach):
    assert due_breach(RULE + timedelta(days=days), RULE, knowingly=knowingly) is breach


def carry_out(user, certificates, **asked) -> BulkChange:
    selection = keep_selection(user, "certificates", [one.pk for one in certificates], "/certificates/")
    bulk = changing.draft_change(CERTIFICATE_DUE, selection, asked, "Buyer's visit", by=user, at=clock.now())
    changing.begin_change(bulk, at=clock.now())
    return bulk


def notes(bulk) -> list[str]:
    return list(bulk.items.exclude(note="").values_list("note", flat=True))


def fresh(certificate) -> Certificate:
    return Certificate.objects.get(pk=certificate.pk)


def in_days(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def recorded(**fields) -> Certificate:
    return make_certificate(at=clock.now(), expires_on=clock.today() + timedelta(days=400), **fields)


pytestmark = pytest.mark.django_db


def test_the_day_is_kept_as_a_decision_with_reason_and_moves_list_and_reminder():
    engineer, certificate = make_user(Role.QUALITY_ENGINEER), recorded()
    bulk = carry_out(engineer, [certificate], due_on=in_days(5))
    decision = DueDecision.objects.get(certificate=certificate)
    assert (decision.reason, decision.decided_by, decision.decided_on) == ("Buyer's visit", engineer, clock.today())
    now = fresh(certificate)
    moved = (now.verification_due_on, now.next_reminder_on(ReminderKind.VERIFICATION))
    assert moved == (clock.today() + timedelta(days=5),) * 2
    assert Change.objects.get(batch=bulk.pk).reason == "Buyer's visit"


def test_a_day_later_than_the_rules_is_left_out_unless_it_is_meant():
    engineer, certificate = make_user(Role.QUALITY_ENGINEER), recorded()
    assert rule_due_on(certificate) == clock.today() + timedelta(days=14)
    assert "sooner" in notes(carry_out(engineer, [certificate], due_on=in_days(40)))[0]
    assert notes(carry_out(engineer, [certificate], due_on=in_days(40), knowingly=True)) == []
    assert "More than 90 days" in notes(carry_out(engineer, [certificate], due_on=in_days(105), knowingly=True))[0]


def test_a_postponed_look_keeps_nothing_verified_for_longer():
    engineer, certificate = make_user(Role.QUALITY_ENGINEER), recorded()
    record_verification(certificate, verification_data(on=clock.today()), actor=engineer, at=clock.now())
    rule = rule_due_on(fresh(certificate))
    later = rule + timedelta(days=30)
    carry_out(engineer, [certificate], due_on=later.isoformat(), knowingly=True)
    assert fresh(certificate).verification_due_on == later
    assert fresh(certificate).assurance_on(rule + timedelta(days=1)).standing is Standing.STALE


def test_the_next_look_ends_the_decision():
    engineer, certificate = make_user(Role.QUALITY_ENGINEER), recorded()
    carry_out(engineer, [certificate], due_on=in_days(3))
    record_verification(certificate, verification_data(on=clock.today()), actor=engineer, at=clock.now())
    assert fresh(certificate).verification_due_on == rule_due_on(fresh(certificate)) > clock.today() + timedelta(days=3)


def test_a_retired_one_and_one_of_an_archived_supplier_are_left_out():
    engineer = make_user(Role.QUALITY_ENGINEER)
    retired = recorded()
    retire_certificate(retired, "Left", expected_version=1, actor=engineer, at=clock.now())
    archived = recorded(supplier=make_supplier(archived_at=None))
    archived.supplier.__class__.objects.filter(pk=archived.supplier_id).update(archived_at=clock.now())
    bulk = carry_out(engineer, [retired, archived], due_on=in_days(5))
    assert sorted(notes(bulk)) == [
        "Its supplier is archived.",
        "Nothing is to be looked up: it is closed or has lapsed.",
    ]


def test_who_is_named_gets_the_reminder_and_must_see_the_supplier(settings):
    engineer, named = make_user(Role.QUALITY_ENGINEER), make_user(Role.QUALITY_ENGINEER)
    open_one = recorded()
    hidden = recorded(supplier=make_supplier(is_restricted=True, team=make_team(engineer)))
    bulk = carry_out(engineer, [open_one, hidden], responsible=named.pk, due_on=in_days(1))
    assert notes(bulk) == [f"{named} does not see this supplier. Choose somebody else."]
    assert fresh(open_one).responsible == named
    send_reminders(at=clock.now() + timedelta(days=2))
    assert OutgoingMail.objects.filter(to=named.email).count() == 1


def test_undo_brings_back_day_and_person_by_another_decision():
    engineer, named = make_user(Role.QUALITY_ENGINEER), make_user(Role.QUALITY_ENGINEER)
    certificate = recorded()
    before = fresh(certificate).verification_due_on
    bulk = carry_out(engineer, [certificate], due_on=in_days(2), responsible=named.pk)
    changing.undo_change(bulk, by=engineer, at=clock.now())
    assert (fresh(certificate).verification_due_on, fresh(certificate).responsible) == (before, None)
    assert DueDecision.objects.count() == 2


def test_from_the_list_to_the_result(client):
    engineer = make_user(Role.QUALITY_ENGINEER)
    client.force_login(engineer)
    certificate = recorded()
    content = client.get(reverse("certificates:list")).content.decode()
    assert f'value="{certificate.pk}"' in content
    form = client.post(reverse("certificates:select"), {"all": "1", "do": "due"})["Location"]
    late = client.post(form, {"due_on": in_days(-1), "reason": "x"})
    assert "has passed already" in late.content.decode()
    page = client.post(form, {"due_on": in_days(4), "reason": "Visit"})["Location"]
    assert "1 of 1 certificates will change" in client.get(page).content.decode()
    client.post(f"{page}act/", {"carry_out": "1"})
    assert "Visit" in client.get(certificate.get_absolute_url()).content.decode()


def test_who_may_not_verify_sees_no_boxes(client):
    client.force_login(make_user(Role.PROCUREMENT))
    recorded()
    assert 'name="id"' not in client.get(reverse("certificates:list")).content.decode()


def test_an_undo_names_nobody_again_who_may_not_verify_any_more_and_says_so():
    engineer, gone, taking = (make_user(Role.QUALITY_ENGINEER) for _ in range(3))
    certificate = recorded()
    carry_out(engineer, [certificate], responsible=gone.pk)
    bulk = carry_out(engineer, [certificate], responsible=taking.pk)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    undo = changing.undo_change(bulk, by=engineer, at=clock.now())
    assert fresh(certificate).responsible == taking
    assert notes(undo) == [f"{gone} may not do this. Choose somebody else."]
