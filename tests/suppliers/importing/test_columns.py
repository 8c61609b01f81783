import pytest

from suppliers.domain.importing.columns import guess_columns, header_signature
from suppliers.domain.importing.reading import read_list
from suppliers.domain.importing.vocabulary import Field


def _guesses(text: str) -> dict[str, Field]:
    table = read_list(text.encode()).table
    pairs = zip(table.headers, guess_columns(table), strict=True)
    return {header: guess.field for header, guess in pairs if guess}


@pytest.mark.parametrize(
    "headers",
    [
        "Supplier Name;Country;City;Postal Code;E-mail",
        "Lieferant;Land;Ort;PLZ;E-Mail-Adresse",
        "Raison sociale;Pays;Ville;Code postal;Courriel",
        "Proveedor;País;Ciudad;Código postal;Correo electrónico",
        "Ragione sociale;Paese;Città;CAP;Posta elettronica",
        "Fornecedor;País;Cidade;CEP;Correio eletrônico",
        "Leverancier;Land;Plaats;Postcode;E-mailadres",
        "Nazwa dostawcy;Kraj;Miejscowość;Kod pocztowy;Adres e-mail",
        "供应商名称;国家;城市;邮编;邮箱",
        "仕入先名;国;市区町村;郵便番号;メールアドレス",
        "Name*;Country (ISO 2);City / Town;ZIP Code;e_mail",
    ],
)
def test_headers_are_understood_in_many_languages(headers):
    found = _guesses(f"{headers}\nAcme Ltd;DE;Bonn;53111;info@acme.example\n")
    assert list(found.values()) == [Field.NAME, Field.COUNTRY, Field.CITY, Field.POSTAL_CODE, Field.EMAIL]


def test_columns_without_telling_headers_are_judged_by_what_stands_in_them():
    rows = [f"{n};Acme {n} Ltd;Germany;info{n}@acme.example;Main Road {n}, 53111 Bonn" for n in range(8)]
    found = _guesses("\n".join(["a;b;c;d;e", *rows]))
    assert found == {"b": Field.NAME, "c": Field.COUNTRY, "d": Field.EMAIL, "e": Field.ADDRESS}


def test_coordinates_and_row_numbers_are_left_out():
    rows = [f"{n},China,Acme {n},Road {n} Town,{20 + n}.5881713,-{100 + n}.8996818" for n in range(8)]
    found = _guesses("\n".join(["no,country,name,address,lat,lng", *rows]))
    assert set(found) == {"country", "name", "address"}


def test_a_site_name_serves_as_name_when_nothing_else_does():
    assert _guesses("site_name,address\nOld Mill,Road 1\n")["site_name"] is Field.NAME


def test_two_columns_of_one_meaning_are_not_both_guessed():
    found = _guesses("Company;Supplier;Country\nA;B;DE\n")
    assert list(found.values()).count(Field.NAME) == 1


def test_the_signature_ignores_spelling_of_headers():
    assert header_signature(["Supplier-Name", "E_Mail"]) == header_signature(["supplier name", "E-mail"])
    assert header_signature(["name", "city"]) != header_signature(["city", "name"])
