"""How PostgreSQL answers the supplier list: by index, also for somebody who does not see every restricted supplier."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from accounts.domain.permissions import Role
from common.paging import choose_sort, in_order, keyset_page
from suppliers.domain.importing.matching import Blocks, party
from suppliers.filters import SupplierFilter
from suppliers.models import Supplier
from suppliers.selectors import (
    SORTS,
    count_up_to,
    export_rows,
    supplier_countries,
    supplier_owners,
    suppliers_for_list,
)
from suppliers.services.importing.known import near_parties
from tests.accounts.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
MANY = 20_000

FILL = """
INSERT INTO suppliers_supplier (version, legal_name, local_name, country, sector, criticality, status, owner_id,
  website, notes, is_restricted, created_at, search_key, name_key, city, rating, rating_rank, score_tenths,
  confidence_percent, headline, next_step, claim, claim_text, next_expiry_on)
SELECT 1, 'Works ' || n, '', (ARRAY['DE', 'CN', 'IT', 'PL'])[1 + n %% 4], 'general_industry', 'standard',
  (ARRAY['prospect', 'approved'])[1 + n %% 2], %s, '', '', n %% 50 = 0, now() - n * interval '1 minute',
  '| works ' || md5(n::text) || ' | v-' || lpad(n::text, 6, '0') || ' ', 'works ' || md5(n::text), '', 'unproven',
  n %% 5, n %% 1000, n %% 100, '', '', 'none', '', date '2026-01-01' + n %% 2000
FROM generate_series(1, %s) AS n
"""  # written past the services: only plans are looked at


@pytest.fixture
def buyer():
    user = make_user(Role.PROCUREMENT)
    with connection.cursor() as cursor:
        cursor.execute(FILL, [user.pk, MANY])
        cursor.execute("ANALYZE suppliers_supplier")
    return user


class Asking:
    def __init__(self, user):
        self.user = user


def found(user, query):
    filters = SupplierFilter(QueryDict(query), queryset=suppliers_for_list(user), request=Asking(user), offering=False)
    return filters.found


def plan(sql):
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + sql)
        return "\n".join(row[0] for row in cursor.fetchall())


def page_plan(user, query, **cursors):
    sort, descending = choose_sort(SORTS, QueryDict(query).get("sort"))
    with CaptureQueriesContext(connection) as captured:
        page = keyset_page(found(user, query), sort=sort, descending=descending, **cursors)
    return plan(captured.captured_queries[-1]["sql"]), page


INDEXES = {
    "name": "supplier_by_name",
    "rating": "supplier_by_rating",
    "score": "supplier_by_score",
    "confidence": "supplier_by_confidence",
    "expiry": "supplier_by_expiry",
    "newest": "supplier_by_creation",
}


def test_each_offered_order_walks_its_index_on_the_first_page_and_deep_down(buyer):
    for order in [*INDEXES, *(f"-{key}" for key in INDEXES)]:
        shown, page = page_plan(buyer, f"sort={order}")
        deep, page = page_plan(buyer, f"sort={order}", after=page.next)
        back, _ = page_plan(buyer, f"sort={order}", before=page.previous)
        for each in (shown, deep, back):
            assert INDEXES[order.removeprefix("-")] in each, f"{order}:\n{each}"
            assert "Seq Scan on suppliers_supplier " not in each


@pytest.mark.parametrize("sort", [sort.key for sort in SORTS])
def test_an_export_walks_the_index_of_its_order_so_that_the_first_row_comes_at_once(buyer, sort):
    rows = in_order(found(buyer, ""), SORTS, sort)
    with CaptureQueriesContext(connection) as captured:
        next(export_rows(rows))
    declared = [each["sql"] for each in captured.captured_queries if each["sql"].startswith("DECLARE")]
    assert len(declared) == 1
    assert "Sort" not in plan(declared[0]), plan(declared[0])
    assert "Hash Join" not in plan(declared[0])


def test_every_offered_order_is_looked_at():
    assert set(INDEXES) == {sort.key for sort in SORTS}


def test_a_search_with_one_hit_uses_the_trigram_index_for_page_and_count(buyer):
    for text in ("v-004321", "004321", "c4ca4238a0b923820dcc509a6f75849b"):
        shown, page = page_plan(buyer, f"q={text}")
        assert "supplier_search_trgm" in shown
        assert len(page.rows) == 1
        with CaptureQueriesContext(connection) as captured:
            assert count_up_to(found(buyer, f"q={text}")).number == 1
        assert "supplier_search_trgm" in plan(captured.captured_queries[-1]["sql"])


def test_two_characters_of_an_unspaced_name_are_found_by_the_trigram_index(buyer):
    Supplier.objects.filter(pk=Supplier.objects.first().pk).update(
        search_key="| 温州阀体铸造厂 | 温州 州阀 阀体 体铸 铸造 造厂 厂 "
    )
    shown, page = page_plan(buyer, "q=阀体")
    assert "supplier_search_trgm" in shown
    assert len(page.rows) == 1


def test_archived_suppliers_have_their_own_index(buyer):
    shown, _ = page_plan(buyer, "archived=only")
    assert "supplier_archived" in shown


def test_the_filters_that_are_offered_are_read_by_steps_of_an_index(buyer):
    with CaptureQueriesContext(connection) as captured:
        assert supplier_countries(buyer) == ["CN", "DE", "IT", "PL"]
        assert supplier_owners(buyer) == [(buyer.pk, buyer.name)]
    for query in captured.captured_queries:
        assert "Seq Scan on suppliers_supplier " not in plan(query["sql"])


def test_whom_an_upload_is_compared_with_is_found_by_index(buyer):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO suppliers_matchkey (supplier_id, key) "
            "SELECT id, id * 10 + n FROM suppliers_supplier, generate_series(1, 10) AS n"
        )
        cursor.execute("ANALYZE suppliers_matchkey")
    blocks = Blocks(party(n, [f"Firm{n} Optics{n}"]) for n in range(20))
    with CaptureQueriesContext(connection) as captured:
        list(near_parties(buyer, blocks))
    (asked,) = (query["sql"] for query in captured.captured_queries if "suppliers_matchkey" in query["sql"])
    shown = plan(asked)
    assert "match_key_suppliers" in shown
    assert "Seq Scan on suppliers_matchkey" not in shown
