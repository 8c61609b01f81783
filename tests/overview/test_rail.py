"""The rail on the left, and on the phone the bar under the thumb with what it has no room for."""

import re
from pathlib import Path

COMPONENTS = Path(__file__).parent.parent.parent / "templates" / "components"
ENTRY = re.compile(r'{% nav_item "([^"]+)"[^%]*%}')


def test_what_the_bar_under_the_thumb_leaves_out_stands_under_more():
    rail = (COMPONENTS / "rail.html").read_text()
    left_out = {match[1] for match in ENTRY.finditer(rail) if "nav-desk" in match[0]}
    assert left_out == set(ENTRY.findall((COMPONENTS / "nav_more.html").read_text()))


def test_the_bar_under_the_thumb_has_six_places():
    rail = (COMPONENTS / "rail.html").read_text()
    shown = [match[1] for match in ENTRY.finditer(rail) if "nav-desk" not in match[0]]
    assert len(shown) == 5, "six with More: at 320 pixels each is 53 wide, which a thumb can hit"
