"""What imports find suppliers by, for those that are on the list already (as `suppliers/services/match_keys.py`)."""

from collections import defaultdict

from django.db import migrations

from common.many_rows import add_rows
from suppliers.domain.importing.matching import numbers_of
from suppliers.domain.importing.parsed import ParsedRow

CHUNK = 5_000


def fill(apps, schema_editor):
    suppliers = apps.get_model("suppliers", "Supplier").objects.order_by("pk")
    key = apps.get_model("suppliers", "MatchKey")
    last = 0
    while chunk := list(suppliers.filter(pk__gt=last).values_list("pk", "legal_name", "local_name")[:CHUNK]):
        names = {pk: [legal_name, local_name] for pk, legal_name, local_name in chunk}
        add_rows(key, ("supplier", "key"), list(rows_of(apps, names, chunk[0][0], chunk[-1][0])))
        last = chunk[-1][0]


def rows_of(apps, names, first, last):
    numbers, addresses = defaultdict(list), defaultdict(list)
    parts = {
        name: apps.get_model("suppliers", name).objects.filter(supplier__gte=first, supplier__lte=last)
        for name in ("Alias", "Identifier", "Site")
    }
    for supplier, name in parts["Alias"].values_list("supplier_id", "name"):
        names[supplier].append(name)
    for supplier, kind, country, value in parts["Identifier"].values_list("supplier_id", "kind", "country", "value"):
        numbers[supplier].append((kind, f"{country}{value}"))
    places = ("street", "postal_code", "city", "region")
    for supplier, *place in parts["Site"].values_list("supplier_id", *places):
        addresses[supplier].append(ParsedRow(**dict(zip(places, place, strict=True))).address)
    for supplier, theirs in names.items():
        for number in sorted(numbers_of(theirs, numbers[supplier], addresses[supplier])):
            yield supplier, number


class Migration(migrations.Migration):
    dependencies = [("suppliers", "0011_match_keys")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
