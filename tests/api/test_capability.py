"""What suppliers can do, through the interface: records of each kind, and a visit from its first line to evidence."""

from decimal import Decimal

import pytest

from capability.domain.terms import Kind
from capability.models import Equipment, VisitNote
from common import clock
from tests.api.test_mechanism import is_problem
from tests.capability.factories import VALUES, make_record
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db


def plain(value):
    return float(value) if type(value).__name__ == "Decimal" else str(value) if hasattr(value, "year") else value


@pytest.mark.parametrize("kind", Kind)
def test_a_record_of_each_kind_is_kept_corrected_and_retracted(caller, kind):
    supplier = make_supplier(with_scope=True)
    scope = supplier.scopes.get()
    place = kind.value.replace("_", "-")
    body = {name: plain(value) for name, value in VALUES[kind].items()} | {"site": scope.site_id, "scope": scope.pk}
    made = caller.post(f"suppliers/{supplier.pk}/capability/{place}/", body)
    assert made.status_code == 201, made.content
    numbers = {name: value for name, value in VALUES[kind].items() if isinstance(value, Decimal)}
    assert {name: Decimal(made.json()[name]) for name in numbers} == numbers
    assert all(isinstance(made.json()[name], str) for name in numbers)
    assert made.json()["observed_on"] == str(clock.today())
    path = f"capability/{place}/{made.json()['id']}/"
    change = {"note": "Read again", "reason": "The note was missing"}
    is_problem(caller.post(f"{path}correct/", change), 428, "precondition")
    right = caller.post(f"{path}correct/", change, version=made.json()["version"])
    assert right.status_code == 201, right.content
    kept = {name: value for name, value in right.json().items() if name in VALUES[kind]}
    assert kept == {name: value for name, value in made.json().items() if name in VALUES[kind]}
    assert (right.json()["note"], right.json()["corrects"]) == ("Read again", made.json()["id"])
    assert caller.get(path).json()["superseded_reason"] == "The note was missing"
    assert [row["id"] for row in caller.get(f"capability/{place}/").json()["results"]] == [right.json()["id"]]
    gone = f"capability/{place}/{right.json()['id']}/retract/"
    assert caller.post(gone, {"reason": "Another supplier's"}, version=right.json()["version"]).status_code == 200
    assert caller.get(f"suppliers/{supplier.pk}/capability/{place}/").json()["results"] == []


def test_a_source_that_a_kind_cannot_have_is_refused_before_anything_is_kept(caller):
    supplier = make_supplier(with_scope=True)
    scope = supplier.scopes.get()
    body = {"machine": "DMU 50", "site": scope.site_id, "scope": scope.pk, "source": "our_check"}
    found = caller.post(f"suppliers/{supplier.pk}/capability/equipment/", body)
    assert is_problem(found, 422, "invalid")["errors"][0]["pointer"] == "#/source"
    assert not Equipment.objects.exists()


def test_the_summary_says_what_is_missing(caller):
    supplier = make_supplier(with_scope=True)
    path = f"suppliers/{supplier.pk}/capability/"
    before = {one["kind"]: one for one in caller.get(path).json()["kinds"]}
    assert before["metrology"]["missing"] == ["No instrument recorded"]
    make_record(Kind.METROLOGY, supplier)
    after = {one["kind"]: one for one in caller.get(path).json()["kinds"]}
    assert after["metrology"]["records"] == 1
    assert after["metrology"]["strongest"] == "announced"
    assert after["metrology"]["missing"] == []


def test_a_visit_is_written_row_by_row_completed_and_corrected(caller):
    supplier = make_supplier(with_scope=True)
    begun = caller.post(f"suppliers/{supplier.pk}/visits/", {"unannounced": True})
    assert begun.status_code == 201, begun.content
    visit = begun.json()
    path = f"visits/{visit['id']}/"
    assert (visit["unannounced"], visit["state"], len(visit["scopes"])) == (True, "draft", 1)
    is_problem(caller.post(f"{path}complete/", version=visit["version"]), 422, "invalid")
    sent = {"pulled": 12, "in_order": 0}
    is_problem(caller.ask("PUT", f"{path}counts/receipts/", sent), 428, "precondition")
    count = caller.ask("PUT", f"{path}counts/receipts/", sent, version=0)
    assert (count.status_code, count.json()["in_order"]) == (200, 0)
    is_problem(caller.ask("PUT", f"{path}counts/receipts/", {"pulled": 9}, version=0), 412, "stale")
    bore = {"recorded": 12.004, "measured": 12.005, "uncertainty": 0.002, "unit": "mm"}
    measured = caller.ask("PUT", f"{path}measurements/1/", bore, version=0).json()
    assert measured["agreement"] == "agrees"
    asked = caller.ask("PUT", f"{path}questions/own1/", {"text": "Who?", "manner": "verbally"}, version=0)
    assert asked.status_code == 200, asked.content
    removed = caller.delete(f"{path}questions/own1/", version=asked.json()["version"])
    assert removed.status_code == 204
    changed = caller.patch(path, {"people": "Ms Li"}, version=visit["version"]).json()
    assert (changed["people"], changed["unannounced"]) == ("Ms Li", True)
    done = caller.post(f"{path}complete/", version=changed["version"])
    assert done.json()["state"] == "completed", done.content
    is_problem(caller.ask("PUT", f"{path}counts/receipts/", sent, version="1"), 422, "refused")
    again = caller.post(f"{path}correct/", {"reason": "Miscounted"}, version=done.json()["version"])
    assert again.status_code == 201, again.content
    assert again.json()["corrects"] == visit["id"]
    assert VisitNote.objects.get(pk=again.json()["id"]).counts.get().pulled == 12
