from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.domain.dates import printed_date


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2026-11-21", date(2026, 11, 21)),
        ("24 August 2015", date(2015, 8, 24)),
        ("April 15, 2014", date(2014, 4, 15)),
        ("14/11/2003", date(2003, 11, 14)),
        ("28th November 2025", date(2025, 11, 28)),
        ("03 de Marzo de 2026", date(2026, 3, 3)),
        ("5. März 2026", date(2026, 3, 5)),
        ("12-Mar-2027", date(2027, 3, 12)),
        ("民國109年9月3日", date(2020, 9, 3)),
        ("2026年 3月 5日", date(2026, 3, 5)),
        ("２０２６-０３-０５", date(2026, 3, 5)),
    ],
)
def test_dates_are_read_as_printed(printed, day):
    assert printed_date(printed) == (day,)


def test_where_day_and_month_can_be_swapped_both_readings_are_returned():
    assert printed_date("07-05-2012") == (date(2012, 5, 7), date(2012, 7, 5))
    assert printed_date("05/05/2012") == (date(2012, 5, 5),)


@pytest.mark.parametrize(
    "printed", ["", "31 February 2026", "2026-13-01", "30.02.2026", "soon", "0000-00-00", "9" * 5000]
)
def test_impossible_dates_have_no_reading(printed):
    assert printed_date(printed) == ()


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text):
    assert len(printed_date(text)) <= 2


@given(st.dates())
def test_an_iso_date_reads_as_itself(day):
    assert printed_date(day.isoformat()) == (day,)
