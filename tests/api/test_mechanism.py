"""What all endpoints share: who asks, problems, pages, versions, requests that count once, limits."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client

from accounts.domain.permissions import Role
from accounts.domain.tokens import TokenScope
from accounts.models import Token
from accounts.services.tokens import revoke_token
from common import clock
from common.api.once import KEPT_FOR, sweep_answers
from common.models import Change, KeptAnswer
from suppliers.models import Supplier
from tests.accounts.factories import make_user
from tests.api.caller import V1, Caller, secret_for
from tests.beside import beside
from tests.suppliers.factories import make_site, make_supplier

pytestmark = pytest.mark.django_db
LIST = f"{V1}suppliers/"
NEW = {"legal_name": "Acme Forgings", "country": "DE"}


def is_problem(response, status: int, kind: str) -> dict:
    """The problem in the answer, whole."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    found = response.json()
    assert found["type"] == f"urn:vetted:problem:{kind}"
    assert found["status"] == status
    assert found["instance"].startswith("/api/")
    assert found["title"]
    assert found["detail"]
    return found


# --- who asks ---


def test_without_token_or_session_nothing_opens(client):
    answer = client.get(LIST)
    is_problem(answer, 401, "not-signed-in")
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer vetted_invented", "Bearer", "Basic dTpw", "vetted_x", "Bearer \xff"])
def test_a_token_that_is_none_opens_nothing(client, header):
    is_problem(client.get(LIST, headers={"Authorization": header}), 401, "not-signed-in")


def test_a_void_token_says_why(caller):
    token = Token.objects.get(user=caller.user)
    Token.objects.update(expires_on=clock.today() - timedelta(days=1))
    assert "ended on" in is_problem(caller.get("me/"), 401, "not-signed-in")["detail"]
    Token.objects.update(expires_on=clock.today())
    assert caller.get("me/").status_code == 200
    revoke_token(token, actor=caller.user, at=clock.now())
    assert "revoked" in is_problem(caller.get("me/"), 401, "not-signed-in")["detail"]


@pytest.mark.parametrize("change", [{"is_active": False}, {"must_change_password": True}])
def test_tokens_of_people_without_access_stop_at_once(caller, change):
    type(caller.user).objects.filter(pk=caller.user.pk).update(**change)
    is_problem(caller.get("me/"), 401, "not-signed-in")


def test_a_reading_token_reads_and_changes_nothing():
    reader = Caller(Role.MANAGER, TokenScope.READ)
    assert reader.get("suppliers/").status_code == 200
    is_problem(reader.post("suppliers/", NEW), 403, "read-only")
    assert not Supplier.objects.exists()


def test_a_token_allows_no_more_than_the_role():
    is_problem(Caller(Role.AUDITOR).post("suppliers/", NEW), 403, "forbidden")


def test_the_last_use_is_written_once_an_hour(caller):
    caller.get("me/")
    first = Token.objects.get(user=caller.user).last_used_at
    caller.get("me/")
    assert Token.objects.get(user=caller.user).last_used_at == first
    Token.objects.update(last_used_at=first - timedelta(hours=2))
    caller.get("me/")
    assert Token.objects.get(user=caller.user).last_used_at >= first


def test_a_session_needs_the_token_against_forged_requests():
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_user(Role.MANAGER))
    assert browser.get(LIST).status_code == 200
    is_problem(browser.post(LIST, NEW, content_type="application/json"), 403, "forbidden")


def test_a_session_with_a_one_time_password_is_refused_with_a_problem(client):
    client.force_login(make_user(Role.MANAGER, must_change_password=True))
    is_problem(client.get(LIST), 403, "forbidden")


# --- problems ---


def test_every_refusal_is_a_problem(caller, client):
    supplier = make_supplier()
    one = f"suppliers/{supplier.pk}/"
    raw = {"Authorization": f"Bearer {caller.secret}"}
    is_problem(caller.get("no/such/address/"), 404, "not-found")
    assert "slash" in is_problem(caller.get("suppliers"), 404, "not-found")["detail"]
    is_problem(caller.get("suppliers/999999/"), 404, "not-found")
    is_problem(caller.get("suppliers/99999999999999999999999/"), 404, "not-found")
    is_problem(caller.ask("PUT", one), 405, "method")
    is_problem(caller.ask("OPTIONS", one), 405, "method")
    is_problem(caller.get(one, Accept="text/csv"), 406, "not-acceptable")
    is_problem(client.post(LIST, "{", content_type="application/json", headers=raw), 400, "malformed")
    is_problem(client.post(LIST, "[" * 90000, content_type="application/json", headers=raw), 400, "malformed")
    is_problem(client.post(LIST, "NaN", content_type="application/json", headers=raw), 400, "malformed")
    is_problem(client.post(LIST, "a=b", content_type="text/plain", headers=raw), 415, "media-type")
    is_problem(client.post(LIST, " " * 2**21, content_type="application/json", headers=raw), 413, "too-large")
    is_problem(
        client.post(LIST, "x", content_type="text/plain", headers={"content-length": "9" * 12}), 413, "too-large"
    )


