import pytest

from suppliers.domain.importing.addresses import codes_end_addresses, split_address
from suppliers.domain.importing.countries import country_for
from suppliers.domain.importing.parsed import Defaults, ParsedRow
from suppliers.domain.importing.problems import ProblemKind, Severity
from suppliers.domain.importing.rows import parse_row
from suppliers.domain.importing.vocabulary import Field

FIELDS = [Field.NAME, Field.COUNTRY, Field.ADDRESS]


def _parse(*cells, fields=FIELDS, **defaults):
    mapping = dict(enumerate(fields))
    return parse_row(cells, mapping, [field.value for field in fields], Defaults(**defaults))


def _kinds(problems, severity=None):
    return [problem.kind for problem in problems if severity in (None, problem.severity)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("US", "US"), ("U.S.A.", "US"), ("united states", "US"), ("Estados Unidos", "US"), ("Viet Nam", "VN"),
        ("中国", "CN"), ("P.R. China", "CN"), ("Korea, Republic of", "KR"), ("Deutschland", "DE"), ("DEU", "DE"),
        ("uk", "GB"), ("Türkiye", "TR"), ("TURKEY", "TR"), ("Niger", "NE"), ("Nigeria", "NG"),
        ("Taiwan, R.O.C.", "TW"), ("Czech Republic", "CZ"), ("Holland", "NL"),
    ],
)  # fmt: skip
def test_countries_are_known_as_people_write_them(text, code):
    found = country_for(text)
    assert found
    assert (found.code, found.sure) == (code, True)


def test_a_misspelled_country_is_taken_with_a_warning_and_a_stranger_refused():
    parsed, problems = _parse("A", "Germny", "")
    assert parsed.country == "DE"
    assert _kinds(problems) == [ProblemKind.COUNTRY_SIMILAR]
    parsed, problems = _parse("A", "Narnia", "")
    assert parsed.country == ""
    assert _kinds(problems, Severity.ERROR) == [ProblemKind.COUNTRY_UNKNOWN]


def test_the_country_comes_from_the_address_or_the_default_and_is_missed_otherwise():
    assert _parse("A", "", "Main Road 3, 53111 Bonn, Germany")[0].country == "DE"
    parsed, problems = _parse("A", "", "Main Road 3", country="IT")
    assert parsed.country == "IT"
    assert _kinds(problems) == [ProblemKind.COUNTRY_DEFAULT]
    parsed, problems = _parse("A", "", "Main Road 3")
    assert _kinds(problems, Severity.ERROR) == [ProblemKind.COUNTRY_MISSING]
    assert problems[0].column == "country"
    assert "default" in problems[0].remedy


def test_an_address_in_another_country_than_the_column_says_is_pointed_out():
    _parsed, problems = _parse("A", "China", "Road 3, Hanoi, Vietnam")
    assert _kinds(problems) == [ProblemKind.COUNTRY_CONTRADICTS]


@pytest.mark.parametrize(
    ("address", "city", "region", "postal", "country"),
    [
        ("80 West Tasman Drive San Jose CA US 94568 ", "San Jose", "CA", "94568", "US"),
        ("Torshamnsgatan 36 Stockholm  SE SE-164 80 ", "Stockholm", "", "SE-164 80", "SE"),
        ("600 March Road Kanata Ontario CA K2K 2E6 ", "", "", "K2K 2E6", "CA"),
        ("No. 388 Ning Qiao Road Shanghai  CN 201206", "Shanghai", "", "201206", "CN"),
        ("Unit 9 Kowloon HK  ", "Kowloon", "", "", "HK"),
    ],
)
def test_addresses_that_end_with_codes_are_taken_apart_where_that_is_certain(address, city, region, postal, country):
    parts = split_address(address, codes_at_end=True)
    assert (parts.city, parts.region, parts.postal_code, parts.country) == (city, region, postal, country)


def test_a_state_is_not_taken_for_a_country():
    assert split_address("5510 S. Soto Street Unit A Vernon CA 90058").country == "US"
    assert split_address("12 Market Street Wilmington DE 19801").country == ""
    assert split_address("Piqua, Ohio").country == ""


def test_a_column_whose_addresses_end_with_codes_is_recognised():
    coded = ["1 Road Reno NV US 89511", "2 Lane Bonn  DE 53111", "3 Rue Lyon  FR 69001", "4 Way Troy MI US 48084"] * 2
    assert codes_end_addresses(coded)
    assert not codes_end_addresses(["1 Road, Reno NV 89511", "2 Lane, Vernon CA 90058"] * 4)


