"""docs/capa.md says what the program does."""

import re
from pathlib import Path

from django.conf import settings

from audits.domain.capa import Severity
from audits.domain.capa_due import DUE_TABLES

TEXT = (Path(settings.BASE_DIR) / "docs/capa.md").read_text()


def test_the_due_days_in_the_document_are_those_in_force():
    for severity in Severity:
        days = DUE_TABLES[-1].days[severity]
        cells = (days.containment, days.root_cause, days.actions, days.implemented, days.watch, days.rework)
        assert f"| {severity.value} | {' | '.join(str(cell) for cell in cells)} |" in TEXT


def test_every_file_that_the_document_names_is_there():
    paths = re.findall(r"`((?:audits|scoring)/[\w/]+\.py)`", TEXT)
    assert len(paths) >= 5
    assert all((Path(settings.BASE_DIR) / path).is_file() for path in paths)
