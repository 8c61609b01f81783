"""History keeps plain values; people read them as they would write them."""

import pytest

from common.templatetags.history import plain_value


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("2026-11-21", "21 Nov 2026"),
        ("2026-11-21T09:00:00+00:00", "21 Nov 2026, 10:00"),
        ("2026-11-21T09:00:00.123456+00:00", "21 Nov 2026, 10:00"),
        ("in_progress", "in progress"),
        ("", "nothing"),
        ("R-2207 to R-2301", "R-2207 to R-2301"),
        ("2026-02-30", "2026-02-30"),
        ("0001-01-01T00:00:00+23:59", "0001-01-01T00:00:00+23:59"),
    ],
)
def test_kept_values_are_read_as_people_write_them(kept, read):
    assert plain_value(kept) == read
