"""The guide to the interface: its example runs, and what it says of limits and answers is so."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from accounts.domain.permissions import Role
from common.api.query import MOST_ROWS
from common.api.schema import REFUSALS
from common.paging import PAGE_SIZE
from tests.accounts.factories import make_user
from tests.api.caller import secret_for
from tests.suppliers.factories import make_supplier

GUIDE = (Path(settings.BASE_DIR) / "docs/api.md").read_text(encoding="utf-8")
[EXAMPLE] = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


@pytest.mark.django_db(transaction=True)
def test_the_example_of_ten_lines_lists_suppliers_of_a_running_server(live_server):
    assert len([line for line in EXAMPLE.splitlines() if line.strip()]) <= 10
    make_supplier(legal_name="Acme Forgings", next_step="Ask for the report.")
    make_supplier(legal_name="Hidden Castings", is_restricted=True, owner=make_user(Role.MANAGER))
    environment = {**os.environ, "VETTED_URL": live_server.url, "VETTED_TOKEN": secret_for(make_user())}
    done = subprocess.run([sys.executable, "-c", EXAMPLE], env=environment, capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines() == ["Acme Forgings | unproven | Ask for the report."], done.stderr


def test_the_guide_names_every_status_that_a_request_can_be_refused_with():
    table = GUIDE.partition("| status |")[2].partition("##")[0]
    named = {int(code) for row in re.findall(r"^\| ([\d, ]+) \|", table, re.MULTILINE) for code in row.split(", ")}
    assert named == set(REFUSALS) - {406}


def test_the_guide_names_the_sizes_and_limits_in_force():
    assert f"`limit` is {PAGE_SIZE} if not said, {MOST_ROWS} at most" in GUIDE
    assert f"{settings.API_PER_MINUTE} requests a minute per token" in GUIDE
    assert f"{settings.API_STRANGERS_PER_MINUTE} per network address" in GUIDE