def test_what_nobody_foresaw_is_a_problem_without_its_reason(caller, monkeypatch):
    def breaks(user, supplier_id):
        raise RuntimeError("secret reason")

    monkeypatch.setattr("suppliers.selectors.supplier_profile", breaks)
    caller.client.raise_request_exception = False
    found = is_problem(caller.get("suppliers/1/"), 500, "error")
    assert "secret" not in json.dumps(found)


def test_wrong_values_are_named_with_pointer_field_and_remedy(caller):
    body = {"legal_name": 7, "country": "DE", "owner": True, "colour": "red", "website": None}
    found = is_problem(caller.post("suppliers/", body), 422, "invalid")
    assert {error["pointer"] for error in found["errors"]} == {"#/legal_name", "#/owner", "#/colour", "#/website"}
    assert "There is no field of this name." in found["detail"]
    found = is_problem(caller.post("suppliers/", {}), 422, "invalid")
    assert [error["field"] for error in found["errors"]] == ["country", "legal_name"]


@pytest.mark.parametrize("name", ["\ud800", "a\x00b", "   ", "x" * 301])
def test_texts_that_cannot_be_kept_are_refused_and_not_an_error(caller, name):
    is_problem(caller.post("suppliers/", {**NEW, "legal_name": name}), 422, "invalid")


def test_what_the_page_refuses_is_refused_with_the_same_sentence(caller):
    supplier = make_supplier(archived_at=clock.now())
    answer = caller.patch(f"suppliers/{supplier.pk}/", {"notes": "x"}, version=supplier.version)
    found = is_problem(answer, 422, "refused")
    assert found["detail"] == "This supplier is archived. Bring it back first, then change it."


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("contry=DE", "contry"),
        ("limit=201", "limit"),
        ("limit=0", "limit"),
        ("limit=x", "limit"),
        ("limit=1&limit=2", "limit"),
        ("sort=colour", "sort"),
        ("after=invented", "after"),
        ("status=nothing", "status"),
        ("archived=maybe", "archived"),
    ],
)
def test_a_parameter_that_cannot_be_taken_is_refused_not_ignored(caller, query, field):
    found = is_problem(caller.get(f"suppliers/?{query}"), 400, "parameters")
    assert found["errors"][0]["field"] == field


# --- pages ---


def test_pages_follow_one_another_there_and_back(caller):
    names = [make_supplier(legal_name=f"Supplier {number:02}").legal_name for number in range(7)]
    url, seen, pages = "suppliers/?sort=name&limit=3&status=prospect", [], []
    while url:
        page = caller.get(url.removeprefix(settings.PUBLIC_URL)).json()
        seen += [row["legal_name"] for row in page["results"]]
        pages.append(page)
        url = page["next"]
    assert seen == names
    assert pages[0]["previous"] is None
    back = caller.get(pages[2]["previous"].removeprefix(settings.PUBLIC_URL)).json()
    assert back["results"] == pages[1]["results"]


def test_a_cursor_of_another_order_is_refused(caller):
    for _ in range(3):
        make_supplier()
    after = caller.get("suppliers/?limit=1&sort=name").json()["next"].partition("after=")[2]
    is_problem(caller.get(f"suppliers/?limit=1&sort=newest&after={after}"), 400, "parameters")


# --- versions ---


def test_a_change_asks_for_the_version_that_was_read(caller):
    supplier = make_supplier()
    one = f"suppliers/{supplier.pk}/"
    tag = caller.get(one)["ETag"]
    assert tag == f'"{supplier.version}"'
    is_problem(caller.patch(one, {"notes": "A"}), 428, "precondition")
    first = caller.patch(one, {"notes": "A"}, version=supplier.version)
    assert first.status_code == 200
    assert first["ETag"] == f'"{supplier.version + 1}"'
    late = caller.patch(one, {"notes": "B"}, version=supplier.version)
    assert is_problem(late, 412, "stale")["current_version"] == supplier.version + 1
    assert late["ETag"] == first["ETag"]
    is_problem(caller.patch(one, {"notes": "B"}, **{"If-Match": f"W/{first['ETag']}"}), 412, "stale")
    assert caller.patch(one, {"notes": "B"}, **{"If-Match": f'"x", {first["ETag"]}'}).status_code == 200


def test_a_patch_leaves_alone_what_it_does_not_name(caller):
    supplier = make_supplier(local_name="阀体铸造厂", website="https://example.com/", criticality="critical")
    answer = caller.patch(f"suppliers/{supplier.pk}/", {"legal_name": "Renamed"}, version=supplier.version).json()
    assert answer["legal_name"] == "Renamed"
    assert (answer["local_name"], answer["website"]) == ("阀体铸造厂", "https://example.com/")
    assert answer["criticality"] == "critical"
    emptied = caller.patch(f"suppliers/{supplier.pk}/", {"website": None}, version=answer["version"]).json()
    assert emptied["website"] == ""


