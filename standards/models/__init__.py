"""Standards, their editions and clauses, and what a sector asks for: dated reference data, each row with its source."""

from standards.models.requirement import SectorRequirement
from standards.models.standard import Clause, Edition, Standard

__all__ = ["Clause", "Edition", "SectorRequirement", "Standard"]
