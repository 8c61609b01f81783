"""Engines and their snapshots keep their very bytes, however they are computed and written."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given

import scoring.reference
from scoring.domain.engine import ENGINE, score, score_1
from scoring.domain.plain import canonical, canonical_text, to_plain
from scoring.domain.snapshot import digest, freeze, reproduce, thaw_model
from tests.scoring import test_cases as cases
from tests.scoring.builders import ON, rate
from tests.scoring.test_monotone import KNOWN, MANY

MODEL_1 = thaw_model(json.loads((Path(scoring.reference.__file__).parent / "model_1.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("engine", "known", "expected"),
    [
        (score_1, cases.clean_paper, "26d1b0dec7e35e3561fbf8957f69f9843451a4091768297b0701a9ee1cc29903"),
        (score_1, cases.nothing_to_correct, "3656f634d375c2cf8b7af706e5253e1b94d9bb08a1e25740994774cb5014c0c1"),
        (
            score_1,
            cases.certified_without_follow_through,
            "b6e48f2d888047d0d1b4b4ebbbd5bdb8648d650668d0e1fa3a627196b7bbe2b0",
        ),
        (score, cases.clean_paper, "296c402bc83bc53bcd5663f4dcdb45b74e788a9e5204beb27668505ac13d502f"),
        (score, cases.nothing_to_correct, "e8935e53f6d3cb26fef2f4dc2159cf0b090bf73fa6ad8bcf55a726ffcae643b7"),
        (
            score,
            cases.certified_without_follow_through,
            "41a54ba8644999a7ecd2465cf5dd0a499d7cef97281aaf4730d803f7fa22f3a9",
        ),
    ],
)
def test_the_bytes_of_a_rating_are_those_of_the_day_its_engine_was_shipped(engine, known, expected):
    facts = known()
    cards = [engine(facts, MODEL_1, scope.key, ON) for scope in facts.scopes]
    assert sha256(canonical(to_plain(tuple(cards)))).hexdigest() == expected


def test_a_snapshot_of_an_older_engine_is_reproduced_by_it():
    known = cases.old_deliveries()
    [scope] = known.scopes
    kept = freeze(known, score_1(known, MODEL_1, scope.key, ON))
    assert reproduce(kept.facts, MODEL_1, "1", scope.key, ON) == kept
    assert reproduce(kept.facts, MODEL_1, ENGINE, scope.key, ON) != kept


@given(known=KNOWN)
@MANY
def test_text_written_directly_is_the_canonical_text_of_the_plain_form(known):
    card = rate(known)
    kept = freeze(known, card)
    assert kept.facts_text.encode() == canonical(to_plain(known))
    assert kept.result_text.encode() == canonical(to_plain(card))
    assert kept.sha256 == digest(kept.facts, kept.result)


def test_words_of_any_script_and_marks_are_written_like_json():
    words = ("阀体", 'says "no"', "a\\b", "line\nbreak", "\u2028", "", "%s")
    assert canonical_text(words).encode() == canonical(list(words))


def test_what_has_no_plain_form_is_refused():
    with pytest.raises(TypeError, match="no plain form for float"):
        canonical_text((1.5,))
