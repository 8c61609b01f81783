"""Figures that are worked out ahead: the same as those of the moment, for everybody, and nobody learns more by them."""

import json
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.domain.permissions import Role
from audits.domain.findings import FindingGrade
from audits.models import Finding
from common import clock
from overview.document import content_of
from overview.models import StoredFigures, Subject
from overview.selectors import portfolio, visits
from overview.selectors.months import due_by_month
from overview.services import count_ahead
from scoring.domain.default_model import DEFAULT_MODEL
from suppliers.models import Process, Supplier
from tests.accounts.factories import make_team, make_user
from tests.api.caller import Caller
from tests.audits.factories import make_audit, make_finding
from tests.certificates.factories import make_certificate
from tests.overview.factories import make_rating
from tests.scoring.factories import ship_models
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db
PAGES = ("matrix", "confidence", "months", "visits")
CHOSEN: tuple[dict[str, str], ...] = (
    {},
    {"stage": "active"},
    {"process": "milling"},
    {"stage": "potential", "process": "turning"},
    {"owner": "me"},
    {"owner": "me", "stage": "active"},
)


@pytest.fixture(autouse=True)
def _large(monkeypatch):
    """A portfolio of four rated scopes is large."""
    monkeypatch.setattr("overview.services.working_ahead.LIVE_UP_TO", 3)


def fill(supplier, number: int) -> None:
    """Rated scopes, a certificate, a planned audit and a serious finding, each a little different."""
    today = clock.today()
    make_rating(
        supplier,
        likelihood=("low", "high", "unproven")[number % 3],
        score=37 * number % 1_000,
        confidence=13 * number % 100,
        thinnest=("practice", "traceability")[number % 2],
        is_active=number % 3 > 0,
        process=("milling", "turning")[number % 2],
        risk_rank=number % 4,
        practice_percent=7 * number % 100,
    )
    for each, days in enumerate((-number, number, 40 * number)):
        day = today + timedelta(days=days)
        make_certificate(supplier, number=f"C{supplier.pk}N{each}", expires_on=day, issued_on=None, valid_from=None)
    audit = make_audit(supplier, planned_on=today + timedelta(days=30))
    finding = make_finding(audit, grade=FindingGrade.MAJOR)
    late = {"found_on": today - timedelta(days=60), "due_on": today - timedelta(days=number)}
    Finding.objects.filter(pk=finding.pk).update(**late)


@pytest.fixture
def _shipped(transactional_db):
    """What migrations brought is there again, when the test before emptied all tables."""
    ship_models()
    for code in ("milling", "turning"):
        Process.objects.get_or_create(code=code, defaults={"name": code.capitalize()})


@pytest.fixture
def people():
    """Somebody of each kind, and suppliers of each kind: open, of a team, of none, named, both, archived."""
    team, other = make_team(), make_team()
    found = {role.value: make_user(role) for role in (Role.ADMINISTRATOR, Role.MANAGER, Role.AUDITOR, Role.PROCUREMENT)}
    found["member"] = make_user(Role.PROCUREMENT)
    found["named"] = make_user(Role.AUDITOR)
    found["both"] = make_user(Role.PROCUREMENT)
    for each in (team, other):
        each.members.add(found["both"])
    team.members.add(found["member"])
    kinds = [
        {},
        {"owner": found["member"]},
        {"is_restricted": True, "team": team, "owner": found["member"]},
        {"is_restricted": True, "team": other},
        {"is_restricted": True},
        {"team": team},
        {"archived_at": clock.now()},
        {"is_restricted": True, "team": team, "archived_at": clock.now()},
    ]
    for number, kind in enumerate([dict(kind) for _ in range(2) for kind in kinds], start=1):
        archived_at = kind.pop("archived_at", None)
        supplier = make_supplier(**kind)
        fill(supplier, number)
        Supplier.objects.filter(pk=supplier.pk).update(archived_at=archived_at)
        if number % 2 and kind.get("is_restricted"):
            supplier.named_people.add(found["named"], found["both"])
    return found


def figures(user):
    """All that is worked out ahead, as this person sees it, and whether any of it was."""
    today = clock.today()
    found, moments = [], set()
    for chosen in CHOSEN:
        counted = portfolio.counted_for(user, chosen, DEFAULT_MODEL, *portfolio.TALLIES)
        shown = visits.visits_for(user, chosen, DEFAULT_MODEL, today)
        found.append({name: +numbers for name, numbers in counted.counts.items()})
        found.append([(row.visit, row.rating.pk, row.planned_on, row.site_name) for row in shown.rows])
        moments |= {counted.at, shown.at}
    bars, at = due_by_month(user, today)
    return [*found, bars], moments | {at}


def test_what_is_stored_and_what_is_the_persons_own_come_to_what_is_counted_at_the_moment(people):
    live = {name: figures(user) for name, user in people.items()}
    assert {at for _, moments in live.values() for at in moments} == {None}
    assert live["manager"][0] != live["procurement"][0] != live["member"][0] != live["both"][0]
    now = clock.now()
    assert count_ahead(clock.today(), now) > 10
    for name, user in people.items():
        found, moments = figures(user)
        assert found == live[name][0], name
        assert moments == {now, None}, "narrowed to one's own suppliers of a stage, all is counted at the moment"


