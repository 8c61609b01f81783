"""What falls due in which month: each number is that of the list behind it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from audits.domain.audits import AuditState
from common import clock
from overview.domain.months import Due, spans_from
from overview.selectors.months import due_by_month
from suppliers.domain.profiles.terms import ReviewState
from tests.accounts.factories import make_user
from tests.audits.capa_factories import make_capa
from tests.audits.factories import make_audit, make_finding
from tests.certificates.factories import make_certificate
from tests.queries import assert_same_queries
from tests.suppliers.factories import make_document, make_supplier

pytestmark = pytest.mark.django_db


def test_every_day_from_yesterday_back_and_a_year_ahead_is_in_exactly_one_bar():
    today = date(2026, 11, 21)
    spans = spans_from(today)
    assert (len(spans), spans[0].until, spans[1].since, spans[-1].until) == (
        13,
        date(2026, 11, 20),
        today,
        date(2027, 10, 31),
    )
    assert all(after.since == before.until + timedelta(days=1) for before, after in pairwise(spans))


def some_of_everything():
    today = clock.today()
    supplier = make_supplier(with_scope=True)
    for number, days in enumerate((-40, -1, 0, 1, 45, 200, 400)):
        day = today + timedelta(days=days)
        make_certificate(supplier, number=f"E{supplier.pk}X{number}", expires_on=day, issued_on=None, valid_from=None)
        due = make_certificate(supplier, number=f"V{supplier.pk}X{number}", expires_on=today + timedelta(days=500))
        type(due).objects.filter(pk=due.pk).update(verification_due_on=day)
        make_audit(supplier, AuditState.PLANNED, planned_on=day)
        finding = make_finding(make_audit(supplier))
        type(finding).objects.filter(pk=finding.pk).update(found_on=day - timedelta(days=30), due_on=day)
        capa = make_capa(supplier=supplier)
        type(capa).objects.filter(pk=capa.pk).update(due_on=day)
        make_document(supplier, valid_until=day)
        rejected = {
            "state": ReviewState.REJECTED,
            "reviewed_by": make_user(),
            "reviewed_on": today,
            "review_note": "Page missing",
        }
        make_document(supplier, valid_until=day, **rejected)
    return supplier


def test_each_number_is_that_of_the_list_behind_it(client):
    client.force_login(make_user(Role.MANAGER))
    some_of_everything()
    rows = client.get(reverse("overview:months")).context["rows"]
    told = [(cell.url, cell.number) for row in rows for cell in row.cells if cell.number]
    assert {url.partition("?")[0] for url, _ in told} == {
        reverse(name)
        for name in ("certificates:list", "audits:list", "audits:findings", "audits:capas", "suppliers:documents")
    }
    assert rows[0].total >= 10
    for url, number in told:
        assert len(client.get(url).context["page"]) == number, url


def test_what_is_others_restricted_is_not_counted():
    some_of_everything()
    secret = some_of_everything()
    type(secret).objects.filter(pk=secret.pk).update(is_restricted=True)
    today = clock.today()
    (everything, _), (rest, _) = (due_by_month(make_user(role), today) for role in (Role.MANAGER, Role.PROCUREMENT))
    for all_of_it, half in zip(everything, rest, strict=True):
        assert all_of_it.total == 2 * half.total


def test_the_kinds_are_counted_apart():
    today = clock.today()
    make_audit(make_supplier(with_scope=True), AuditState.PLANNED, planned_on=today + timedelta(days=70))
    bars, _ = due_by_month(make_user(Role.MANAGER), today)
    found = {kind: sum(dict(bar.counts)[kind] for bar in bars) for kind in Due}
    assert found == {**dict.fromkeys(Due, 0), Due.AUDIT: 1}


def test_the_page_costs_the_same_with_more_to_do(client):
    client.force_login(make_user(Role.PROCUREMENT))
    assert_same_queries(client, "overview:months", some_of_everything, at_most=5)


def test_lists_take_days_and_leave_out_what_is_none(client):
    client.force_login(make_user(Role.MANAGER))
    audit = make_audit(make_supplier(with_scope=True), planned_on=date(2027, 3, 1))
    url = reverse("audits:list")
    assert len(client.get(url, {"since": "2027-03-01", "until": "2027-03-01"}).context["page"]) == 1
    assert len(client.get(url, {"since": "2027-03-02"}).context["page"]) == 0
    page = client.get(url, {"since": "tomorrow"})
    assert [row.pk for row in page.context["page"]] == [audit.pk]
    assert "Remove: From 1 Mar 2027" in client.get(url, {"since": "2027-03-01"}).content.decode()
