"""Facts for a batch of suppliers in a constant number of queries; what is broken stays with its supplier."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scoring.domain.facts import Facts
from scoring.facts.audits import build_audits, build_coverages, build_stages
from scoring.facts.capas import build_capas, build_findings, build_troubles, read_capas
from scoring.facts.certificates import build_certificates
from scoring.facts.rows import Rows, read_requirements, read_rows
from scoring.facts.scopes import build_places

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Gathered:
    """Facts by supplier, and for each supplier whose records could not be read what was wrong."""

    facts: dict[int, Facts]
    problems: dict[int, str]


def gather_facts(supplier_ids: Sequence[int], on: date) -> Gathered:
    """Read everything that is known of these suppliers on a day."""
    requirements = read_requirements()
    gathered = Gathered({}, {})
    for supplier_id, rows in read_rows(supplier_ids).items():
        try:
            gathered.facts[supplier_id] = build_facts(supplier_id, rows, requirements, on)
        except Exception as error:  # isolation is the purpose: one supplier's broken records stop nobody else
            log.exception("the records of supplier %s cannot be read", supplier_id)
            gathered.problems[supplier_id] = describe(error)
    return gathered


def build_facts(supplier_id: int, rows: Rows, requirements: dict[str, list[tuple[str, str]]], on: date) -> Facts:
    """The facts of one supplier, in a fixed order so that equal facts have equal bytes."""
    places = build_places(rows.supplier, requirements)
    capas = read_capas(rows.capas, on)
    observations = [
        *build_audits(rows.audits, places),
        *build_coverages(rows.coverages, places),
        *build_stages(rows.stages, places),
        *build_findings(rows.findings, capas, places, on),
        *build_capas(capas, places, on),
    ]
    known = [one for one in observations if one.observed_on <= on]
    known.sort(key=lambda one: (one.indicator, one.observed_on, one.record, one.clause_group, one.good))
    return Facts(
        supplier=f"supplier:{supplier_id}",
        scopes=places.scopes,
        observations=tuple(known),
        certificates=tuple(build_certificates(rows.certificates, rows.standards, rows.verifications, places, on)),
        troubles=tuple(build_troubles(rows.findings, capas, places, on)),
    )


def describe(error: Exception) -> str:
    """What a person may see of an error: its kind and words, no trace."""
    return f"{type(error).__name__}: {error}"[:300]
