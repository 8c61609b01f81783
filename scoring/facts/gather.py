"""Facts for a batch of suppliers in a constant number of queries; what is broken stays with its supplier."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from scoring.domain.facts import Facts, Observation
from scoring.domain.missing import OnRecord
from scoring.domain.watched import Watched, watch
from scoring.facts.asking import Asking, Papers, read_asking
from scoring.facts.audits import build_audits
from scoring.facts.capability import build_capability
from scoring.facts.capas import build_capas, build_findings, build_troubles, read_capas
from scoring.facts.certificates import build_certificates
from scoring.facts.delivered import build_counts
from scoring.facts.record import known_of, without_waived
from scoring.facts.rows import Rows, read_rows
from scoring.facts.scopes import build_places

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Gathered:
    """Facts by supplier, and for each supplier whose records could not be read what was wrong.

    `known` has for each scope what is asked of it and what is on record for that; `days` the day as it was looked at,
    which knows when the facts will be others (scoring/domain/watched.py).
    """

    facts: dict[int, Facts]
    problems: dict[int, str]
    known: dict[int, list[OnRecord]] = field(default_factory=dict)
    days: dict[int, Watched] = field(default_factory=dict)


def gather_facts(supplier_ids: Sequence[int], on: date) -> Gathered:
    """Read everything that is known of these suppliers on a day."""
    asking = read_asking(supplier_ids, on)
    gathered = Gathered({}, {})
    for supplier_id, rows in read_rows(supplier_ids, on).items():
        try:
            day = gathered.days[supplier_id] = watch(on, rows.ahead)
            facts, known = build_facts(supplier_id, rows, asking, day)
            gathered.facts[supplier_id], gathered.known[supplier_id] = facts, known
        except Exception as error:  # isolation is the purpose: one supplier's broken records stop nobody else
            log.exception("the records of supplier %s cannot be read", supplier_id)
            gathered.problems[supplier_id] = describe(error)
    return gathered


def build_facts(supplier_id: int, rows: Rows, asking: Asking, on: date) -> tuple[Facts, list[OnRecord]]:
    """The facts of one supplier, in a fixed order so that equal facts have equal bytes, and what is asked beside it."""
    places = build_places(rows.supplier, asking)
    papers = asking.papers.get(supplier_id, Papers())
    capas = read_capas(rows.capas, on)
    observations = [
        *build_audits(rows.audits, places),
        *build_counts(rows.counts, places),
        *build_capability(rows.capability, places, on),
        *build_findings(rows.findings, capas, places, on),
        *build_capas(capas, places, on),
    ]
    known = [one for one in observations if one.observed_on <= on]
    known.sort(key=_order)
    certificates = tuple(build_certificates(rows.certificates, rows.standards, rows.verifications, places, on))
    on_record = known_of(rows, places, papers, certificates, on)
    facts = Facts(
        supplier=f"supplier:{supplier_id}",
        scopes=tuple(without_waived(scope, one) for scope, one in zip(places.scopes, on_record, strict=True)),
        observations=tuple(known),
        certificates=certificates,
        troubles=tuple(build_troubles(rows.findings, capas, places, on)),
    )
    return facts, on_record


def _order(one: Observation) -> tuple[str, date, str, str, int, int, str, tuple[str, ...]]:
    return (
        one.indicator, one.observed_on, one.record, one.clause_group, one.good, one.of, one.source.value, one.scopes,
    )  # fmt: skip


def describe(error: Exception) -> str:
    """What a person may see of an error: its kind and words, no trace."""
    return f"{type(error).__name__}: {error}"[:300]
