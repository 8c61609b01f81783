"""What has been learnt or corrected since a snapshot: its facts beside what the records say of that day now."""

from collections.abc import Iterator

from scoring.domain.facts import CertificateFact, Facts, Observation
from scoring.domain.snapshot import thaw_facts
from scoring.domain.words import day
from scoring.facts import gather_facts
from scoring.links import is_of_a_month, record_name
from scoring.models import Snapshot


def corrections_since(kept: Snapshot) -> list[str]:
    """A sentence for each record that says something else of that day now; none when the same facts would be read."""
    gathered = gather_facts([kept.supplier_id], kept.on).facts.get(kept.supplier_id)
    if gathered is None:
        return ["The records of that day cannot be read any more."]
    then = thaw_facts(kept.facts)
    return list(dict.fromkeys([*_observations(then, gathered, kept.scope_key), *_certificates(then, gathered, kept)]))


def _observations(then: Facts, now: Facts, scope: str) -> Iterator[str]:
    before, after = _of(then, scope), _of(now, scope)
    for one in sorted(after - before, key=_order):
        if is_of_a_month(one.record):
            yield f"{record_name(one.record)}: something was recorded or corrected later."
        else:
            yield f"{record_name(one.record)} of {day(one.observed_on)} was recorded or corrected later."
    for one in sorted(before - after, key=_order):
        if one.record not in {known.record for known in after}:
            when = "" if is_of_a_month(one.record) else f" of {day(one.observed_on)}"
            yield f"{record_name(one.record)}{when} no longer counts."


def _of(facts: Facts, scope: str) -> set[Observation]:
    return {one for one in facts.observations if not one.scopes or scope in one.scopes}


def _order(one: Observation) -> tuple[str, str]:
    return one.observed_on.isoformat(), one.record


def _certificates(then: Facts, now: Facts, kept: Snapshot) -> Iterator[str]:
    before, after = _papers(then, kept.scope_key), _papers(now, kept.scope_key)
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            yield f"{record_name(key[0])} ({key[1]}) reads differently for that day now."


def _papers(facts: Facts, scope: str) -> dict[tuple[str, str], CertificateFact]:
    mine = (one for one in facts.certificates if not one.scopes or scope in one.scopes)
    return {(one.record, one.standard): one for one in mine}
