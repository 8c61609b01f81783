"""The cases that a model must get right, each with the test that holds it to that (tests/scoring/test_cases.py)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """A row of the case table: what is known, what the rating must do, which test says so."""

    name: str
    known: str
    must: str
    test: str


CASES = (
    Case("Clean paper, 60 % coverage", "Certificate verified, answers in time; 144 of 240 receipts have a record.",
         "High, not unproven; coverage is the first reason; large paper–practice gap.",
         "test_clean_paper_60_percent_coverage_is_high_with_coverage_as_first_reason"),
    Case("Paper only", "Certified and verified, nothing else known.",
         "Unproven, first action: visit or measure; the gap is not yet measurable.",
         "test_paper_only_is_unproven_and_the_first_action_is_to_visit_or_measure"),
    Case("No certificate, real practice", "Certificate only expected; strong audit, early detection, references.",
         "Ranks above paper only and above a certified supplier with weak follow-through.",
         "test_no_certificate_real_practice_ranks_above_paper_only_and_above_weak_follow_through"),
    Case("Detection stage", "20 defects: 18 in process and 2 final, against 1 and 19.", "The first is better.",
         "test_detection_stage_early_catches_beat_final_inspection"),
    Case("Honest reporter", "Equal, but one logs more and closes it verified.", "Never worse for it.",
         "test_honest_reporter_is_never_worse_for_logging_more"),
    Case("Nothing to correct", "200 accepted lots, no nonconformance, no corrective action.",
         "Not held back by missing corrective actions; can be low.",
         "test_nothing_to_correct_is_not_held_back_and_can_be_low"),
    Case("Perfect prospect", "Everything verified and seen, sample runs and references, no delivery yet.",
         "Moderate or better with its confidence; not critical.",
         "test_perfect_prospect_is_moderate_or_better_with_its_confidence"),
    Case("Wrong scope", "The certificate covers moulding, we buy assembly.",
         "No assurance for this scope; fine for a scope it covers.",
         "test_wrong_scope_gives_no_assurance_here_and_is_fine_where_it_covers"),
    Case("Wrong site or name", "The number is genuine, holder or address differs.",
         "Flagged; after a person's confirmation contradicted.",
         "test_wrong_site_or_name_is_flagged_then_contradicted_when_a_person_confirms"),
    Case("Not in the register", "The number cannot be found.", "No assurance, check again; not an accusation.",
         "test_not_in_the_register_gives_no_assurance_and_is_no_accusation"),
    Case("Never checked", "The same certificate, nobody looked.", "No better than not found.",
         "test_never_checked_is_no_better_than_not_found"),
    Case("Weak registrar", "The body's accreditation is not recognised for the standard.", "Counts clearly less.",
         "test_weak_registrar_counts_clearly_less"),
    Case("Sector duty", "Automotive without IATF 16949, aerospace without AS9100, medical without ISO 13485.",
         "Unmet and capped, whatever else is there.", "test_sector_duty_unmet_is_capped_whatever_else_is_there"),
    Case("Excluded clause", "The certificate excludes a clause that the part needs.", "Flagged; scope partial.",
         "test_excluded_clause_that_the_part_needs_is_flagged_and_makes_the_scope_partial"),
    Case("Paper closure", "Closed without verified effectiveness, or the defect came back.", "Counts less.",
         "test_paper_closure_counts_less_than_verified_effectiveness"),
    Case("Own target", "The supplier's own objective: under 30 % defects.", "Shown beside our limit; earns nothing.",
         "test_own_target_is_shown_and_earns_nothing"),
    Case("Refused re-audit", "Poor audit two years ago, every invitation declined.",
         "Not better than on the day of the audit.",
         "test_refused_re_audit_is_not_better_than_on_the_day_of_the_audit"),
    Case("Small sample", "23 of 30 receipts, against 144 of 240.",
         "The first is not capped and says how many more to sample.",
         "test_small_sample_is_not_capped_and_says_how_many_more_to_sample"),
    Case("Nothing at all", "A name and an address.", "Unproven; not low, not critical.",
         "test_nothing_at_all_is_unproven_not_low_not_critical"),
    Case("One more bad fact", "Any added major finding, lapse, late step, rejected lot.",
         "Never raises the score, lifts no cap.",
         "test_one_more_bad_observation_never_raises_the_score_and_lifts_no_cap"),
    Case("One more good fact", "Any added verified certificate or closure, accepted lot, receipt with a record.",
         "Never lowers the score, sets no cap.",
         "test_one_more_good_observation_never_lowers_the_score_and_sets_no_cap"),
)  # fmt: skip
