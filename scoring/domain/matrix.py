"""The risk matrix: likelihood × criticality of the scope → risk, re-evaluation, audit type, documents."""

from datetime import date

from common.days import add_months
from scoring.domain.facts import Criticality
from scoring.domain.model import Likelihood, Model
from scoring.domain.scorecard import Consequence


def consequence(likelihood: Likelihood, criticality: Criticality, model: Model, on: date) -> Consequence:
    """What follows from a likelihood for a scope; every pair has its own cell."""
    cell = next(c for c in model.matrix if c.likelihood is likelihood and c.criticality is criticality)
    again = add_months(on, cell.re_evaluate_months)
    return Consequence(cell.risk, cell.re_evaluate_months, again, cell.audit, cell.documents)
