"""How PostgreSQL answers the first page of each list of records: along an index, without reading a table whole."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from accounts.domain.permissions import Role
from bench import copies
from tests.accounts.factories import make_user
from tests.audits.capa_factories import make_capa
from tests.audits.factories import make_audit, make_finding
from tests.capability import factories as capability
from tests.certificates.factories import make_certificate
from tests.deliveries import factories as deliveries
from tests.queries import queries_of
from tests.suppliers.factories import make_supplier

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
MANY = 2_000
LISTS = {
    "certificates:list": ("certificates_certificate", "certificate_by_expiry"),
    "audits:list": ("audits_audit", "audit_by_plan"),
    "audits:findings": ("audits_finding", "finding_by_day"),
    "audits:capas": ("audits_capa", "capa_by_due"),
    "deliveries:list": ("deliveries_delivery", "delivery_by_day"),
    "deliveries:lots": ("deliveries_inspectionlot", "lot_by_day"),
    "deliveries:nonconformances": ("deliveries_nonconformance", "nonconformance_by_day"),
    "capability:visits": ("capability_visitnote", "visit_by_day"),
    "capability:records equipment": ("capability_equipment", "equipment_day"),
    "capability:records first_article": ("capability_firstarticle", "firstarticle_day"),
}
"""Each list with the table that it lists and the index that its first order walks."""


@pytest.fixture
def buyer(client):
    """Somebody who does not see every restricted supplier, and many suppliers with a record of each kind."""
    user = make_user(Role.PROCUREMENT)
    supplier = make_supplier(with_scope=True)
    make_certificate(supplier)
    make_finding(make_audit(supplier))
    make_capa(supplier=supplier)
    deliveries.make_delivery(supplier)
    deliveries.make_lot(supplier)
    deliveries.make_nonconformance(supplier)
    for kind in (capability.Kind.EQUIPMENT, capability.Kind.FIRST_ARTICLE):
        capability.make_record(kind, supplier)
    capability.make_visit(supplier)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE plan ON COMMIT DROP AS SELECT n AS copy, %s AS story, "
                       "md5(n::text) AS name_key FROM generate_series(1, %s) AS n", [supplier.pk, MANY])  # fmt: skip
        for table, path in copies.tables().items():  # as the bench does, but with every reference checked
            copies.copy_table(cursor, table, () if path else ["name_key"])
        cursor.execute("ANALYZE")
    client.force_login(user)
    return user


def plan(sql):
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + sql)
        return "\n".join(row[0] for row in cursor.fetchall())


def listing(client, name, query=""):
    """The plan of the statement that reads the rows of a list."""
    name, *args = name.split()
    table = LISTS[" ".join([name, *args])][0]
    statements = queries_of(client, reverse(name, args=args) + query)
    [sql] = [one for one in statements if f'FROM "{table}"' in one and one.endswith("LIMIT 51")]
    return plan(sql)


def test_the_first_page_of_each_list_walks_an_index(client, buyer):
    names = [table._meta.db_table for table in copies.tables() if table._default_manager.count() >= MANY]
    large = re.compile(rf"Seq Scan on ({'|'.join(names)})\b")
    assert {table for table, _ in LISTS.values()} <= set(names)
    for name, (_, index) in LISTS.items():
        found = listing(client, name)
        assert f"using {index} " in found, f"{name}:\n{found}"
        assert not large.search(found), f"{name}:\n{found}"
