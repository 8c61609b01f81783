"""Many rows at once: each gets its own values, whatever the database."""

from datetime import date

import pytest
from django.db import DataError, IntegrityError, transaction

from common.history import build_entry
from common.many_rows import any_of, copy_rows, create_objects, insert_rows, put_rows, reserve_ids, update_rows
from common.models import Change
from scoring.models import ScopeMonth
from scoring.services import rescore_suppliers
from suppliers.models import Alias, Supplier
from tests.accounts.factories import make_user
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db


def test_each_row_gets_its_own_values_and_the_others_keep_theirs():
    first, second, third = (make_supplier(legal_name=f"Foundry {n}") for n in range(3))
    rows = [(first.pk, "It's \\ 100 %", date(2027, 2, 1), 3), (second.pk, "", None, 4)]
    update_rows(Supplier, ("headline", "rated_on", "score_tenths"), rows)
    seen = Supplier.objects.order_by("pk").values_list("headline", "rated_on", "score_tenths")
    assert list(seen) == [("It's \\ 100 %", date(2027, 2, 1), 3), ("", None, 4), ("", third.rated_on, 0)]


@pytest.mark.parametrize("text", ['{"a", b}', "NULL", "null", "\\", '\\"', "", " ", "a\tb\nc\r", "阀 ' ; --", "%s"])
def test_a_text_is_stored_as_it_is_whatever_it_holds(text):
    one, other = make_supplier(legal_name="One"), make_supplier(legal_name="Other")
    update_rows(Supplier, ("headline", "is_restricted"), [(one.pk, text, True), (other.pk, text + "x", False)])
    seen = Supplier.objects.order_by("pk").values_list("headline", "is_restricted")
    assert list(seen) == [(text, True), (text + "x", False)]
    insert_rows(Alias, ("supplier", "name"), [(one.pk, text), (other.pk, text)])
    assert set(Alias.objects.values_list("supplier", "name")) == {(one.pk, text), (other.pk, text)}


@pytest.mark.postgres
def test_what_is_too_long_is_refused_and_not_cut():
    supplier = make_supplier()
    with pytest.raises(DataError), transaction.atomic():
        update_rows(Supplier, ("claim_text",), [(supplier.pk, "x" * 121)])
    with pytest.raises(DataError), transaction.atomic():
        insert_rows(Alias, ("supplier", "name"), [(supplier.pk, "x" * 301)])


def test_thousands_of_numbers_are_asked_for_at_once(django_assert_num_queries):
    suppliers = [make_supplier(legal_name=f"Foundry {n}") for n in range(3)]
    Alias.objects.bulk_create(Alias(supplier=one, name="Known") for one in suppliers)
    wanted = [*range(10**9, 10**9 + 40_000), suppliers[2].pk, suppliers[0].pk]
    with django_assert_num_queries(2):
        found = Supplier.objects.filter(pk__in=any_of(wanted)).order_by("pk")
        assert list(found) == [suppliers[0], suppliers[2]]
        assert Alias.objects.filter(supplier__in=any_of(wanted)).count() == 2
    assert not Supplier.objects.filter(pk__in=any_of([])).exists()


def test_a_thousand_rows_are_one_statement(django_assert_num_queries):
    supplier = make_supplier()
    rows = [(supplier.pk if n == 0 else -n, n + 7) for n in range(1_000)]
    with django_assert_num_queries(1):
        update_rows(Supplier, ("score_tenths",), rows)
    supplier.refresh_from_db()
    assert supplier.score_tenths == 7


def test_no_rows_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        update_rows(Supplier, ("score_tenths",), [])


def test_rows_that_are_known_are_skipped_and_the_others_written():
    supplier = make_supplier(aliases=("Known",))
    words = ["Known", "It's \\ 100 %", "new\nline"]
    insert_rows(Alias, ("supplier", "name"), [(supplier.pk, word) for word in words], skip_known=True)
    assert set(supplier.aliases.values_list("name", flat=True)) == set(words)


def test_a_known_row_is_refused_when_nobody_said_to_skip_it():
    supplier = make_supplier(aliases=("Known",))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Alias, ("supplier", "name"), [(supplier.pk, "Known")])


def test_a_known_row_gets_the_changing_values_only_and_the_others_are_written():
    month, closing = date(2026, 11, 1), ("closing_id", "closing_tenths", "closing_likelihood")
    supplier = make_supplier(with_scope=True)
    rescore_suppliers([supplier.pk], date(2026, 11, 21))
    known = ScopeMonth.objects.get(supplier=supplier)
    fields = ("supplier_id", "scope_key", "month", "scope_label", "criticality", "opening_likelihood", *closing)
    told = (known.closing_id, 7, known.closing_likelihood)
    rows = [(supplier.pk, known.scope_key, day, "Changed", "major", "", *told) for day in (month, date(2026, 12, 1))]
    put_rows(ScopeMonth, fields, rows, known_by=("supplier", "scope_key", "month"), changing=closing)
    stored = ScopeMonth.objects.filter(supplier=supplier).order_by("month")
    assert list(stored.values_list("scope_label", "closing_tenths")) == [(known.scope_label, 7), ("Changed", 7)]


@pytest.mark.postgres
def test_rows_are_copied_with_tabs_line_breaks_and_backslashes():
    supplier = make_supplier()
    ids = reserve_ids(Alias, 2)
    words = ["a\tb\nc\\d\r阀", "\\N"]
    copy_rows(Alias, ("id", "supplier_id", "name"), ([pk, supplier.pk, w] for pk, w in zip(ids, words, strict=True)))
    assert list(supplier.aliases.order_by("pk").values_list("name", flat=True)) == words


def test_new_objects_learn_their_numbers_and_hold_what_they_held():
    actor = make_user()
    told = {"text": "It's \\ 100 %\n\t阀", "list": [None, True, 1.5], "none": None}
    told_of = [build_entry(actor, actor=actor, action=f"seen {n}", changes={"all": (None, told)}) for n in range(3)]
    entries = [Change(**each._asdict()) for each in told_of]
    create_objects(entries)
    for entry in entries:
        stored = Change.objects.get(pk=entry.pk)
        assert (stored.action, stored.actor, stored.at, stored.root_id) == (entry.action, actor, entry.at, None)
        assert stored.changes == {"all": [None, told]}
    create_objects([])


def test_new_objects_that_the_database_refuses_are_refused_alike_by_either_way():
    supplier = make_supplier(aliases=("Known",))
    with pytest.raises(IntegrityError), transaction.atomic():
        create_objects([Alias(supplier=supplier, name="Known")])
