"""The sample company loads, and its stories come out in the order that docs/scoring.md promises."""

import pytest

from audits.models import Capa
from common import clock
from sample.load import NotEmpty, load_sample_company
from scoring.models import RequirementItem, Snapshot
from suppliers.models import Supplier
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db  # so that they come before tests that empty all tables at their end


@pytest.fixture(scope="module")
def suppliers(django_db_setup, django_db_blocker):
    """The whole sample company, loaded once and taken back."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        load_sample_company("not used here")
        yield {row.legal_name: row for row in Supplier.objects.all()}
        transaction.set_rollback(True)


def test_some_forty_suppliers_tell_a_story(suppliers):
    assert 40 <= len(suppliers) <= 60


def test_clean_paper_over_an_uninspected_floor_is_high_with_coverage_as_the_reason(suppliers):
    foundry = suppliers["Valve body foundry, clean paper"]
    assert foundry.rating == "high"
    assert "144 of 240" in foundry.headline


@pytest.mark.parametrize("name", ["Precision turning, nothing but a logo", "A name and an address"])
def test_paper_alone_and_nothing_at_all_are_unproven(suppliers, name):
    assert suppliers[name].rating == "unproven"


def test_real_practice_without_a_certificate_stands_above_paper_and_above_weak_follow_through(suppliers):
    practice = suppliers["Family shop without a certificate"]
    assert practice.score_tenths > suppliers["Precision turning, nothing but a logo"].score_tenths
    assert practice.score_tenths > suppliers["Certified, but nothing follows"].score_tenths


def test_defects_caught_early_rate_better_than_defects_caught_late(suppliers):
    early = suppliers["Machining A: 18 of 20 defects caught in process"]
    assert early.score_tenths > suppliers["Machining B: 19 of 20 defects caught at the end"].score_tenths


def test_an_honest_reporter_is_never_worse_than_its_silent_twin(suppliers):
    twin = suppliers["Silent twin of the honest reporter"]
    assert suppliers["Honest reporter"].score_tenths >= twin.score_tenths


@pytest.mark.parametrize(
    "name",
    [
        "Automotive stampings without IATF",
        "Five-axis titanium, AS9100 only promised",
        "Surgical tools, ISO 13485 suspended",
        "Brackets, IATF lapsed this month",
    ],
)
def test_an_unmet_sector_duty_holds_at_high(suppliers, name):
    assert suppliers[name].rating in {"high", "critical"}


def test_a_renewal_that_the_body_confirmed_is_not_held(suppliers):
    assert suppliers["Gear blanks, renewal confirmed by the body"].rating not in {"high", "critical"}


def test_never_checked_is_no_better_than_not_found(suppliers):
    unchecked = suppliers["Springs, certificate nobody looked up"]
    assert unchecked.score_tenths <= suppliers["Bushings, number not in any register"].score_tenths


def test_a_small_sample_is_not_held_where_the_large_one_is(suppliers):
    assert suppliers["Small sample: 23 of 30 receipts"].rating != "high"


def test_a_year_of_ratings_is_kept(suppliers):
    foundry = suppliers["Valve body foundry, clean paper"]
    assert Snapshot.objects.filter(supplier=foundry).count() >= 12


def test_it_does_not_mix_with_real_suppliers():
    make_supplier()
    with pytest.raises(NotEmpty):
        load_sample_company("not used here")


def shown(supplier):
    today = clock.today()
    return {str(item): item.shown_on(today).value for item in RequirementItem.objects.filter(supplier=supplier)}


def test_what_is_asked_for_is_there_out_of_date_or_set_aside_as_the_stories_tell(suppliers):
    assert set(shown(suppliers["Heat treater with everything on file"]).values()) == {"met"}
    gaps = shown(suppliers["Weldments, papers out of date"])
    assert gaps["Control plan, Welding, Gliwice"] == "lapsed"
    assert gaps["Validation of a special process, Welding, Gliwice"] == "unverified"
    waived = shown(suppliers["Brackets, IATF set aside until spring"])
    assert waived["IATF 16949, Stamping, Maribor"] == "waived"
    assert waived["PPAP, level 3, Stamping, Maribor"] == "missing"


def test_what_arrives_is_seen_in_the_ratings(suppliers):
    """Seen, not only claimed: lots, order lines and nonconformances of a year stand behind the ratings."""
    kept = Snapshot.objects.filter(supplier=suppliers["Valve body foundry, clean paper"]).latest("on", "pk")
    used = {one["indicator"] for one in kept.facts["observations"]}
    assert {"lot_acceptance", "parts_right", "on_time", "escapes"} <= used
    twin, honest = suppliers["Silent twin of the honest reporter"], suppliers["Honest reporter"]
    for name in ("lot_acceptance", "on_time"):
        assert [seen(honest, name)] == [seen(twin, name)]
    assert Capa.objects.filter(nonconformance__isnull=False).exists()


def seen(supplier, indicator):
    kept = Snapshot.objects.filter(supplier=supplier).latest("on", "pk")
    return [(one["good"], one["of"]) for one in kept.facts["observations"] if one["indicator"] == indicator]
