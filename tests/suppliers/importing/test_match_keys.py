"""Whom an upload is compared with: found by kept keys, and just those that comparing with everybody would find."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.permissions import Role
from suppliers.domain.importing import matching
from suppliers.domain.importing.matching import Blocks, numbers_of, party
from suppliers.domain.importing.words import word_list
from suppliers.domain.terms import IdentifierKind
from suppliers.models import MatchKey, Supplier
from suppliers.services import (
    add_alias,
    add_identifier,
    add_site,
    archive_supplier,
    create_supplier,
    make_main_site,
    remove_alias,
    remove_identifier,
    update_alias,
    update_identifier,
    update_site,
    update_supplier,
)
from suppliers.services.importing import known
from suppliers.services.match_keys import keys_of, stored_keys
from tests.accounts.factories import make_team, make_user
from tests.suppliers.factories import make_supplier
from tests.suppliers.importing.factories import HEAD, checked, write

WORDS = (
    "acme",
    "beta",
    "gamma",
    "delta",
    "precision",
    "precisoin",
    "castings",
    "ab",
    "gmbh",
    "深圳华强电子有限公司",
    "华强电子厂",
)
COMPARED_BY = ("legal_forms", "legal_prefixes", "legal_phrases", "same_words", "address_words", "address_noise")
WORD_LISTS = 2212912173
PINNED = [
    74543024,
    325518443,
    790103366,
    938539940,
    1149329880,
    1228031780,
    1453141503,
    2806495213,
    3084502924,
    3199898476,
    3836197711,
    3966963507,
    3980244850,
    4205881590,
    4251110306,
    4256468487,
]
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
addresses = st.sampled_from(("", "1 Main Street, Bonn", "Main St. 1, 53111 Bonn", "77 Harbour Road", "7 Ring, Bonn"))
numbers = st.lists(st.sampled_from((("vat", "DE 123"), ("vat", "DE123"), ("own_number", "4711"))), max_size=2)
companies = st.tuples(st.lists(names, min_size=1, max_size=2), addresses, numbers)
lists = st.lists(companies, max_size=6)


def _parties(told):
    return [party(n, names, address=place, identifiers=ids) for n, (names, place, ids) in enumerate(told)]


@given(upload=lists, known=lists, rare=st.integers(1, 3), paired=st.integers(1, 4))
def test_whoever_shares_no_key_would_not_have_been_found(upload, known, rare, paired):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "RARE_BLOCK", rare)
        patch.setattr(matching, "MOST_PAIRED", paired)
        blocks = Blocks(_parties(upload))
        wanted = blocks.numbers()
        near = [
            each
            for each, (names, place, ids) in zip(_parties(known), known, strict=True)
            if numbers_of(names, ids, [place]) & wanted
        ]
        assert blocks.matches(near) == blocks.matches(_parties(known))


def test_who_shares_nothing_is_not_looked_at():
    blocks = Blocks([party(1, ["Acme Tools"], address="1 Road, Bonn")])
    assert not numbers_of(["Zeppelin Castings"], [("vat", "DE1")], ["2 Road, Bonn"]) & blocks.numbers()


def test_a_name_of_very_many_words_is_looked_at_every_time_instead_of_being_kept_by_all_their_pairs():
    kept = numbers_of([" ".join(f"word{n}" for n in range(60))], [], [])
    assert len(kept) < 70
    assert kept & Blocks([]).numbers()


def test_the_numbers_of_keys_are_those_of_all_releases():
    """They are stored: who changes what a key is made of fills the table anew, as migration 0012 does."""
    kept = numbers_of(["Müller & Söhne GmbH", "温州阀体厂"], [("vat", "DE 136.695.976")], ["Hauptstraße 12, Aachen"])
    assert sorted(kept) == PINNED
    lists = [sorted(word_list(section)) for section in COMPARED_BY]
    assert zlib.crc32(repr(lists).encode()) == WORD_LISTS


class TestKept:
    """The table follows every service that changes what suppliers are compared by."""

    pytestmark = pytest.mark.django_db

    def agree(self):
        suppliers = list(Supplier.objects.all())
        assert stored_keys([each.pk for each in suppliers]) == {each.pk: keys_of(each) for each in suppliers}

    def test_through_the_life_of_a_supplier(self):
        actor = make_user(Role.MANAGER)
        supplier = create_supplier(
            actor=actor,
            legal_name="Acme Tools",
            country="DE",
            own_number="4711",
            site={"street": "Ring 1", "city": "Bonn"},
        )
        self.agree()
        alias = add_alias(supplier, "Zeppelin Castings", actor=actor)
        self.agree()
        update_alias(alias, "Zephyr Castings", actor=actor)
        self.agree()
        remove_alias(alias, actor=actor)
        self.agree()
        number = add_identifier(supplier, kind=IdentifierKind.OWN_NUMBER, value="0815", actor=actor)
        update_identifier(number, kind=IdentifierKind.OWN_NUMBER, value="0816", actor=actor)
        self.agree()
        remove_identifier(number, actor=actor)
        self.agree()
        site = add_site(supplier, {"street": "Hafenstr. 7", "city": "Kiel"}, actor=actor)
        self.agree()
        update_site(site, {"street": "Hafenstr. 9"}, expected_version=site.version, actor=actor)
        self.agree()
        site.refresh_from_db()
        make_main_site(site, expected_version=site.version, actor=actor)
        self.agree()
        supplier.refresh_from_db()
        update_supplier(supplier, {"legal_name": "Ganz Neu"}, expected_version=supplier.version, actor=actor)
        self.agree()
        supplier.refresh_from_db()
        before = stored_keys([supplier.pk])
        archive_supplier(supplier, actor=actor, reason="No longer bought from")
        assert stored_keys([supplier.pk]) == before
        self.agree()

    def test_by_an_import_of_new_suppliers_and_of_additions_to_known_ones(self):
        known = make_supplier(legal_name="Acme Tools")
        batch = checked(
            HEAD + "Acme Tools,DE,Ring 1,Bonn,a@example.com,DE136695976\nBeta Works,DE,Weg 2,Kiel,b@example.com,\n",
            user=known.owner,
        )
        batch.rows.filter(label="Acme Tools").update(decision="update", target=known)
        batch.rows.undecided().update(decision="create")
        write(batch)
        assert Supplier.objects.count() == 2
        assert known.sites.count() == known.identifiers.count() == 1
        self.agree()


def _upload(*names):
    return Blocks(party(n, [name], country="DE") for n, name in enumerate(names))


@pytest.fixture
def always_looked_up(monkeypatch):
    """Lists of tests are short: without this all of them would be read."""
    monkeypatch.setattr(known, "MOST_KEYS", 10_000)


@pytest.mark.django_db
def test_only_suppliers_that_share_something_are_read(always_looked_up):
    near, *_ = [make_supplier(legal_name=name) for name in ("Acme Tools", "Beta Works", "Gamma Optics", "Delta Seals")]
    found = list(known.near_parties(near.owner, _upload("Acme Tolls", "Omega")))
    assert [each.key for each in found] == [near.pk]


@pytest.mark.django_db
def test_restricted_suppliers_of_others_are_never_compared(always_looked_up):
    buyer, team = make_user(), make_team()
    hidden = make_supplier(legal_name="Acme Tools", is_restricted=True, team=team)
    make_supplier(legal_name="Beta Works")
    make_supplier(legal_name="Gamma Optics")
    blocks = _upload("Acme Tools")
    assert list(known.near_parties(buyer, blocks)) == []
    assert [each.key for each in known.near_parties(make_user(Role.MANAGER), blocks)] == [hidden.pk]


@pytest.mark.django_db
def test_everybody_is_read_where_that_is_quicker(monkeypatch):
    suppliers = [make_supplier(legal_name=f"Acme {word}") for word in ("Tools", "Works", "Optics", "Seals")]
    person, everybody = suppliers[0].owner, [each.pk for each in suppliers]
    MatchKey.objects.all().delete()  # who is read all the same was not looked up
    short, long = _upload("Acme"), _upload(*(f"Firm{n} {n}" for n in range(40)))
    assert [each.key for each in known.near_parties(person, long)] == everybody
    assert list(known.near_parties(person, short)) == []


@pytest.mark.django_db
def test_everybody_is_read_where_most_are_found(monkeypatch):
    suppliers = [make_supplier(legal_name=f"Acme {word}") for word in ("Tools", "Works", "Optics", "Seals")]
    blocks = _upload("Acme")
    MatchKey.objects.filter(supplier=suppliers[0]).delete()
    assert len(list(known.near_parties(suppliers[0].owner, blocks))) == 4
    MatchKey.objects.filter(supplier=suppliers[1]).delete()
    assert len(list(known.near_parties(suppliers[0].owner, blocks))) == 2
