import pytest

from certificates.domain.identity import number_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("EMS 51234", "ems51234"),
        ("QM–2024.17", "QM-2024-17"),
        ("01 100 123456/01", "01100123456/01"),
        ("ＦＳ５１２", "FS512"),
    ],
)
def test_numbers_that_differ_only_in_typing_are_one(one, other):
    assert number_key(one) == number_key(other)


def test_a_sub_certificate_is_another_certificate():
    assert number_key("01 100 123456/01") != number_key("01 100 123456")
