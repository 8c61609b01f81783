"""Marks for ratings that must be made anew: one statement however many suppliers, and no mark is lost."""

import pytest

from suppliers.models import EvidenceChange
from suppliers.services import mark_evidence_changed
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db


def test_many_suppliers_are_marked_in_one_statement_and_marks_rise(django_assert_num_queries):
    suppliers = [make_supplier(legal_name=f"Foundry {n}").pk for n in range(4)]
    EvidenceChange.objects.all().delete()
    mark_evidence_changed(suppliers[:2])
    before = dict(EvidenceChange.objects.values_list("supplier", "mark"))
    assert list(before) == suppliers[:2]
    with django_assert_num_queries(1):
        mark_evidence_changed([*reversed(suppliers), *suppliers])
    after = dict(EvidenceChange.objects.values_list("supplier", "mark"))
    assert sorted(after) == suppliers
    assert all(after[pk] > mark for pk, mark in before.items())


def test_no_supplier_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        mark_evidence_changed([])
