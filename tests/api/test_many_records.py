"""Bundles, the portfolio, bulk changes and saved views through the interface: what each promises beyond its shape."""

import pytest

from accounts.domain.permissions import Role
from common.models import BulkChange
from suppliers.models import Supplier
from tests.accounts.factories import make_team, make_user
from tests.api.caller import Caller
from tests.overview.factories import make_rating
from tests.suppliers.factories import make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def caller():
    return Caller(Role.MANAGER)


def test_a_bulk_change_is_drafted_looked_at_carried_out_and_undone(caller):
    kept = [make_supplier(sector="aerospace"), make_supplier(sector="aerospace")]
    body = {"ids": [one.pk for one in kept], "sector": "automotive", "reason": "Bought for cars now."}
    drafted = caller.post("suppliers/bulk-changes/", body)
    assert drafted.status_code == 201, drafted.content
    assert drafted.json()["preview"]["changing"] == 2
    address = f"bulk-changes/{drafted.json()['id']}/"
    assert caller.post(f"{address}carry-out/").json()["outcomes"]["done"] == 2
    assert set(Supplier.objects.values_list("sector", flat=True)) == {"automotive"}
    assert {row["name"] for row in caller.get(f"{address}records/").json()["results"]} == {str(one) for one in kept}
    assert caller.post(f"{address}carry-out/").status_code == 422
    undone = caller.post(f"{address}undo/")
    assert undone.status_code == 201
    assert undone.json()["undo_of"] == drafted.json()["id"]
    assert set(Supplier.objects.values_list("sector", flat=True)) == {"aerospace"}


def test_a_draft_takes_what_the_list_finds_and_refuses_a_filter_that_the_list_does_not_know(caller):
    wanted = make_supplier(legal_name="Kranz Turning")
    make_supplier(legal_name="Other Forge")
    asked = {"sector": "automotive", "reason": "Why"}
    drafted = caller.post("suppliers/bulk-changes/", {"filter": "q=Kranz", **asked})
    assert [pk for pk, _ in BulkChange.objects.get(pk=drafted.json()["id"]).targets] == [wanted.pk]
    refused = caller.post("suppliers/bulk-changes/", {"filter": "sektor=x", **asked})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "filter"
    assert caller.post("suppliers/bulk-changes/", {"filter": "", "ids": [wanted.pk], **asked}).status_code == 422


def test_somebody_elses_bulk_change_is_not_there_and_a_lost_right_is_asked_again(caller):
    body = {"ids": [make_supplier().pk], "sector": "automotive", "reason": "Why"}
    address = f"bulk-changes/{caller.post('suppliers/bulk-changes/', body).json()['id']}/"
    assert Caller(Role.MANAGER).get(address).status_code == 404
    type(caller.user).objects.filter(pk=caller.user.pk).update(role=Role.AUDITOR.value)
    assert caller.post(f"{address}carry-out/").status_code == 403


def test_a_saved_view_is_kept_shared_renamed_and_deleted(caller):
    team = make_team(caller.user)
    body = {"page": "suppliers:list", "query": "q=Kranz&sort=name", "name": "Kranz", "team": team.pk}
    made = caller.post("saved-views/", body)
    assert made.status_code == 201, made.content
    address, version = f"saved-views/{made.json()['id']}/", made.json()["version"]
    assert caller.post(f"{address}default/").json()["is_default"] is True
    assert caller.patch(address, {"name": "Kranz & Sohn"}, version=version).json()["team"]["id"] == team.pk
    assert caller.patch(address, {"name": "Late"}, version=version).status_code == 412
    colleague = make_user(Role.AUDITOR)
    team.members.add(colleague)
    other = Caller(colleague)
    assert [row["name"] for row in other.get("saved-views/").json()["results"]] == ["Kranz & Sohn"]
    assert other.patch(address, {"name": "Mine"}, version="x").status_code == 404
    assert caller.delete(address, **{"If-Match": "*"}).status_code == 204
    assert other.get("saved-views/").json()["results"] == []


def test_a_saved_view_of_something_that_the_list_does_not_take_is_refused(caller):
    body = {"page": "suppliers:list", "query": "after=xyz", "name": "Cursor"}
    assert caller.post("saved-views/", body).json()["errors"][0]["field"] == "query"
    assert caller.post("saved-views/", {**body, "page": "suppliers:new"}).json()["errors"][0]["field"] == "page"


def test_the_matrix_counts_and_its_list_shows_the_same_scopes(caller):
    make_rating(likelihood="high", criticality="critical")
    make_rating(likelihood="low", criticality="standard")
    cells = caller.get("overview/matrix/").json()["cells"]
    found = {(cell["likelihood"], cell["criticality"]): cell["count"] for cell in cells if cell["count"]}
    assert found == {("high", "critical"): 1, ("low", "standard"): 1}
    listed = caller.get("overview/scopes/?likelihood=high&criticality=critical").json()["results"]
    assert [row["likelihood"] for row in listed] == ["high"]
    assert caller.get("overview/movers/?month=1999-01").status_code == 400


def test_a_bundle_is_of_what_its_asker_sees_and_can_be_stopped_and_continued(caller):
    seen = make_supplier()
    hidden = make_supplier(is_restricted=True, team=make_team(), owner=make_user(Role.MANAGER))
    auditor = Caller(Role.AUDITOR)
    asked = auditor.post("scorecard-bundles/", {"suppliers": [seen.pk, hidden.pk], "form": "zip"})
    assert asked.status_code == 202, asked.content
    assert [item["supplier"]["id"] for item in asked.json()["items"]] == [seen.pk]
    address = asked["Location"]
    assert auditor.post(f"{address}stop/").json()["state"] == "stopped"
    assert auditor.post(f"{address}continue/").json()["state"] == "making"
    assert auditor.get(f"{address}content/").status_code == 404
    assert caller.get(address).status_code == 404
    assert auditor.post("scorecard-bundles/", {"suppliers": [hidden.pk]}).status_code == 422
