from hypothesis import given
from hypothesis import strategies as st

from suppliers.domain.searching import number_pattern, search_key, search_patterns


def is_found(text, *texts, numbers=()):
    key = search_key(texts, numbers)
    number = number_pattern(text)
    return all(pattern in key for pattern in search_patterns(text)) or bool(number and number in key)


def test_a_name_is_found_however_it_is_typed():
    assert is_found("ÜBERLINGEN", "Präzision Überlingen")
    assert is_found("uberlingen", "Präzision Überlingen")
    assert is_found("lodz", "Odlewnia Łódź")
    assert is_found("ŁÓDŹ", "Odlewnia Łódź")
    assert is_found("Łodz", "Odlewnia Łódź")
    assert is_found("ＡＣＭＥ", "Acme Ltd")
    assert is_found("acme", "ＡＣＭＥ　有限公司")
    assert is_found("المتحدة", "شركة الصمامات المتحدة")
    assert is_found("valve wenzhou", "Wenzhou Valve Bodies")


def test_two_characters_of_a_name_without_blanks_are_found_wherever_they_stand():
    assert is_found("阀体", "温州阀体铸造厂")
    assert is_found("厂", "温州阀体铸造厂")
    assert not is_found("厂温", "温州阀体铸造厂")


def test_a_word_under_three_characters_is_the_beginning_of_a_word():
    assert is_found("3m", "3M Deutschland")
    assert is_found("ag", "Stahl AG")
    assert not is_found("ta", "Stahl AG")


def test_a_number_is_found_with_and_without_its_dots_and_blanks():
    assert is_found("136695976", "Any", numbers=["DE136695976"])
    assert is_found("DE 136.695.976", "Any", numbers=["DE136695976"])
    assert is_found("A-100.2", "Any", numbers=["A-100.2"])
    assert is_found("A1002", "Any", numbers=["A-100.2"])
    assert not is_found("136695977", "Any", numbers=["DE136695976"])


def test_a_sign_that_the_database_cannot_hold_is_not_looked_for():
    assert search_patterns("Kranz\x00Sohn") == ["kranz", "sohn"]
    assert number_pattern("13\x0066 95") == "136695"


@given(st.text(max_size=300))
def test_whatever_is_typed_gives_a_few_short_patterns(text):
    patterns = search_patterns(text)
    assert len(patterns) <= 8
    assert all(pattern.strip() for pattern in patterns)


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=60)
)
def test_a_name_of_one_word_is_found_by_itself(name):
    assert is_found(name, name)
