"""The page that strangers read first must be true."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
RULES = PAGE.partition("## Rule → file")[2].partition("## Rooms")[0]
NAMED = re.findall(r"`([a-z_]+/[\w/.]+)`", RULES)


def test_the_page_names_some_fifteen_rules():
    assert len(NAMED) >= 15


@pytest.mark.parametrize("path", NAMED)
def test_each_rule_is_where_the_page_says(path):
    assert (ROOT / path).exists()
