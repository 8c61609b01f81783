"""What an attribute holds is what was put into it, with quotes or without."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.markup import attribute


class Seen(HTMLParser):
    def handle_starttag(self, tag, attrs):
        self.found = (tag, attrs)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=30))
def test_whatever_it_holds_it_is_read_back(value):
    parser = Seen()
    parser.feed(f"<input value={attribute(value)} checked>")
    assert parser.found == ("input", [("value", value), ("checked", None)])


@pytest.mark.parametrize(
    ("value", "written"), [("under_evaluation", "under_evaluation"), ("", '""'), ("a b", '"a b"'), ("/", '"/"')]
)
def test_quotes_stand_only_where_html_needs_them(value, written):
    assert attribute(value) == written
