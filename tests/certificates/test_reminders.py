"""Reminders: the ladder is climbed once, whoever runs it and however often."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.domain.permissions import Role
from accounts.models import Notice
from certificates.domain.reminders import ReminderKind
from certificates.models import Certificate, Reminder, ReminderRecipient
from certificates.services import renew_certificate, retire_certificate, send_reminders
from certificates.tasks import send_due_reminders
from common.models import OutgoingMail
from tests.accounts.factories import make_team, make_user
from tests.certificates.factories import TODAY, certificate_data, make_certificate, make_verification, noon
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db
LATER = 200


def expiring(supplier=None, *, in_days: int = 95, **fields) -> Certificate:
    """A verified certificate that expires so many days after TODAY; its verification is due much later."""
    certificate = make_certificate(supplier, expires_on=TODAY + timedelta(days=in_days), **fields)
    make_verification(certificate, next_due_on=TODAY + timedelta(days=2000))
    certificate.refresh_from_db()
    return certificate


def run(days: int) -> int:
    return send_reminders(at=noon(TODAY + timedelta(days=days)))


def test_the_owner_gets_a_mail_and_a_notice_on_each_rung_and_monthly_after():
    certificate = expiring(in_days=95)
    days = [day for day in range(170) if run(day)]
    assert days[:5] == [5, 35, 65, 88, 95]
    assert len(days) == 7
    mails = OutgoingMail.objects.order_by("pk")
    assert {mail.to for mail in mails} == {certificate.supplier.owner.email}
    assert "expires in 90 days" in mails[0].subject
    assert "expires today" in mails[4].subject
    assert "lapsed on" in mails[5].subject
    assert certificate.get_absolute_url() in mails[0].text
    assert Notice.objects.filter(user=certificate.supplier.owner, kind="certificate_expiry").count() == 7


def test_a_days_reminders_wait_for_the_companys_morning():
    expiring()
    morning = noon(TODAY + timedelta(days=5)) - timedelta(hours=6)
    assert send_reminders(at=morning - timedelta(minutes=1)) == 0
    assert send_reminders(at=morning) == 1


def test_a_second_run_sends_nothing_twice():
    expiring()
    assert [run(5), run(5), run(6)] == [1, 0, 0]
    assert OutgoingMail.objects.count() == 1


def test_a_rung_counts_once_even_when_the_stored_date_is_set_back():
    certificate = expiring()
    run(5)
    certificate.next_reminders.filter(kind=ReminderKind.EXPIRY).update(due_on=TODAY)
    assert run(5) == 0
    assert OutgoingMail.objects.count() == 1
    certificate.refresh_from_db()
    assert certificate.next_reminder_on(ReminderKind.EXPIRY) == TODAY + timedelta(days=35)


def test_the_database_refuses_the_same_rung_twice():
    expiring()
    run(5)
    reminder = Reminder.objects.get()
    reminder.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        reminder.save(force_insert=True)


def test_after_an_outage_only_the_latest_passed_rung_is_sent():
    expiring()
    assert run(80) == 1
    assert Reminder.objects.get().step == 30
    assert run(95) == 1


def test_a_certificate_that_is_recorded_late_begins_with_the_rung_ahead():
    expiring(in_days=45)
    assert run(0) == 0
    assert run(15) == 1


def test_renewed_and_retired_certificates_are_not_reminded_of():
    renewed, retired = expiring(), expiring()
    actor = renewed.supplier.owner
    data = certificate_data(
        renewed.supplier, valid_from=TODAY + timedelta(days=95), expires_on=TODAY + timedelta(days=1200)
    )
    renew_certificate(renewed, data, expected_version=1, actor=actor, at=noon())
    retire_certificate(retired, "No longer bought", expected_version=1, actor=actor, at=noon())
    assert not Reminder.objects.exists()
    run(95)
    assert not Reminder.objects.filter(kind=ReminderKind.EXPIRY.value).exists()


def test_a_changed_expiry_starts_a_new_ladder():
    certificate = expiring()
    run(5)
    Certificate.objects.filter(pk=certificate.pk).update(expires_on=TODAY + timedelta(days=195))
    certificate.next_reminders.filter(kind=ReminderKind.EXPIRY).update(due_on=TODAY + timedelta(days=105))
    assert run(105) == 1
    assert list(Reminder.objects.values_list("step", flat=True)) == [90, 90]


def test_a_verification_that_is_due_is_reminded_of_until_it_is_made():
    certificate = make_certificate(expires_on=None)
    assert run(13) == 0
    assert run(14) == 1
    assert run(45) == 1
    assert "looked up" in OutgoingMail.objects.order_by("pk")[0].subject
    made = TODAY + timedelta(days=46)
    make_verification(certificate, on=made)
    assert run(100) == 0
    assert run(46 + 182) == 1


def test_nobody_is_asked_to_look_up_what_has_lapsed():
    make_certificate(expires_on=TODAY + timedelta(days=3))
    run(14)
    assert not Reminder.objects.filter(kind=ReminderKind.VERIFICATION.value).exists()


def test_one_person_gets_one_mail_for_all_that_is_due():
    supplier = make_supplier()
    for _ in range(3):
        expiring(supplier)
    run(5)
    mail = OutgoingMail.objects.get()
    assert mail.subject == "3 certificates expire or have lapsed"
    assert Notice.objects.count() == 3
    assert ReminderRecipient.objects.filter(mail=mail).count() == 3


def test_without_an_active_owner_the_teams_manager_is_told_then_any_manager_then_an_administrator():
    owner = make_user(is_active=False)
    manager, other = make_user(Role.MANAGER), make_user(Role.MANAGER)
    administrator = make_user(Role.ADMINISTRATOR)
    expiring(make_supplier(owner=owner, team=make_team(manager)))
    run(5)
    assert OutgoingMail.objects.get().to == manager.email
    expiring(make_supplier(owner=owner))
    run(6)
    assert set(OutgoingMail.objects.values_list("to", flat=True)[1:]) == {manager.email, other.email}
    type(manager).objects.filter(role=Role.MANAGER.value).update(is_active=False)
    run(35)
    assert OutgoingMail.objects.order_by("-pk")[0].to == administrator.email


def test_an_owner_who_no_longer_sees_a_restricted_supplier_is_not_told_of_it():
    owner, manager = make_user(), make_user(Role.MANAGER)
    supplier = make_supplier(owner=owner, is_restricted=True, team=make_team())
    expiring(supplier)
    run(5)
    assert OutgoingMail.objects.get().to == manager.email
    supplier.team.members.add(owner)
    run(35)
    assert OutgoingMail.objects.order_by("-pk")[0].to == owner.email


def test_when_nobody_can_be_told_the_rung_is_kept_without_a_recipient():
    expiring(make_supplier(owner=make_user(is_active=False)))
    assert run(5) == 1
    assert Reminder.objects.get().recipients.count() == 0


def test_an_archived_supplier_is_left_in_peace():
    certificate = expiring()
    type(certificate.supplier).objects.update(archived_at=noon())
    assert run(5) == 0
    certificate.refresh_from_db()
    assert certificate.next_reminder_on(ReminderKind.EXPIRY) == TODAY + timedelta(days=35)


def test_the_mail_is_readable_as_text_and_as_html():
    certificate = expiring(make_supplier(legal_name="Müller & <Söhne>"))
    run(5)
    mail = OutgoingMail.objects.get()
    assert "Müller & <Söhne>" in mail.text
    assert "Müller &amp; &lt;Söhne&gt;" in mail.html
    assert certificate.number in mail.html


def test_the_work_does_not_grow_with_what_is_not_due(django_assert_max_num_queries):
    supplier = make_supplier()
    for _ in range(5):
        expiring(supplier, in_days=LATER)
    with django_assert_max_num_queries(8):
        run(0)


def test_many_due_certificates_cost_a_fixed_number_of_statements(django_assert_max_num_queries):
    supplier = make_supplier()
    for _ in range(12):
        expiring(supplier)
    with django_assert_max_num_queries(24):
        assert run(5) == 12


def test_the_scheduled_task_sends_what_is_due():
    certificate = make_certificate(expires_on=None)
    Certificate.objects.filter(pk=certificate.pk).update(verification_due_on=date(2020, 1, 1))
    certificate.next_reminders.filter(kind=ReminderKind.VERIFICATION).update(due_on=date(2020, 1, 1))
    assert send_due_reminders() == 1