def test_of_more_than_is_looked_at_the_most_pressing_of_all_groups_are_visited(people, monkeypatch):
    monkeypatch.setattr(visits, "CANDIDATES", 3)
    monkeypatch.setattr(visits, "WITH_FINDINGS", 2)
    today = clock.today()
    live = {name: visits.visits_for(user, {}, DEFAULT_MODEL, today).rows for name, user in people.items()}
    count_ahead(today, clock.now())
    for name, user in people.items():
        assert visits.visits_for(user, {}, DEFAULT_MODEL, today).rows == live[name], name


def test_no_restricted_record_is_in_what_everybody_reads(people):
    others = [Supplier.objects.filter(is_restricted=True), Supplier.objects.filter(archived_at__isnull=False)]
    count_ahead(clock.today(), clock.now())
    stored = {
        row.subject: json.loads(row.figures) for row in StoredFigures.objects.filter(is_restricted=False, narrowed="")
    }
    counted = sum(number for *_, number in stored[Subject.SCOPES]["cells"])
    for hidden in others:
        hidden.update(legal_name="Hidden", name_key="hidden")
    count_ahead(clock.today(), clock.now())
    assert counted == Supplier.objects.filter(is_restricted=False, archived_at=None).count()
    assert "hidden" not in str(StoredFigures.objects.get(subject=Subject.VISITS, is_restricted=False).figures)
    outsider = StoredFigures.objects.visible_to(people["procurement"])
    assert set(outsider.values_list("is_restricted", "team")) == {(False, None)}


def test_a_supplier_that_was_restricted_meanwhile_is_named_to_nobody_else(people, client):
    count_ahead(clock.today(), clock.now())
    client.force_login(people["procurement"])
    before = len(client.get(reverse("overview:visits")).context["rows"])
    Supplier.objects.filter(is_restricted=False).update(is_restricted=True)
    assert before
    assert client.get(reverse("overview:visits")).context["rows"] == []


def test_a_small_portfolio_is_counted_at_the_moment_and_nothing_of_it_is_kept(people, monkeypatch):
    count_ahead(clock.today(), clock.now())
    monkeypatch.setattr("overview.services.working_ahead.LIVE_UP_TO", 5_000)
    assert count_ahead(clock.today(), clock.now()) == 0
    assert not StoredFigures.objects.exists()


def test_pages_and_answers_say_when_they_were_counted(people, client):
    client.force_login(people["manager"])
    caller = Caller(people["manager"])
    assert "Counted" not in "".join(client.get(reverse(f"overview:{page}")).content.decode() for page in PAGES)
    assert [caller.get(f"overview/{page}/").json()["counted_at"] for page in PAGES] == [None] * 4
    now = clock.now()
    count_ahead(clock.today(), now)
    for page in PAGES:
        text = client.get(reverse(f"overview:{page}")).content.decode()
        assert f"<span>Counted at {timezone.localtime(now):%H:%M}</span>" in text, page
        assert caller.get(f"overview/{page}/").json()["counted_at"].startswith(f"{now:%Y-%m-%dT%H:%M}"), page


def test_the_document_says_when_it_was_counted(people):
    asked = {"kind": "overview", "chosen": {}, "told": ""}
    now = timezone.localtime(clock.now())
    live = content_of(people["manager"], asked, now)
    assert "Counted" not in render_to_string(live.template, live.context)
    count_ahead(clock.today(), now)
    ahead = content_of(people["manager"], asked, now)
    assert render_to_string(ahead.template, ahead.context).count(f"Counted at {now:%H:%M}") == 3
    same = ("matrix", "due_rows", "pillars", "processes")
    assert [ahead.context[name] for name in same] == [live.context[name] for name in same]


def test_what_was_counted_on_another_day_says_so(people, client):
    client.force_login(people["manager"])
    yesterday = clock.now() - timedelta(days=1)
    count_ahead(timezone.localdate(yesterday), yesterday)
    told = f"Counted on {timezone.localtime(yesterday):%-d %b %Y at %H:%M}"
    assert told in client.get(reverse("overview:matrix")).content.decode()


def test_what_depends_on_the_day_is_counted_at_the_moment_when_the_day_is_another(people):
    yesterday = clock.today() - timedelta(days=1)
    live = due_by_month(people["manager"], clock.today())
    count_ahead(yesterday, clock.now())
    assert due_by_month(people["manager"], clock.today()) == live
    assert visits.visits_for(people["manager"], {}, DEFAULT_MODEL, clock.today()).at is None


def test_the_later_of_two_workers_is_kept(people):
    later = clock.now()
    kept = count_ahead(clock.today(), later)
    assert count_ahead(clock.today(), later - timedelta(seconds=1)) == 0
    assert count_ahead(clock.today(), later) == kept
    assert set(StoredFigures.objects.values_list("counted_at", flat=True)) == {later}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_shipped")
def test_workers_at_the_same_time_leave_one_row_of_each(people):
    def work() -> None:
        count_ahead(clock.today(), clock.now())
        connection.close()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    count = StoredFigures.objects.count()
    assert len(set(StoredFigures.objects.values_list("subject", "narrowed", "is_restricted", "team"))) == count > 10
    assert StoredFigures.objects.values("counted_at").distinct().count() == 1


def test_stored_figures_cost_a_statement_and_another_for_whoever_is_named(people, django_assert_num_queries):
    count_ahead(clock.today(), clock.now())
    for name, number in (("manager", 1), ("member", 1), ("named", 2)):
        with django_assert_num_queries(number):
            portfolio.counted_for(people[name], {}, DEFAULT_MODEL, *portfolio.TALLIES)
        with django_assert_num_queries(number):
            due_by_month(people[name], clock.today())
