"""The stored rules: what is shipped, and what the database refuses."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from standards.domain.duty import Duty, Sector
from standards.models import Standard
from suppliers.models import DocumentKind, ProfileRule
from suppliers.profile_selectors import profiles_of, standards_asked
from tests.suppliers.factories import make_scope, make_supplier

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 21)


def make_rule(**values):
    defaults = {"kind": "document", "source": "Our own rule", "checked_on": ON, "valid_from": date(2026, 1, 1)}
    rule = ProfileRule(**defaults | values)
    rule.full_clean()
    rule.save()
    return rule


def kind_of(code):
    return DocumentKind.objects.get(code=code)


def test_each_sector_asks_for_one_standard_and_three_make_it_mandatory():
    rows = ProfileRule.objects.filter(kind="standard").select_related("standard")
    duties = {row.sector: (row.standard.code, row.duty) for row in rows}
    assert set(duties) == {sector.value for sector in Sector}
    mandatory = {sector: code for sector, (code, duty) in duties.items() if duty == Duty.MANDATORY.value}
    assert mandatory == {"automotive": "IATF 16949", "aerospace": "AS9100", "medical": "ISO 13485"}


def test_every_shipped_rule_names_its_source_and_held_from_the_beginning():
    assert not ProfileRule.objects.filter(source="").exists()
    assert set(ProfileRule.objects.values_list("valid_from", flat=True)) == {date(2000, 1, 1)}


def test_one_condition_asks_once_for_one_thing():
    make_rule(document_kind=kind_of("insurance"), sector="rail")
    with pytest.raises(ValidationError, match="There is a rule with this condition"):
        make_rule(document_kind=kind_of("insurance"), sector="rail", duty="mandatory")
    make_rule(document_kind=kind_of("insurance"), sector="rail", criticality="critical")


def test_a_rule_that_has_ended_makes_room_for_its_successor():
    make_rule(document_kind=kind_of("insurance"), ended_on=ON)
    assert make_rule(document_kind=kind_of("insurance"), valid_from=ON).pk


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "asks for one thing"),
        ({"kind": "audit"}, "asks for one thing"),
        ({"kind": "audit", "audit_type": "remote", "clauses": "8.3"}, "asks for one thing"),
        ({"kind": "clauses", "clauses": "8.3", "months": 3}, "asks for one thing"),
        ({"kind": "audit", "audit_type": "remote", "months": 0}, "from 1 to 120"),
        ({"kind": "audit", "audit_type": "remote", "ended_on": date(2025, 1, 1)}, "before it begins"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_in_words(values, words):
    with pytest.raises(ValidationError, match=words):
        make_rule(**values)


def test_a_certificate_has_no_interval_of_ours():
    with pytest.raises(ValidationError, match="its own expiry"):
        make_rule(kind="standard", standard=Standard.objects.get(code="ISO 14001"), months=12)


def test_a_rule_says_in_words_of_whom_it_asks_what():
    rule = make_rule(kind="audit", audit_type="remote", sector="medical", special_only=True, criticality="major")
    assert str(rule) == ("Audit, remote for Medical devices, special processes, critical or major criticality")


def test_the_certificates_of_a_supplier_are_asked_by_the_profiles_of_its_scopes():
    supplier = make_supplier(sector="aerospace", with_scope=True)
    make_scope(supplier, "plating", criticality="critical")
    iso = Standard.objects.get(code="ISO 14001")
    make_rule(kind="standard", standard=iso, special_only=True)
    make_rule(kind="standard", standard=iso, criticality="critical", duty="mandatory")
    turning, plating = sorted(profiles_of(supplier, ON), key=lambda one: one.scope.criticality, reverse=True)
    assert [one.subject for one in turning.profile.standards] == ["AS9100"]
    assert [one.subject for one in plating.profile.standards] == ["AS9100", "ISO 14001"]
    assert [one.duty for one in standards_asked([turning, plating])] == [Duty.MANDATORY, Duty.MANDATORY]
