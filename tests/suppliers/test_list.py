"""The supplier list: found, narrowed, ordered, counted, exported; and what it costs."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from openpyxl import load_workbook

from accounts.domain.permissions import Role
from common import clock
from suppliers import services
from suppliers.domain.terms import IdentifierKind
from suppliers.models import Supplier
from tests.accounts.factories import make_team, make_user
from tests.queries import assert_same_queries, queries_of
from tests.suppliers.factories import make_scope, make_site, make_supplier

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def buyer(client):
    user = make_user()
    client.force_login(user)
    return user


def names(response):
    return [str(supplier) for supplier in response.context["page"].rows]


def listed(client, **parameters):
    response = client.get(reverse("suppliers:list"), parameters)
    assert response.status_code == 200
    return names(response)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("überlingen", "Präzision Überlingen"),
        ("UBERLINGEN präz", "Präzision Überlingen"),
        ("łódź", "Odlewnia"),
        ("lodz", "Odlewnia"),
        ("阀体", "Wenzhou Valve"),
        ("ＷＥＮＺＨＯＵ", "Wenzhou Valve"),
        ("صمامات", "Gulf Valves"),
        ("DE 136.695.976", "Präzision Überlingen"),
        ("136695976", "Präzision Überlingen"),
        ("formerly zenith", "Gulf Valves"),
        ("We", "Wenzhou Valve"),
    ],
)
def test_a_supplier_is_found_by_name_in_any_script_alias_number_and_city(client, buyer, typed, found):
    german = make_supplier(legal_name="Präzision Überlingen")
    services.add_identifier(german, kind=IdentifierKind.VAT, value="DE136695976", actor=buyer)
    polish = make_supplier(legal_name="Odlewnia")
    services.add_site(polish, {"city": "Łódź", "country": "PL"}, actor=buyer)
    make_supplier(legal_name="Wenzhou Valve", local_name="温州阀体铸造厂")
    make_supplier(legal_name="Gulf Valves", local_name="شركة الصمامات المتحدة", aliases=("Formerly Zenith",))
    make_supplier(legal_name="Something else")
    assert listed(client, q=typed) == [found]


def test_the_list_is_narrowed_by_each_filter(client, buyer):
    today = clock.today()
    wanted = make_supplier(
        legal_name="Wanted",
        status="approved",
        rating="high",
        rating_rank=1,
        country="CN",
        criticality="critical",
        owner=buyer,
        next_expiry_on=today + timedelta(days=20),
    )
    make_scope(wanted, "welding")
    make_supplier(legal_name="Other", with_scope=True)
    for parameters in (
        {"status": ["approved", "preferred"]},
        {"rating": "high"},
        {"country": "CN"},
        {"criticality": "critical"},
        {"process": "welding"},
        {"owner": "me"},
        {"owner": str(buyer.pk)},
        {"within": "30"},
    ):
        assert listed(client, **parameters) == ["Wanted"], parameters


def test_a_process_that_is_no_longer_bought_does_not_count(client, buyer):
    supplier = make_supplier()
    scope = make_scope(supplier, "welding")
    services.end_scope(scope, expected_version=1, actor=buyer)
    assert listed(client, process="welding") == []


def test_what_expires_within_some_days_has_what_lapsed_already(client, buyer):
    today = clock.today()
    make_supplier(legal_name="Lapsed", next_expiry_on=today - timedelta(days=1))
    make_supplier(legal_name="Soon", next_expiry_on=today + timedelta(days=30))
    make_supplier(legal_name="Later", next_expiry_on=today + timedelta(days=31))
    make_supplier(legal_name="Never")
    assert listed(client, within="30") == ["Lapsed", "Soon"]
    assert listed(client, within="0") == ["Lapsed"]


def test_archived_suppliers_are_shown_when_asked_for(client, buyer):
    make_supplier(legal_name="Here")
    services.archive_supplier(make_supplier(legal_name="Gone"), actor=buyer, reason="dissolved")
    assert listed(client) == ["Here"]
    assert listed(client, archived="included") == ["Gone", "Here"]
    assert listed(client, archived="only") == ["Gone"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("name", ["Alpha", "beta", "Gamma"]),
        ("-name", ["Gamma", "beta", "Alpha"]),
        ("rating", ["beta", "Gamma", "Alpha"]),
        ("score", ["Gamma", "beta", "Alpha"]),
        ("confidence", ["Alpha", "Gamma", "beta"]),
        ("expiry", ["beta", "Alpha", "Gamma"]),
        ("newest", ["Gamma", "beta", "Alpha"]),
        ("no such order", ["Alpha", "beta", "Gamma"]),
    ],
)
def test_the_list_is_ordered_as_offered(client, buyer, sort, order):
    now, today = clock.now(), clock.today()
    for age, name, rank, score, confidence, days in (
        (3, "Alpha", 4, 900, 10, 20),
        (2, "beta", 0, 500, 90, 10),
        (1, "Gamma", 1, 100, 50, 30),
    ):
        make_supplier(
            legal_name=name,
            rating_rank=rank,
            score_tenths=score,
            confidence_percent=confidence,
            created_at=now - timedelta(days=age),
            next_expiry_on=today + timedelta(days=days),
        )
    assert listed(client, sort=sort) == order


def make_many(count):
    owner = make_user()
    now = clock.now()
    Supplier.objects.bulk_create(
        Supplier(
            legal_name=f"Supplier {number:04}",
            name_key=f"supplier {number:04}",
            country="DE",
            owner=owner,
            created_at=now,
        )
        for number in range(count)
    )


def test_one_walks_forth_and_back_through_the_pages(client, buyer):
    make_many(120)
    first = client.get(reverse("suppliers:list"))
    second = client.get(reverse("suppliers:list"), {"after": first.context["page"].next})
    third = client.get(reverse("suppliers:list"), {"after": second.context["page"].next})
    assert [len(names(response)) for response in (first, second, third)] == [50, 50, 20]
    assert third.context["page"].next is None
    assert names(third)[-1] == "Supplier 0119"
    back = client.get(reverse("suppliers:list"), {"before": third.context["page"].previous})
    assert names(back) == names(second)


@pytest.mark.parametrize(
    "parameters",
    [
        {"country": "XX"},
        {"status": "sleeping"},
        {"owner": "somebody"},
        {"owner": "9" * 40},
        {"within": "soon"},
        {"process": "\x00"},
        {"q": "a\x00b"},
        {"q": "%_\\'\"" * 50},
        {"after": "bm9uc2Vuc2U"},
        {"after": "WyJuYW1lIiwgIlx1MDAwMCIsIDFd"},
        {"sort": "expiry", "after": "WyJleHBpcnkiLCAieCIsIDFd"},
        {"sort": "newest", "before": "WyJuZXdlc3QiLCAieCIsIDFd"},
        {"sort": "score", "after": "WyJzY29yZSIsICJ4IiwgInkiXQ"},
        {"sort": "\x00"},
    ],
)
def test_a_parameter_that_makes_no_sense_is_left_out(client, buyer, parameters):
    make_supplier(legal_name="Still here")
    response = client.get(reverse("suppliers:list"), parameters)
    assert response.status_code == 200
    if "q" not in parameters or "\x00" in parameters["q"]:
        assert names(response) == ["Still here"]


def test_a_filter_that_is_left_out_is_said(client, buyer):
    assert b"Country: this value is not offered" in client.get(reverse("suppliers:list"), {"country": "XX"}).content


def test_htmx_gets_the_results_alone(client, buyer):
    make_supplier(legal_name="Found")
    content = client.get(reverse("suppliers:list"), {"q": "found"}, headers=HTMX).content.decode()
    assert content.strip().startswith('<div id="results">')
    assert "Found" in content
    assert "<html" not in content


def test_an_empty_list_says_what_to_do(client, buyer):
    assert b"No supplier yet" in client.get(reverse("suppliers:list")).content
    make_supplier()
    assert b"Show all suppliers" in client.get(reverse("suppliers:list"), {"q": "nobody"}).content


def test_many_suppliers_are_counted_up_to_a_thousand(client, buyer):
    make_many(1001)
    assert b"more than 1,000 suppliers" in client.get(reverse("suppliers:list")).content


def test_the_list_costs_the_same_for_one_and_for_three(client, buyer):
    assert_same_queries(client, "suppliers:list", lambda: make_supplier(with_scope=True), at_most=8)


def test_the_partial_costs_the_same_for_one_and_for_three(client, buyer, django_assert_max_num_queries):
    for _ in range(3):
        make_supplier(legal_name="Castings", owner=buyer, with_scope=True)
    query = {"q": "castings", "owner": buyer.pk, "process": "turning", "country": "DE", "status": "prospect"}
    client.get(reverse("suppliers:list"))
    with django_assert_max_num_queries(6):
        response = client.get(reverse("suppliers:list"), query, headers=HTMX)
    assert len(names(response)) == 3


def test_fifty_rows_are_a_small_page(client, buyer):
    for number in range(50):
        supplier = make_supplier(
            legal_name=f"Precision castings and machining {number} Co., Ltd.",
            local_name="温州阀体铸造厂",
            country=["DE", "CN", "IT", "PL", "CZ", "JP", "MX", "TR"][number % 8],
            claim="claimed",
            claim_text="ISO 9001 unverified",
            next_step="Verify the certificate; visit",
            next_expiry_on=clock.today(),
            rating="moderate",
            owner=buyer,
        )
        make_scope(supplier)
        make_scope(supplier, "welding")
    content = client.get(reverse("suppliers:list")).content
    assert len(content) <= 60 * 1024, len(content)


def test_a_restricted_supplier_is_in_no_list_search_or_export_of_a_stranger(client, buyer):
    make_supplier(legal_name="Secret Forge", is_restricted=True, team=make_team())
    assert listed(client) == []
    assert listed(client, q="secret") == []
    assert "Secret" not in exported(client, "csv").decode()


def exported(client, kind, **parameters):
    response = client.get(reverse("suppliers:export", args=[kind]), parameters)
    assert response.status_code == 200
    return b"".join(response)


def test_a_page_of_fifty_has_at_most_sixty_kibibytes(client, buyer):
    told = {"rating": "moderate", "score_tenths": 597, "confidence_percent": 88, "claim": "claimed"}
    told |= {
        "claim_text": "ISO 9001 · not found in the register",
        "next_expiry_on": clock.today() + timedelta(days=400),
    }
    step = "Verify the certificate for this scope with the register or the body (up to +15.3)."
    for number in range(51):
        make_supplier(legal_name=f"Alpine Bearings {number:05} Inc.", with_scope=True, next_step=step, **told)
    page = client.get(reverse("suppliers:list"))
    assert page.content.count(b"class=row-link") == 50
    assert len(page.content) <= 61_440


def test_a_card_calls_its_lines_as_the_heads_of_the_table_do(client, buyer):
    make_supplier()
    page = client.get(reverse("suppliers:list")).content.decode()
    heads = [re.sub("<.*?>", "", head) for head in re.findall("<th .*?</th>", page, re.DOTALL)]
    style = (settings.BASE_DIR / "static/css/components/table.css").read_text()
    labels = re.findall(r'\.table-suppliers td:nth-child\((\d)\) { --label: "(.*?)"; }', style)
    assert [int(place) for place, _ in labels] == [2, 3, 4, 5]
    assert all(heads[int(place) - 1].startswith(label) for place, label in labels), heads


def test_the_export_has_what_the_list_shows_in_its_order(client, buyer):
    day = clock.today() + timedelta(days=400)
    make_supplier(legal_name="Alpha", country="CN", rating="low", score_tenths=881, next_expiry_on=day, owner=buyer)
    make_supplier(legal_name="beta", country="CN", with_scope=True)
    make_supplier(legal_name="Gamma", country="DE")
    text = exported(client, "csv", country="CN", sort="-name").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Legal name"] for row in rows] == ["beta", "Alpha"]
    assert rows[0]["We buy"] == "Turning"
    assert (rows[0]["Score (0–100)"], rows[0]["Next expiry"]) == ("", "")
    assert (rows[1]["Score (0–100)"], rows[1]["Next expiry"]) == ("88.1", day.isoformat())


def test_the_export_is_this_to_the_byte(client, buyer):
    day = clock.today() + timedelta(days=400)
    first = make_supplier(legal_name="Čech & Söhne, s.r.o.", local_name="阀\n体", country="CZ", owner=buyer)
    for process, stage in (("turning", "active"), ("sand-casting", "potential"), ("milling", "ended")):
        make_scope(first, process, stage=stage)
    make_scope(first, "turning", make_site(first, name="Another"))
    rated = {"rating": "low", "score_tenths": 750, "confidence_percent": 40, "next_expiry_on": day}
    told = {"claim_text": '"ISO 9001"', "next_step": "-1 to ask"}
    second = make_supplier(legal_name="=Dunn", country="GB", owner=buyer, **rated, **told)
    lines = [
        "Vetted id,Legal name,Name in local script,Country,City,We buy,Status,Criticality,Sector,Risk,Score (0–100),"
        "Confidence (%),Certificate,Next expiry,Next step,Owner",
        f'{first.pk},"Čech & Söhne, s.r.o.","阀\n体",CZ,{first.city},"Sand casting, Turning",Prospect,Standard,'
        f"General industry,Unproven,,0,,,,{buyer.name}",
        f'{second.pk},\'=Dunn,,GB,,,Prospect,Standard,General industry,Low,75,40,"""ISO 9001""",{day},'
        f"'-1 to ask,{buyer.name}",
    ]
    assert exported(client, "csv", sort="-name").decode() == "\ufeff" + "".join(f"{line}\r\n" for line in lines)


def test_the_excel_export_has_dates_and_numbers_as_such(client, buyer):
    day = clock.today()
    make_supplier(legal_name="Alpha", rating="low", score_tenths=881, next_expiry_on=day)
    sheet = load_workbook(io.BytesIO(exported(client, "xlsx"))).active
    head, row = list(sheet.iter_rows(values_only=True))
    values = dict(zip(head, row, strict=True))
    assert values["Score (0–100)"] == 88.1
    assert values["Next expiry"].date() == day


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_spreadsheet_runs_what_somebody_typed_as_a_name(client, buyer, kind):
    make_supplier(legal_name='=HYPERLINK("http://evil.example")', local_name="@SUM(A1)")
    content = exported(client, kind)
    if kind == "csv":
        row = next(iter(csv.DictReader(io.StringIO(content.decode("utf-8-sig")))))
        assert row["Legal name"].startswith("'=")
        assert row["Name in local script"].startswith("'@")
    else:
        cell = load_workbook(io.BytesIO(content)).active["B2"]
        assert (cell.data_type, cell.value[:2]) == ("s", "=H")


def test_the_export_is_sent_while_it_is_read(client, buyer):
    make_supplier()
    assert client.get(reverse("suppliers:export", args=["csv"])).streaming


def test_the_export_costs_the_same_for_one_and_for_three(client, buyer):
    url = reverse("suppliers:export", args=["csv"])
    make_supplier(with_scope=True)
    one = queries_of(client, url)
    make_supplier(with_scope=True)
    make_supplier(with_scope=True)
    assert len(queries_of(client, url)) == len(one)


def test_there_is_no_export_of_another_kind(client, buyer):
    assert client.get("/suppliers/export.pdf").status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_everybody_signed_in_may_list_and_export(client, role):
    client.force_login(make_user(role))
    assert client.get(reverse("suppliers:list")).status_code == 200
    assert client.get(reverse("suppliers:export", args=["csv"])).status_code == 200
