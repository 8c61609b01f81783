"""The machine's own lacks are told by `manage.py check`."""

from django.core import checks

from scoring.checks import check_pdf_libraries


def test_a_machine_without_pango_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr("scoring.checks.find_library", lambda name: None)
    [warning] = check_pdf_libraries()
    assert isinstance(warning, checks.Warning)
    assert "apt-get install libpango-1.0-0" in warning.msg


def test_the_check_is_registered():
    assert check_pdf_libraries in checks.registry.registry.get_checks()