def test_moves_ask_for_the_version_too(caller):
    site = make_site(make_supplier())
    is_problem(caller.post(f"suppliers/{site.supplier_id}/sites/{site.pk}/main/"), 428, "precondition")
    made = caller.post(f"suppliers/{site.supplier_id}/sites/{site.pk}/main/", version=site.version)
    assert made.json()["is_main"]


# --- once ---


def test_the_same_key_is_carried_out_once_and_answered_twice(caller):
    first = caller.post("suppliers/", NEW, key="k-1")
    again = caller.post("suppliers/", NEW, key="k-1")
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert (first["Location"], first["ETag"]) == (again["Location"], again["ETag"])
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert Supplier.objects.count() == 1


def test_the_same_key_for_another_request_is_refused(caller):
    caller.post("suppliers/", NEW, key="k-1")
    is_problem(caller.post("suppliers/", {**NEW, "legal_name": "Other"}, key="k-1"), 409, "key-reused")
    is_problem(caller.post("teams/", {"name": "T"}, key="k-1"), 409, "key-reused")


def test_keys_are_each_persons_own(caller):
    caller.post("suppliers/", NEW, key="k-1")
    other = Caller(Role.MANAGER)
    assert other.post("suppliers/", {**NEW, "anyway": True}, key="k-1").status_code == 201
    assert Supplier.objects.count() == 2


def test_a_refused_request_leaves_its_key_free(caller):
    is_problem(caller.post("suppliers/", {}, key="k-1"), 422, "invalid")
    assert caller.post("suppliers/", NEW, key="k-1").status_code == 201


def test_a_key_of_strange_signs_is_refused(caller):
    is_problem(caller.post("suppliers/", NEW, key="white space"), 400, "parameters")


def test_a_role_that_was_lost_does_not_get_the_kept_answer(caller):
    caller.post("suppliers/", NEW, key="k-1")
    type(caller.user).objects.filter(pk=caller.user.pk).update(role=Role.AUDITOR.value)
    is_problem(caller.post("suppliers/", NEW, key="k-1"), 403, "forbidden")


def test_kept_answers_are_forgotten_after_two_days(caller):
    caller.post("suppliers/", NEW, key="old")
    KeptAnswer.objects.update(at=clock.now() - KEPT_FOR - timedelta(minutes=1))
    caller.post("suppliers/", {**NEW, "legal_name": "Quite other"}, key="new")
    assert sweep_answers() == 1
    assert KeptAnswer.objects.get().key == "new"


@pytest.mark.django_db(transaction=True)
def test_a_second_request_with_the_same_key_waits_for_the_first():
    caller, answers = Caller(), []
    other = Client()
    headers = {"Authorization": f"Bearer {secret_for(caller.user)}", "Idempotency-Key": "k-1"}

    def second() -> None:
        answers.append(other.post(LIST, NEW, content_type="application/json", headers=headers))

    beside(lambda: answers.append(caller.post("suppliers/", NEW, key="k-1")), second)
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[1]["Idempotency-Replayed"] == "true"
    assert Supplier.objects.count() == 1


# --- limits ---


def test_too_many_requests_are_told_how_long_to_wait(caller, settings):
    settings.API_PER_MINUTE = 3
    codes = [caller.get("me/").status_code for _ in range(3)]
    assert codes == [200, 200, 200]
    answer = caller.get("me/")
    is_problem(answer, 429, "too-many")
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert Caller().get("me/").status_code == 200  # another person's


def test_a_new_minute_counts_anew(caller, settings, monkeypatch):
    settings.API_PER_MINUTE = 1
    monkeypatch.setattr("common.api.throttle.time.time", lambda: 6000.0)
    assert [caller.get("me/").status_code for _ in range(2)] == [200, 429]
    monkeypatch.setattr("common.api.throttle.time.time", lambda: 6060.0)
    assert caller.get("me/").status_code == 200


def test_who_guesses_tokens_is_counted_by_address(client, settings, monkeypatch):
    settings.API_STRANGERS_PER_MINUTE = 2
    monkeypatch.setattr("common.api.throttle.time.time", lambda: 6000.0)
    codes = [client.get(LIST, headers={"Authorization": f"Bearer vetted_{n}"}).status_code for n in range(3)]
    assert codes == [401, 401, 429]
    assert caches["limits"] is not caches["default"]


def test_history_says_who_did_it(caller):
    made = caller.post("suppliers/", NEW).json()
    assert Change.objects.filter(root_id=made["id"], action="created").first().actor == caller.user
    found = caller.get(f"suppliers/{made['id']}/history/?limit=1").json()["results"][0]
    assert found["actor"] == str(caller.user)
