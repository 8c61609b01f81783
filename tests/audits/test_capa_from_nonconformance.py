"""A corrective action that a nonconformance called for: opened, shown everywhere, counted by the rating."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.domain.permissions import Role
from audits.domain.capa import Severity, Stage
from audits.models import Capa
from audits.services.capa import CapaInput, open_capa, reopen_capa
from audits.services.capa_errors import CannotOpen, WrongInput
from common.records import AlreadySubmitted
from deliveries.domain.nonconformances import Severity as Seriousness
from deliveries.services import void_nonconformance
from scoring.domain.facts import TroubleKind
from scoring.facts import gather_facts
from tests.accounts.factories import make_user
from tests.audits.capa_factories import make_capa, walk_to, when
from tests.deliveries.factories import DAY, TODAY, by, make_nonconformance
from tests.suppliers.factories import make_scope, make_site, make_supplier

pytestmark = pytest.mark.django_db


def given(severity=Severity.MAJOR) -> CapaInput:
    return CapaInput(
        severity=severity, responsible=make_user(Role.PROCUREMENT), reviewer=make_user(Role.QUALITY_ENGINEER)
    )


def opened(row=None, severity=Severity.MAJOR, day=DAY) -> Capa:
    answers = given(severity)
    return open_capa(row or make_nonconformance(), answers, actor=answers.responsible, **when(day))


def test_it_is_opened_once_and_names_what_it_answers():
    row = make_nonconformance()
    capa = opened(row)
    assert (capa.origin, capa.statement, capa.supplier) == (row, row.description, row.supplier)
    with pytest.raises(AlreadySubmitted):
        opened(row)


def test_it_is_never_milder_than_the_nonconformance_and_none_is_opened_from_a_void_one():
    with pytest.raises(WrongInput, match="critical nonconformance"):
        opened(make_nonconformance(severity=Seriousness.CRITICAL), Severity.MAJOR)
    row = make_nonconformance()
    void_nonconformance(row, by(reason="Ours."))
    with pytest.raises(CannotOpen, match="void"):
        opened(row)


def test_the_database_holds_that_it_answers_exactly_one_thing():
    capa, other = opened(), make_capa()
    for changes in ({"nonconformance": None}, {"finding": other.finding}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Capa.objects.filter(pk=capa.pk).update(**changes)


def test_it_walks_through_its_steps_to_closing_and_comes_back_with_a_nonconformance():
    row = make_nonconformance()
    capa = walk_to(opened(row), Stage.CLOSED, start=DAY)
    again = make_nonconformance(row.supplier, found_on=TODAY - timedelta(days=1))
    reopen_capa(
        capa, reason="Seen again.", seen_on=again.found_on, nonconformance=again,
        expected_version=capa.version, actor=capa.reviewer, **when(TODAY),
    )  # fmt: skip
    assert capa.rounds.get(number=2).nonconformance == again
    closed = walk_to(opened(), Stage.CLOSED, start=DAY)
    with pytest.raises(WrongInput, match="another supplier"):
        reopen_capa(
            closed, reason="Seen again.", seen_on=TODAY, nonconformance=again,
            expected_version=closed.version, actor=closed.reviewer, **when(TODAY),
        )  # fmt: skip


def test_pages_lists_and_exports_tell_of_the_nonconformance(client):
    client.force_login(make_user(Role.QUALITY_ENGINEER))
    row = make_nonconformance()
    page = client.get(reverse("deliveries:nonconformance", args=[row.pk])).content.decode()
    panel = reverse("audits:nonconformance_capa", args=[row.pk])
    assert panel in page
    assert "Open a corrective action" in client.get(panel, headers={"HX-Request": "true"}).content.decode()
    capa = opened(row)
    assert capa.number in client.get(panel).content.decode()
    for url in (
        capa.get_absolute_url(),
        reverse("audits:capas"),
        reverse("audits:supplier_capas", args=[row.supplier.pk]),
    ):
        assert row.description in client.get(url).content.decode()
    assert row.get_absolute_url() in client.get(capa.get_absolute_url()).content.decode()
    exported = b"".join(client.get(reverse("audits:capas_export", args=["csv"]))).decode()
    assert f"{row.number},{row.description}" in exported
    void_nonconformance(row, by(reason="Ours."))
    assert "made void" in client.get(capa.get_absolute_url()).content.decode()


def test_a_person_opens_one_from_the_page(client):
    engineer, reviewer = make_user(Role.QUALITY_ENGINEER), make_user(Role.QUALITY_ENGINEER)
    client.force_login(engineer)
    row = make_nonconformance()
    url = reverse("audits:nonconformance_capa_open", args=[row.pk])
    assert row.description in client.get(url).content.decode()
    people = {"responsible": engineer.pk, "reviewer": reviewer.pk}
    client.post(url, {"severity": "major", **people, "version": 1, "submission": str(uuid4())})
    assert Capa.objects.get().nonconformance == row
    assert client.get(url).status_code == 303


def test_the_rating_counts_its_steps_for_the_place_of_the_nonconformance():
    supplier = make_supplier()
    here, there = make_site(supplier, is_main=True), make_site(supplier)
    scope = make_scope(supplier, "turning", here)
    make_scope(supplier, "grinding", there)
    row = make_nonconformance(supplier, scope=scope, severity=Seriousness.CRITICAL)
    capa = opened(row, Severity.CRITICAL)
    facts = gather_facts([supplier.pk], TODAY).facts[supplier.pk]
    [late] = [one for one in facts.observations if one.indicator == "steps_on_time"]
    assert (late.good, late.scopes, late.record) == (0, (f"scope:{scope.pk}",), f"capa:{capa.pk}")
    assert [one.kind for one in facts.troubles] == [TroubleKind.CRITICAL_SCAR_OVERDUE]
