"""`manage.py check_ratings`: projections agree with snapshots, snapshots reproduce."""

import pytest
from django.core.management import CommandError, call_command

from scoring.models import ScopeMonth, ScopeRating, Snapshot
from scoring.services import rescore_suppliers
from scoring.services.checking import disagreements
from suppliers.models import Supplier
from tests.scoring.factories import ON, clean_paper, make_evidence

pytestmark = pytest.mark.django_db


@pytest.fixture
def supplier():
    supplier = clean_paper()
    make_evidence(supplier)
    rescore_suppliers([supplier.pk], ON)
    return supplier


def test_all_is_well_after_a_rating(supplier, capsys):
    call_command("check_ratings")
    assert "All ratings agree" in capsys.readouterr().out


def test_a_list_that_shows_something_else_is_found(supplier):
    Supplier.objects.filter(pk=supplier.pk).update(score_tenths=999)
    assert list(disagreements()) == [
        f"supplier {supplier.pk}: the rating in the list differs from its worst active scope"
    ]
    with pytest.raises(CommandError, match="1 disagreement"):
        call_command("check_ratings", "--quick")


def test_a_current_rating_that_differs_from_its_snapshot_is_found(supplier):
    ScopeRating.objects.filter(supplier=supplier).update(confidence_percent=1)
    assert any("differs from its snapshot" in one for one in disagreements(reproduce_snapshots=False))


def test_documents_that_were_tampered_with_are_found(supplier):
    kept = Snapshot.objects.get(supplier=supplier)
    forged = {**kept.result, "score": 999}
    Snapshot.objects.create(
        **{
            field.name: getattr(kept, field.name)
            for field in Snapshot._meta.fields
            if field.name not in ("id", "revision", "result")
        },
        revision=2,
        result=forged,
    )
    assert any("do not have the stored hash" in one for one in disagreements())


def test_figures_that_differ_from_the_snapshot_are_found(supplier):
    ScopeRating.objects.filter(supplier=supplier).update(practice_percent=1)
    assert any("figures of the overview" in one for one in disagreements())


def test_a_month_that_differs_from_its_snapshots_is_found(supplier):
    ScopeMonth.objects.filter(supplier=supplier).update(closing_tenths=1)
    assert any("the month of November 2026" in one for one in disagreements(reproduce_snapshots=False))
