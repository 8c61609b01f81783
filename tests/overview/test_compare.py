"""Up to six side by side: fair places, one scope of each, and the same as PDF."""

import pytest
from django.urls import reverse

from accounts.domain.permissions import Role
from common.bulk.selecting import keep_selection
from common.models import Job
from overview.domain.comparison import Place, Value, ranked
from scoring.services import rescore_suppliers
from suppliers.models import Supplier
from tests.accounts.factories import make_user
from tests.jobs import run_jobs
from tests.queries import assert_same_queries
from tests.scoring.factories import ON, clean_paper, make_evidence
from tests.suppliers.factories import make_scope, make_site, make_supplier

URL = "overview:compare"


def places(*values):
    return [one.place for one in ranked([Value(*each) for each in values])]


def test_best_and_lowest_are_named():
    assert places((80_000, 70), (50_000, 70), (60_000, 70)) == [Place.BEST, Place.WORST, Place.BETWEEN]


def test_what_nobody_saw_enough_of_is_never_worst():
    assert places((80_000, 70), (10_000, 39), (60_000, 70), (None, 0)) == [
        Place.BEST,
        Place.BETWEEN,
        Place.WORST,
        Place.BETWEEN,
    ]


def test_a_line_with_one_fair_value_or_with_equal_ones_has_no_places():
    assert places((80_000, 70), (10_000, 10)) == [Place.BETWEEN, Place.BETWEEN]
    assert places((80_000, 70), (80_000, 50)) == [Place.BETWEEN, Place.BETWEEN]


@pytest.fixture
def manager(client):
    user = make_user(Role.MANAGER)
    client.force_login(user)
    return user


def rated(**fields):
    supplier = clean_paper(**fields)
    make_evidence(supplier)
    rescore_suppliers([supplier.pk], ON)
    return supplier


def columns(client, **query):
    return [column for column, *_ in client.get(reverse(URL), query).context["columns"]]


@pytest.mark.django_db
def test_suppliers_stand_in_the_order_asked_for_and_at_most_six(client, manager):
    suppliers = []
    for _ in range(7):
        supplier = make_supplier(with_scope=True)
        rescore_suppliers([supplier.pk], ON)
        suppliers.append(supplier.pk)
    wanted = suppliers[::-1]
    shown = [one.compared.rating.supplier_id for one in columns(client, supplier=wanted)]
    assert shown == wanted[:6]
    assert columns(client, supplier=["x", "-1", "9" * 30]) == []


@pytest.mark.django_db
def test_a_supplier_is_compared_by_the_scope_that_is_chosen(client, manager):
    supplier = clean_paper()
    other = make_scope(supplier, "milling", site=make_site(supplier))
    rescore_suppliers([supplier.pk], ON)
    [column] = columns(client, supplier=supplier.pk, scope=other.pk)
    assert column.compared.rating.scope == other
    assert [one.scope_label for one in column.compared.others] == [
        row.scope_label for row in supplier.scope_ratings.exclude(scope=other)
    ]


@pytest.mark.django_db
def test_restricted_suppliers_of_others_are_left_out(client, manager):
    supplier = rated(is_restricted=True)
    assert len(columns(client, supplier=supplier.pk)) == 1
    client.force_login(make_user(Role.PROCUREMENT))
    assert columns(client, supplier=supplier.pk) == []
    assert client.get(reverse(URL), {"q": supplier.legal_name}).context["found"] == []


@pytest.mark.django_db
def test_a_supplier_is_found_and_added(client, manager):
    first, second = rated(), rated(legal_name="Nordic Forge")
    page = client.get(reverse(URL), {"supplier": first.pk, "q": "nordic"})
    [(found, query)] = page.context["found"]
    assert found == second
    shown = client.get(f"{reverse(URL)}?{query}").context["columns"]
    assert [column.compared.rating.supplier_id for column, *_ in shown] == [first.pk, second.pk]


@pytest.mark.django_db
def test_a_selection_of_the_supplier_list_leads_here(client, manager):
    suppliers = [rated().pk, rated().pk]
    client.post(reverse("suppliers:select"), {"do": "compare", "id": suppliers})
    selection = keep_selection(manager, "suppliers", suppliers, "/suppliers/")
    answer = client.get(reverse("overview:compare_selected", args=[selection.pk]))
    assert answer.url == f"{reverse(URL)}?supplier={suppliers[0]}&supplier={suppliers[1]}"


@pytest.mark.django_db
def test_unproven_is_told_as_too_little_and_the_places_in_words(client, manager):
    good, paper = rated(), make_supplier(with_scope=True)
    rescore_suppliers([paper.pk], ON)
    text = client.get(reverse(URL), {"supplier": [good.pk, paper.pk]}).content.decode()
    assert "too little for a band" in text
    assert "nobody looked" in text


@pytest.mark.django_db
def test_the_comparison_costs_the_same_for_one_and_for_three(client, manager):
    made = []

    def make_one():
        made.append(rated().pk)

    query = {"supplier": list(range(1, 50))}
    assert_same_queries(client, "overview:compare", make_one, query=query, at_most=5)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["overview", "comparison"])
def test_a_document_is_made_in_the_worker_and_is_its_owners(client, manager, kind):
    supplier = rated(is_restricted=True)
    answer = client.post(reverse("overview:document_new", args=[kind]), {"query": f"supplier={supplier.pk}&stage=x"})
    run_jobs()
    job = Job.objects.get(kind="overview.make_document")
    assert answer.status_code == 303
    assert job.state == "done", job.error
    assert b"".join(client.get(job.result["url"])).startswith(b"%PDF")
    assert job.result["suppliers"] == [supplier.pk]
    client.force_login(make_user(Role.MANAGER))
    assert client.get(job.result["url"]).status_code == 404


@pytest.mark.django_db
def test_a_document_that_names_what_is_hidden_now_is_not_handed_out(client):
    person = make_user(Role.PROCUREMENT)
    client.force_login(person)
    supplier = rated()
    client.post(reverse("overview:document_new", args=["comparison"]), {"query": f"supplier={supplier.pk}"})
    run_jobs()
    Supplier.objects.filter(pk=supplier.pk).update(is_restricted=True)
    answer = client.get(Job.objects.get(kind="overview.make_document").result["url"])
    assert answer.status_code == 303