def test_a_name_that_is_missing_too_long_or_no_name():
    assert _kinds(_parse("", "DE", "")[1], Severity.ERROR) == [ProblemKind.NAME_MISSING]
    parsed, problems = _parse("x" * 5000, "DE", "")
    assert _kinds(problems, Severity.ERROR) == [ProblemKind.TOO_LONG]
    assert "5,000" in problems[0].message
    assert len(problems[0].value) < 200
    assert len(parsed.legal_name) == 300
    assert _kinds(_parse("4711", "DE", "")[1]) == [ProblemKind.NAME_DOUBTFUL]


def test_right_to_left_names_are_fine_and_marks_that_turn_text_are_removed():
    parsed, problems = _parse("شركة المعادن الدقيقة", "EG", "")
    assert parsed.legal_name == "شركة المعادن الدقيقة"
    assert problems == []
    parsed, problems = _parse("Acme \u202egnp.exe", "DE", "")
    assert parsed.legal_name == "Acme gnp.exe"
    assert _kinds(problems) == [ProblemKind.HIDDEN_CHARACTERS]


def test_a_formula_stays_text():
    parsed, problems = _parse("=cmd|'/c calc'!A1", "DE", "")
    assert parsed.legal_name == "=cmd|'/c calc'!A1"
    assert _kinds(problems) == [ProblemKind.FORMULA]


def test_damage_dates_and_spreadsheet_errors_are_pointed_out():
    _parsed, problems = _parse("MÃ¼ller", "DE", "Fri Jan 01 1075 10:52:58 GMT+0300 (EAT), Zone 1")
    assert set(_kinds(problems)) == {ProblemKind.DAMAGED_TEXT, ProblemKind.DATE_IN_TEXT}
    parsed, problems = _parse("Acme", "DE", "#REF!")
    assert parsed.street == ""
    assert _kinds(problems) == [ProblemKind.SPREADSHEET_ERROR]


def test_contacts_and_numbers_that_cannot_be_right_are_left_out_with_a_warning():
    fields = [Field.NAME, Field.COUNTRY, Field.EMAIL, Field.PHONE, Field.WEBSITE, Field.VAT, Field.DUNS]
    cells = ("Acme", "DE", "info@acme.example; not-an-address", "call us", "acme", "DE123456788", "12345")
    parsed, problems = _parse(*cells, fields=fields)
    assert [person.email for person in parsed.contacts] == ["info@acme.example"]
    assert parsed.identifiers == (("vat", "DE", "DE123456788"),)
    assert _kinds(problems) == [
        ProblemKind.WEBSITE_INVALID,
        ProblemKind.IDENTIFIER_INVALID,
        ProblemKind.PHONE_INVALID,
        ProblemKind.EMAIL_INVALID,
    ]
    assert _kinds(problems, Severity.ERROR) == []


def test_a_number_that_a_spreadsheet_shortened_is_not_stored():
    parsed, problems = _parse("Acme", "DE", "1.23457E+11", fields=[Field.NAME, Field.COUNTRY, Field.REGISTRATION])
    assert parsed.identifiers == ()
    assert _kinds(problems) == [ProblemKind.IDENTIFIER_INVALID]


def test_words_for_sector_and_criticality_are_understood():
    fields = [Field.NAME, Field.COUNTRY, Field.SECTOR, Field.CRITICALITY]
    parsed, problems = _parse("A", "DE", "Luftfahrt", "A", fields=fields)
    assert (parsed.sector, parsed.criticality, problems) == ("aerospace", "critical", [])
    parsed, problems = _parse("A", "DE", "Apparel", "", fields=fields)
    assert parsed.sector == ""
    assert _kinds(problems, Severity.NOTE) == [ProblemKind.SECTOR_UNKNOWN]


def test_separate_address_columns_win_over_the_one_line_address():
    fields = [Field.NAME, Field.COUNTRY, Field.ADDRESS, Field.CITY, Field.POSTAL_CODE]
    parsed, _problems = _parse("A", "DE", "Hauptstr. 3, 50667 Köln", "Bonn", "53111", fields=fields)
    assert (parsed.street, parsed.city, parsed.postal_code) == ("Hauptstr. 3, 50667 Köln", "Bonn", "53111")


def test_a_parsed_row_survives_storage_as_json():
    fields = [Field.NAME, Field.COUNTRY, Field.EMAIL, Field.ALIAS]
    parsed, _problems = _parse("A", "DE", "a@b.example", "B; C", fields=fields)
    assert ParsedRow.from_json(parsed.as_json()) == parsed
