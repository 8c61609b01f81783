"""Numbers and days as people write them: recognised by their column, never guessed."""

from datetime import date
from decimal import Decimal

import pytest

from common.tabular.values import (
    Ambiguous,
    DayOrder,
    DecimalMark,
    NotReadable,
    day_order,
    decimal_mark,
    parse_day,
    parse_flag,
    parse_number,
)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2009-08-04", date(2009, 8, 4)),
        ("2009-08-04 13:45", date(2009, 8, 4)),
        ("2009-08-04T13:45:00Z", date(2009, 8, 4)),
        ("20090804", date(2009, 8, 4)),
        ("4-Aug-09", date(2009, 8, 4)),
        ("14-Nov-06", date(2006, 11, 14)),
        ("1-Jan-99", date(1999, 1, 1)),
        ("4. August 2009", date(2009, 8, 4)),
        ("Aug 4, 2009", date(2009, 8, 4)),
        ("August 4th, 2009", date(2009, 8, 4)),
        ("3. März 2024", date(2024, 3, 3)),
        ("12 déc. 2024", date(2024, 12, 12)),
        ("2024年5月31日", date(2024, 5, 31)),
        ("2024 年 5 月 31 日", date(2024, 5, 31)),
        ("民國109年9月3日", date(2020, 9, 3)),
        ("中華民國 115 年 5 月 31 日", date(2026, 5, 31)),
        ("民国元年1月2日", date(1912, 1, 2)),
        ("03 de Marzo de 2026", date(2026, 3, 3)),
        ("lunes, 2 de marzo del 2026", date(2026, 3, 2)),
        ("1º de março de 2026", date(2026, 3, 1)),
        ("1er janvier 2026", date(2026, 1, 1)),
        ("28th November 2025", date(2025, 11, 28)),
        ("5. März 2026", date(2026, 3, 5)),
        ("04.05.2024", date(2024, 5, 4)),
        ("10/17/2014", date(2014, 10, 17)),
        ("17/10/14", date(2014, 10, 17)),
        ("05/05/2024", date(2024, 5, 5)),
        ("10/17/2014 0:00", date(2014, 10, 17)),
    ],
)
def test_days_are_read_as_people_write_them(text, day):
    assert parse_day(text) == day


def test_a_day_that_can_be_two_is_read_as_its_column_shows_and_else_refused():
    assert day_order(["04/05/2024", "10/17/2014", "4-Aug-09"]) is DayOrder.MONTH_FIRST
    assert day_order(["04/05/2024", "17/10/2014"]) is DayOrder.DAY_FIRST
    assert day_order(["04/05/2024"]) is day_order(["17/10/2014", "10/17/2014"]) is DayOrder.UNCLEAR
    assert parse_day("04/05/2024", DayOrder.MONTH_FIRST) == date(2024, 4, 5)
    assert parse_day("04/05/2024", DayOrder.DAY_FIRST) == date(2024, 5, 4)
    with pytest.raises(Ambiguous) as caught:
        parse_day("04/05/2024")
    assert caught.value.readings == (date(2024, 5, 4), date(2024, 4, 5))


@pytest.mark.parametrize("text", ["Date Not Captured", "31-Feb-09", "13/13/2014", "2024", "39873", "soon", "99-Foo-09"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(NotReadable):
        parse_day(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234", "1234"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("12,5", "12.5"),
        ("0.125", "0.125"),
        ("1 234 567", "1234567"),
        ("1'234.50", "1234.50"),
        ("€ 12.50", "12.50"),
        ("12.50 EUR", "12.50"),
        ("(5)", "-5"),
        ("-3", "-3"),
        (".45", "0.45"),
        ("2.1E+3", "2.1E+3"),
    ],
)
def test_numbers_are_read_as_people_write_them(text, number):
    assert parse_number(text) == Decimal(number)


def test_a_number_that_can_be_two_is_read_as_its_column_shows_and_else_refused():
    assert decimal_mark(["1.234", "12,5"]) is DecimalMark.COMMA
    assert decimal_mark(["1,234", "12.5"]) is DecimalMark.POINT
    assert decimal_mark(["1.234"]) is decimal_mark(["12.5", "12,5"]) is DecimalMark.UNCLEAR
    assert parse_number("1.234", DecimalMark.COMMA) == 1234
    assert parse_number("1.234", DecimalMark.POINT) == Decimal("1.234")
    with pytest.raises(Ambiguous):
        parse_number("1.234")


@pytest.mark.parametrize("text", ["", "abc", "12-5", "Weight Captured Separately", "1.2.3,4,5", "--5", "NaN", "1e999"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(NotReadable):
        parse_number(text)


def test_yes_and_no_in_several_languages():
    assert [parse_flag(text) for text in ("Yes", "x", "JA", "0", "non", "否")] == [
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    with pytest.raises(NotReadable):
        parse_flag("maybe")
