from datetime import date

import pytest

from standards.domain.editions import EditionDates, EditionStanding, edition_on
from standards.models import Clause, Edition

ISO_9001_2015 = EditionDates(superseded_on=date(2026, 9, 16), invalid_after=date(2029, 9, 30))


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        (date(2026, 9, 15), EditionStanding.CURRENT),
        (date(2026, 9, 16), EditionStanding.IN_TRANSITION),
        (date(2029, 9, 30), EditionStanding.IN_TRANSITION),
        (date(2029, 10, 1), EditionStanding.ENDED),
    ],
)
def test_an_edition_counts_until_the_last_day_of_its_transition(day, standing):
    assert edition_on(ISO_9001_2015, day) is standing


def test_an_edition_without_dates_never_ends():
    assert edition_on(EditionDates(), date(2100, 1, 1)) is EditionStanding.CURRENT


@pytest.mark.django_db
def test_every_shipped_row_names_its_source():
    assert not Edition.objects.filter(source="").exists()


@pytest.mark.django_db
def test_editions_are_named_as_they_are_printed():
    names = {str(edition) for edition in Edition.objects.select_related("standard")}
    assert {"ISO 9001:2015", "ISO 9001:2026", "IATF 16949:2016", "AS9100 Rev D"} <= names


@pytest.mark.django_db
def test_clauses_of_the_edition_in_use_are_shipped_in_order():
    numbers = list(Clause.objects.filter(edition__standard__code="ISO 9001").values_list("number", flat=True))
    assert numbers[0] == "4"
    assert numbers[-1] == "10.3"
    assert {"7.1.5", "8.4", "8.5.1", "8.6", "8.7", "10.2"} <= set(numbers)
