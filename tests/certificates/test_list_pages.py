"""Lists of certificates: filters as URLs, closed sorts, exports, counted queries."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from certificates.models import Certificate
from certificates.services import retire_certificate
from suppliers.selectors import counts_up_to
from tests.accounts.factories import make_user
from tests.certificates.factories import TODAY, make_certificate, make_verification, noon
from tests.queries import assert_same_queries
from tests.suppliers.factories import make_supplier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]


def test_the_lists_are_urls(client, user, supplier):
    soon = make_certificate(supplier, number="SOON", expires_on=TODAY + timedelta(days=20))
    later = make_certificate(supplier, number="LATER", expires_on=TODAY + timedelta(days=80))
    lapsed = make_certificate(supplier, number="LAPSED", expires_on=TODAY - timedelta(days=1))
    gone = make_certificate(supplier, number="GONE")
    retire_certificate(gone, "Closed", expected_version=1, actor=user, at=noon())
    make_verification(later)

    def listed(query: str) -> set[str]:
        page = client.get(reverse("certificates:list") + query)
        return {row.certificate.number for row in page.context["rows"]}

    assert listed("") == {"SOON", "LATER", "LAPSED"}
    assert listed("?show=expiring") == {"SOON", "LATER"}
    assert listed("?show=expiring&within=30") == {"SOON"}
    assert listed("?show=lapsed") == {"LAPSED"}
    assert listed("?show=verification&within=30") == {"SOON"}
    assert listed("?show=closed") == {"GONE"}
    assert listed("?show=all") == {"SOON", "LATER", "LAPSED", "GONE"}
    assert listed("?q=soo") == {"SOON"}
    assert listed("?standard=ISO+14001") == set()
    assert listed("?show=nonsense&within=x") == {"SOON", "LATER", "LAPSED"}
    assert (soon.number, lapsed.number) == ("SOON", "LAPSED")


def test_sorts_are_a_closed_list_and_pages_follow_each_other(client, supplier):
    for number in range(53):
        make_certificate(supplier, number=f"N{number:02}", expires_on=TODAY + timedelta(days=number))
    first = client.get(reverse("certificates:list") + "?sort=-expiry")
    numbers = [row.certificate.number for row in first.context["rows"]]
    assert numbers[0] == "N52"
    rest = client.get(reverse("certificates:list"), {"sort": "-expiry", "after": first.context["page"].next})
    numbers += [row.certificate.number for row in rest.context["rows"]]
    assert len(set(numbers)) == 53
    assert client.get(reverse("certificates:list") + "?sort=holder").status_code == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_export_is_what_is_shown(client, supplier, kind):
    make_certificate(supplier, number="=SUM(A1)", expires_on=TODAY + timedelta(days=10))
    make_certificate(supplier, number="FAR")
    url = reverse("certificates:export", args=[kind])
    content = b"".join(client.get(f"{url}?show=expiring").streaming_content)
    if kind == "csv":
        text = content.decode("utf-8-sig")
        assert "'=SUM(A1)" in text
        assert "FAR" not in text
    else:
        assert content.startswith(b"PK")


def test_queries_of_the_list_do_not_grow_with_its_rows(client, user):
    def one():
        make_verification(make_certificate(make_supplier(owner=make_user())))

    assert_same_queries(client, "certificates:list", one, at_most=8)


def test_queries_of_the_tab_do_not_grow_with_its_rows(client, supplier):
    def one():
        make_verification(make_certificate(supplier))

    assert_same_queries(client, "certificates:for_supplier", one, args=(supplier.pk,), at_most=10)


def test_queries_of_the_export_do_not_grow_with_its_rows(client, user):
    def one():
        make_verification(make_certificate(make_supplier(owner=make_user())))

    assert_same_queries(client, "certificates:export", one, args=("csv",), at_most=10)


def test_the_head_counts_what_waits_and_stops_at_a_thousand(client, supplier):
    make_certificate(supplier, number="SOON", expires_on=TODAY + timedelta(days=20))
    make_certificate(supplier, number="LAPSED", expires_on=TODAY - timedelta(days=1))
    page = client.get(reverse("certificates:list")).content.decode()
    assert f'hx-get="{reverse("certificates:waiting")}"' in page
    assert "> expiring within 90 days" in page
    counted = client.get(reverse("certificates:waiting")).content.decode()
    assert "1 expiring within 90 days" in counted
    assert "1 lapsed" in counted
    assert set(re.findall(r'id="(waiting-\w+)"', counted)) == set(re.findall(r'id="(waiting-\w+)"', page))
    both, one = counts_up_to(Certificate.objects.all(), Certificate.objects.filter(number="SOON"), limit=1)
    assert (str(both), str(one)) == ("more than 1", "1")
