from datetime import date

from certificates.domain.surveillance import SurveillanceStanding, surveillance_on


def test_no_recorded_audit_says_nothing():
    assert surveillance_on([], date(2026, 1, 1)) is SurveillanceStanding.NOT_RECORDED
    assert surveillance_on([date(2026, 5, 1)], date(2026, 1, 1)) is SurveillanceStanding.NOT_RECORDED


def test_overdue_once_a_whole_calendar_year_passed_without_one():
    audits = [date(2023, 4, 1), date(2024, 3, 1)]
    assert surveillance_on(audits, date(2025, 12, 31)) is SurveillanceStanding.IN_TIME
    assert surveillance_on(audits, date(2026, 1, 1)) is SurveillanceStanding.OVERDUE
