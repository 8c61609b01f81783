"""Pictures of delivered quality say what is found in them."""

from datetime import date

from deliveries.charts import charts_of
from deliveries.domain.lots import Lots
from deliveries.domain.on_time import OnTime
from deliveries.domain.stages import Stage
from deliveries.selectors.figures import Figures, Month


def months(**last) -> Figures:
    return Figures([*(Month(date(2026, number, 1)) for number in range(1, 12)), Month(date(2026, 12, 1), **last)])


def test_the_finding_is_said_above_and_to_who_does_not_see_the_picture():
    caught = {Stage.FINAL: 3, Stage.LINE: 2}
    found = charts_of(months(lots=Lots(1_199, 1), lines=OnTime(3, 2, 2_600), caught=caught))
    assert [chart.finding for chart in found] == [
        "1,199 of 1,200 inspected lots accepted as ordered",
        "2 of 3 order lines on time, by month due",
        "2 of 5 nonconformances escaped the supplier",
    ]
    assert all(f"<title>{chart.finding}</title>" in chart.picture for chart in found)


def test_one_of_one_and_none_are_said_so_and_of_nothing_there_is_no_picture():
    [chart] = charts_of(months(caught={Stage.FINAL: 1}))
    assert chart.finding == "None of 1 nonconformance escaped the supplier"
    assert charts_of(months()) == []


def test_every_second_month_has_its_name_and_the_last_one():
    [chart] = charts_of(months(lots=Lots(1)))
    assert [name for name in ("Jan", "Feb", "Oct", "Nov", "Dec") if f">{name}<" in chart.picture] == [
        "Feb",
        "Oct",
        "Dec",
    ]
