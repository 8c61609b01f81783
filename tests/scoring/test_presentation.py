"""What is said of a rating: words, figures and drawings that agree with the engine's result."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scoring.charts import Ink, Segment, TrendPoint, bar, trend
from scoring.document import RESTS_ON
from scoring.domain.default_model import DEFAULT_MODEL
from scoring.domain.facts import Source, Verification
from scoring.domain.scorecard import State
from scoring.links import NAMES, OF_A_MONTH, record_name, record_url
from scoring.model_view import amount, model_view
from scoring.presentation import card_view, coverage_text, gap_title
from tests.scoring.builders import ON, VISIT, audit, certificate, counted, facts, rate, seen
from tests.scoring.test_cases import clean_paper, nothing_to_correct, paper_only, perfect_prospect


def row(card, key):
    return next(one for pillar in card_view(card).pillars for one in pillar.rows if one.key == key)


def test_pillars_and_rows_of_the_view_add_up_to_the_score():
    view = card_view(rate(perfect_prospect()))
    tenths = sum(int(pillar.contribution.replace(".", "")) for pillar in view.pillars)
    assert tenths == view.card.score
    rows = sum(int(one.contribution.replace(".", "")) for pillar in view.pillars for one in pillar.rows)
    assert rows == view.card.score


def test_a_count_is_told_with_its_sample():
    assert row(rate(clean_paper()), "incoming_coverage").told == "144 of 240 receipts."


def test_the_groups_of_one_audit_are_told_in_one_line():
    card = rate(facts(*(seen("audit_practice", 80, amount=250, clause_group=group) for group in ("8.4", "8.6", ""))))
    (line,) = row(card, "audit_practice").records
    assert "240 of 300 points" in line.told


def test_a_refusal_is_told_as_such():
    refused = replace(counted("incoming_coverage", 0, 1), disclosed=False)
    assert row(rate(facts(refused)), "incoming_coverage").told == "Asked, not disclosed."


def test_good_evidence_of_a_small_amount_is_no_loss():
    card = rate(facts(*audit(100)))
    assert row(card, "audit_practice").lost == ""
    assert "what was seen is in order" in card.headline or "Unproven" in card.headline


def test_weak_evidence_is_a_loss_and_comes_first():
    view = card_view(rate(facts(*audit(98), counted("incoming_coverage", 190, 240))))
    assert view.top[0].key == "incoming_coverage"
    assert view.top[0].lost.startswith("−")


def test_the_weakest_check_of_a_certificate_is_named():
    card = rate(facts(certificates=[certificate(verification=Verification.NOT_FOUND)]))
    assert row(card, "certificate:ISO 9001").told == "Verification: not found in the register, so no assurance."
    assert row(rate(paper_only()), "certificate:ISO 9001").told == "Verified; every check fits."


def test_what_is_not_applicable_says_why():
    told = row(rate(nothing_to_correct()), "effectiveness")
    assert told.state is State.NOT_APPLICABLE
    assert told.told == "Deliveries without anything to correct."


def test_a_small_sample_says_how_many_more():
    assert "more receipts would settle it" in coverage_text(rate(clean_paper(23, 30)))


@pytest.mark.parametrize(
    ("known", "says"),
    [
        (paper_only(), "not yet measurable, no practice seen"),
        (clean_paper(), "Paper is ahead of practice"),
        (facts(*audit(95)), "agree"),
        (facts(*audit(60, keys=("documented_procedures",)), *audit(95, keys=("audit_practice",))), "Practice is ahead"),
    ],
)
def test_the_gap_is_told_as_a_finding(known, says):
    assert says in gap_title(rate(known))


def test_evidence_that_faded_says_how_much_it_counts():
    old = counted("incoming_coverage", 230, 240, on=ON - timedelta(days=548), source=Source.REMOTE_AUDIT)
    (line,) = row(rate(facts(old)), "incoming_coverage").records
    assert "Remote audit" in line.told
    assert "counts 52 %" in line.told


def test_a_bar_names_itself_and_hatches_what_is_unknown():
    drawn = bar([Segment(0, 400, Ink.SEEN), Segment(400, 100, Ink.UNKNOWN)], "Practice <&>")
    assert 'aria-label="Practice &lt;&amp;&gt;"' in drawn
    assert 'width="40.0%"' in drawn
    assert "url(#hatch)" in drawn
    assert "<pattern" not in drawn
    assert "<pattern" in bar([], "x", standalone=True)


def test_a_trend_has_a_shape_for_each_word_and_marks_a_change_of_model():
    words = ("low", "moderate", "unproven", "high", "critical")
    points = [TrendPoint(date(2026, 1 + n, 1), 900 - n * 150, word, 1 + n // 3) for n, word in enumerate(words)]
    drawn = trend(points, [0, 500, 1_000], "Down")
    assert all(f'class="point-{word}"' in drawn for word in words)
    assert drawn.count("model 2") == 1
    assert trend([], [], "") == ""


def test_a_record_without_a_page_has_no_link():
    assert record_url("lot:1") == ""
    assert record_name("audit:12") == "Audit 12"


def test_the_model_in_words_repeats_its_figures():
    view = model_view(DEFAULT_MODEL)
    assert [pillar.weight for pillar in view.pillars] == ["15 %", "25 %", "20 %", "25 %", "10 %", "5 %"]
    assert amount(1, "audits") == "1 audit"
    staffing = next(one for one in view.pillars[1].indicators if one.label.startswith("Quality"))
    assert staffing.of_all == "2.25 %"


def test_a_loss_names_the_record_that_costs_and_not_the_oldest_or_newest():
    old = counted("incoming_coverage", 5, 5, on=VISIT - timedelta(days=300), record="audit:1", question="a")
    bad = counted("incoming_coverage", 5, 20, on=VISIT - timedelta(days=200), record="audit:2", question="b")
    new = counted("incoming_coverage", 4, 4, record="audit:3", question="c")
    telling = row(rate(facts(old, bad, new)), "incoming_coverage").telling
    assert telling is not None
    assert "5 of 20" in telling.told


def test_a_loss_that_later_checks_answered_is_named_before_what_was_in_order():
    bad = counted("incoming_coverage", 5, 20, on=VISIT - timedelta(days=200), record="audit:2")
    later = counted("incoming_coverage", 4, 4, record="audit:3")
    newest = counted("incoming_coverage", 1, 1, on=VISIT + timedelta(days=1), record="audit:4")
    telling = row(rate(facts(bad, later, newest)), "incoming_coverage").telling
    assert telling is not None
    assert "5 of 20" in telling.told
    assert "answered by a later check" in telling.told


def test_what_is_in_order_names_its_newest_record():
    old = counted("incoming_coverage", 50, 50, on=VISIT - timedelta(days=300), record="audit:1")
    telling = row(rate(facts(old, counted("incoming_coverage", 70, 70, record="audit:3"))), "incoming_coverage").telling
    assert telling is not None
    assert "70 of 70" in telling.told


def test_a_document_has_words_for_every_kind_of_record_on_which_a_rating_rests():
    assert set(RESTS_ON) == {*NAMES, *OF_A_MONTH}
