import pytest

from certificates.domain.identity import identity, number_key


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
    assert identity(1, one, 9001) == identity(1, other, 9001)


def test_a_sub_certificate_is_another_certificate():
    assert number_key("01 100 123456/01") != number_key("01 100 123456")


def test_another_body_or_standard_is_another_certificate():
    assert identity(1, "A1", 1) != identity(2, "A1", 1)
    assert identity(1, "A1", 1) != identity(1, "A1", 2)
