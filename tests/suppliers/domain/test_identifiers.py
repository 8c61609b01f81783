import pytest

from suppliers.domain.identifiers import InvalidNumber, check_number
from suppliers.domain.terms import IdentifierKind as Kind


@pytest.mark.parametrize(
    ("kind", "country", "typed", "stored"),
    [
        (Kind.VAT, "DE", "DE 136,695 976", ("DE", "DE136695976")),
        (Kind.VAT, "DE", "136.695.976", ("DE", "DE136695976")),
        (Kind.VAT, "", "de136695976", ("DE", "DE136695976")),
        (Kind.VAT, "GR", "094259216", ("GR", "EL094259216")),
        (Kind.VAT, "", "EL 094259216", ("GR", "EL094259216")),
        (Kind.VAT, "GB", "XI980780684", ("GB", "XI980780684")),
        (Kind.VAT, "GB", "GB 980 7806 84", ("GB", "980780684")),
        (Kind.VAT, "CH", "CHE-107.787.577 IVA", ("CH", "CHE107787577IVA")),
        (Kind.VAT, "CN", "9111 0000 6000 37341L", ("CN", "91110000600037341L")),
        (Kind.VAT, "US", "12-3456789", ("US", "123456789")),
        (Kind.DUNS, "DE", "15-048-3782", ("", "150483782")),
        (Kind.LEI, "", "2138 00KUD8LAJWSQ9D15", ("", "213800KUD8LAJWSQ9D15")),
        (Kind.GLN, "", "4006381 333931", ("", "4006381333931")),
        (Kind.REGISTER, "DE", "Aachen  HRB 1234", ("DE", "Aachen HRB 1234")),
        (Kind.OWN_NUMBER, "", " A-100.2 ", ("", "A-100.2")),
    ],
)
def test_a_number_is_stored_in_the_form_of_its_kind(kind, country, typed, stored):
    number = check_number(kind, country, typed)
    assert (number.country, number.value) == stored


@pytest.mark.parametrize(
    ("kind", "country", "typed", "said"),
    [
        (Kind.VAT, "DE", "136695970", "check digit"),
        (Kind.VAT, "FR", "DE136695976", "begins with DE, the country chosen is FR"),
        (Kind.VAT, "DE", "12", "too long or too short"),
        (Kind.VAT, "", "136695976", "Choose the country"),
        (Kind.VAT, "BO", "1", "4 to 25"),
        (Kind.DUNS, "", "12345678", "nine digits"),
        (Kind.DUNS, "", "١٢٣٤٥٦٧٨٩", "nine digits"),
        (Kind.LEI, "", "213800KUD8LAJWSQ9D16", "check digit"),
        (Kind.GLN, "", "40170725", "13 digits"),
        (Kind.GLN, "", "abc", "form of a GLN"),
        (Kind.REGISTER, "", "HRB 1", "Choose the country"),
        (Kind.OWN_NUMBER, "", "  ", "Enter the number"),
        (Kind.OWN_NUMBER, "", "9" * 61, "at most 60"),
        (Kind.OWN_NUMBER, "", "1\u202e2", "invisible character"),
    ],
)
def test_a_number_that_cannot_be_one_is_refused_with_the_reason(kind, country, typed, said):
    with pytest.raises(InvalidNumber, match=said):
        check_number(kind, country, typed)
