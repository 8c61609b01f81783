import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suppliers.domain.importing.matching import Blocks, MatchKind, compare, name_similarity, party
from suppliers.domain.importing.names import address_key, core_name, pair_key


def _compare(first, second, *, country="CN"):
    one, two = (
        party(key, [name], country=country, address=address) for key, (name, address) in enumerate((first, second))
    )
    return compare(one, two)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Robert Bosch GmbH", "ROBERT BOSCH G.m.b.H."),
        ("Müller & Söhne KG", "Muller und Sohne"),
        ("HUAWEI TECHNOLOGIES CO.,LTD", "Huawei Technology Company Limited"),
        ("Decotex International Ltda. De C.V.", "Decotex International, S.A. de C.V."),
        ("PT. Glory Industrial Semarang", "PT Glory Industrial Semarang Ltd."),
        ("深圳市华强电子有限公司", "深圳市华强电子股份有限公司"),
        ("株式会社山田製作所", "山田製作所㈱"),
        ("Fabbrica Italiana S.p.A.", "Fabbrica Italiana SPA"),
        ("Zakład Części Sp. z o.o.", "ZAKLAD CZESCI"),
    ],
)
def test_legal_forms_case_and_accents_do_not_distinguish_names(first, second):
    assert core_name(first) == core_name(second)


def test_different_words_do():
    assert core_name("Shenzhen Alpha Electronics Ltd") != core_name("Shenzhen Beta Electronics Ltd")
    assert core_name("Limited Company") != ""


def test_spellings_of_an_address_are_one():
    assert address_key("No. 12, Main St., Bldg 3") == address_key("12 Main Street Building 3")


def test_same_name_and_address_is_exact_whatever_the_spelling():
    match = _compare(("Acme Tools Co., Ltd.", "No. 3 Main Rd."), ("ACME TOOLS", "3 Main Road"))
    assert match
    assert match.kind is MatchKind.EXACT


def test_same_name_elsewhere_is_a_question_not_a_fact():
    match = _compare(("Acme Tools Ltd", "3 Main Road, Ningbo"), ("Acme Tools", "88 Harbour Street, Dalian"))
    assert match
    assert match.kind is MatchKind.NEAR
    assert match.reason == "same name, other address"


def test_typing_errors_are_found():
    match = _compare(
        ("Shaowu Jung Myung Textile", "289 Jiefang West Road"), ("Jung Mjung Textile (Shaowu) Co", "289 Jiefang W Road")
    )
    assert match
    assert match.kind is MatchKind.NEAR


def test_numbers_and_short_words_are_never_typing_errors_of_each_other():
    alike = name_similarity("keller grinding", "keler grinding")
    assert alike >= 94
    assert name_similarity("keller grinding 0001", "keler grinding 0002") < alike - 12
    assert name_similarity("keller grinding ab", "keler grinding ac") < alike - 12
    assert name_similarity("keller grinding 0001", "keler grinding") == 90  # only one side has more to say


def test_neighbours_with_other_names_and_namesakes_in_other_countries_do_not_match():
    assert _compare(("Suzhou Alpha Electronics", "8 Park Road"), ("Suzhou Omega Textile", "8 Park Road")) is None
    one = party(1, ["Delta"], country="CN", address="1 Road")
    two = party(2, ["Delta"], country="MX", address="1 Road")
    assert compare(one, two) is None


def test_the_same_number_is_the_same_supplier_under_any_name():
    one = party(1, ["Alt GmbH"], country="DE", identifiers=[("vat", "DE 123 456 788")])
    two = party(2, ["Neu AG"], country="DE", identifiers=[("vat", "DE123456788")])
    match = compare(one, two)
    assert match
    assert (match.kind, match.reason) == (MatchKind.EXACT, "same vat")


def test_duplicates_inside_a_file_point_to_the_first_of_them():
    parties = [party(n, [name], country="CN", address="1 Road") for n, name in enumerate(["Acme Ltd", "Beta", "ACME"])]
    found = Blocks(parties).matches_within()
    assert {key: [match.key for match in matches] for key, matches in found.items()} == {2: [0]}


def test_a_known_supplier_with_many_more_words_is_found():
    blocks = Blocks([party(1, ["Zeppelin Castings"], country="DE", address="1 Road")])
    known = party(7, ["Alpha Beta Gamma Delta Epsilon Zeppelin Castings"], country="DE", address="1 Road")
    assert [match.key for match in blocks.matches([known])[1]] == [7]


def test_a_decision_is_remembered_for_the_pair_in_either_order_and_spelling():
    one = pair_key("Acme Ltd", "CN", "No. 1 Main St", "Acme Tools", "CN", "2 Road")
    two = pair_key("Acme tools co.", "CN", "2 Rd.", "ACME", "CN", "1 Main Street")
    assert one == two


@given(st.text(max_size=60), st.text(max_size=60))
def test_comparing_never_fails_and_does_not_depend_on_the_order(first, second):
    one, two = party(1, [first], address=second), party(2, [second], address=first)
    there, back = compare(one, two), compare(two, one)
    assert (there and (there.kind, there.score)) == (back and (back.kind, back.score))


def test_many_suppliers_with_common_words_are_not_compared_pair_by_pair():
    """Ten times the known suppliers take about ten times as long, not a hundred times the comparisons."""
    words = ["Shenzhen", "Electronics", "Technology", "Precision", "Ningbo", "Metal"]
    chance = random.Random(4)  # noqa: S311  (no secret)
    names = [f"{' '.join(chance.sample(words, 3))} {chance.randrange(10**6):x}" for _ in range(4000)]
    blocks = Blocks(party(n, [name], country="CN") for n, name in enumerate(names[:1000]))
    known = [party(n, [name], country="CN") for n, name in enumerate(names)]
    candidates = sum(len(blocks._candidates(blocks._keys(each))) for each in known)
    assert candidates < len(known) * 40
    started = time.perf_counter()
    found = blocks.matches(known)
    assert time.perf_counter() - started < 20
    assert len(found) == 1000
