"""The rating taken apart: page, panel, past ratings and the model, as people see them."""

import re

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from audits.models import Audit
from scoring.domain.words import tenths_text
from scoring.models import ScopeRating, Snapshot
from scoring.presentation import card_view
from scoring.services import drain_changes, rescore_suppliers
from suppliers.services import mark_evidence_changed
from tests.accounts.factories import make_user
from tests.scoring.factories import ON, clean_paper, make_certificate, make_coverage, make_evidence, make_scope
from tests.suppliers.factories import make_site, make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    user = make_user(Role.AUDITOR)
    client.force_login(user)
    return client


def rated(*, evidence=True):
    supplier = clean_paper()
    if evidence:
        make_evidence(supplier)
    rescore_suppliers([supplier.pk], ON)
    return supplier


def page(client, supplier, **query):
    return client.get(reverse("scoring:rating", args=[supplier.pk]), query)


def test_the_page_opens_with_the_state_in_words_and_links_the_record_behind_it(reader):
    supplier = rated()
    html = page(reader, supplier).content.decode()
    assert "Held at high: 144 of 240 material receipts (60 %, at most 66 %)" in html
    coverage = supplier.coverageobservations.get()
    assert f'href="{reverse("audits:observation", args=["coverage", coverage.pk])}"' in html
    assert "Lifts when later checks" in html


def test_every_point_is_on_the_page_and_they_add_up(reader):
    supplier = rated()
    card = ScopeRating.objects.get(supplier=supplier).snapshot.card
    html = page(reader, supplier).content.decode()
    for pillar in card.pillars:
        assert f"{tenths_text(pillar.contribution)} " in html
    assert sum(pillar.contribution for pillar in card.pillars) == card.score
    for one in card.indicators:
        assert one.label.replace("'", "&#x27;") in html


def test_what_would_raise_it_and_what_follows_are_told(reader):
    html = page(reader, rated()).content.decode()
    assert "What would raise it" in html
    assert "Look again" in html
    assert "announced audit on site" in html.lower()


def test_each_chart_has_a_table_behind_it(reader):
    html = page(reader, rated()).content.decode()
    assert html.count("<details") >= 2
    assert "As a table" in html
    assert "All kept ratings" in html


def test_the_page_has_no_inline_style_or_script(reader):
    html = page(reader, rated()).content.decode()
    main = html[html.index("<main") :]
    assert not re.search(r"\sstyle=|<script|\son[a-z]+=", main)


def test_another_scope_is_chosen_by_its_address(reader):
    supplier = clean_paper()
    scope = make_scope(supplier, "milling", site=make_site(supplier))
    rescore_suppliers([supplier.pk], ON)
    shown = page(reader, supplier, scope=f"scope:{scope.pk}").content.decode()
    assert "Why unproven" in shown
    assert page(reader, supplier, scope="scope:999999").status_code == 404


def test_a_supplier_that_was_never_rated_says_so(reader):
    html = page(reader, make_supplier()).content.decode()
    assert "Not rated yet" in html


def test_a_supplier_that_cannot_be_rated_says_why(reader):
    supplier = rated()
    Audit.objects.filter(supplier=supplier).update(checklist_version=99)
    mark_evidence_changed([supplier.pk])
    drain_changes(ON)
    html = page(reader, supplier).content.decode()
    assert "cannot be rated" in html
    assert "144 of 240" in html


def test_the_rating_of_a_restricted_supplier_is_not_there_for_others(reader):
    supplier = rated()
    type(supplier).objects.filter(pk=supplier.pk).update(is_restricted=True)
    kept = Snapshot.objects.filter(supplier=supplier).first()
    assert page(reader, supplier).status_code == 404
    assert reader.get(reverse("scoring:panel", args=[supplier.pk])).status_code == 404
    assert reader.get(kept.get_absolute_url()).status_code == 404


def test_a_past_rating_is_shown_as_it_was(reader):
    supplier = rated()
    kept = Snapshot.objects.get(supplier=supplier)
    make_coverage(supplier, 900, 900)
    rescore_suppliers([supplier.pk], ON)
    html = reader.get(kept.get_absolute_url()).content.decode()
    assert "144 of 240" in html
    assert "The rating as it was" in html


def test_a_past_rating_says_what_was_learnt_or_corrected_since(reader):
    supplier = rated()
    kept = Snapshot.objects.get(supplier=supplier)
    assert "still say the same" in reader.get(kept.get_absolute_url()).content.decode()
    late = make_coverage(supplier, 30, 90)
    wrong = supplier.coverageobservations.exclude(pk=late.pk)
    wrong.update(superseded_at=late.recorded_at, superseded_by=supplier.owner, superseded_reason="counted twice")
    html = reader.get(kept.get_absolute_url()).content.decode()
    assert f"Count of receipts {late.pk} of 14 Oct 2026 was recorded or corrected later." in html
    assert "no longer counts" in html


def test_a_snapshot_of_another_supplier_is_not_found_here(reader):
    first, second = rated(), rated()
    kept = Snapshot.objects.get(supplier=first)
    assert reader.get(reverse("scoring:snapshot", args=[second.pk, kept.pk])).status_code == 404


def test_the_panel_tells_the_same_as_the_page_in_short(reader):
    supplier = rated()
    html = reader.get(reverse("scoring:panel", args=[supplier.pk])).content.decode()
    assert "<html" not in html
    assert "144 of 240" in html
    assert reverse("scoring:rating", args=[supplier.pk]) in html


def test_panel_and_page_take_a_fixed_number_of_queries(reader, django_assert_max_num_queries):
    few, many = rated(), clean_paper()
    for process in ("milling", "grinding"):
        make_scope(many, process)
    for _ in range(5):
        make_coverage(many)
    rescore_suppliers([many.pk], ON)
    for supplier in (few, many):
        with django_assert_max_num_queries(4):
            reader.get(reverse("scoring:panel", args=[supplier.pk]))
        with django_assert_max_num_queries(8):
            page(reader, supplier)


def test_the_model_page_shows_weights_limits_and_the_cases(reader):
    html = reader.get(reverse("scoring:model")).content.decode()
    assert "Incoming-inspection coverage" in html
    assert "25 % of the score" in html
    assert "Clean paper, 60 % coverage" in html


def test_a_certificate_that_nobody_checked_names_the_check_that_costs(reader):
    supplier = make_supplier(with_scope=True)
    make_certificate(supplier)
    rescore_suppliers([supplier.pk], ON)
    html = page(reader, supplier).content.decode()
    assert "Verification: nobody checked." in html


def test_a_view_counts_the_records_behind_the_rating():
    supplier = rated()
    view = card_view(ScopeRating.objects.get(supplier=supplier).snapshot.card)
    assert view.records == 3
    assert view.score == tenths_text(view.card.score)


def test_every_case_of_the_model_page_has_its_test():
    from scoring.reference.cases import CASES
    from tests.scoring import test_cases, test_monotone

    for case in CASES:
        assert hasattr(test_cases, case.test) or hasattr(test_monotone, case.test), case.test
