"""Standards, their editions and clauses: dated reference data, each row with its source."""

from standards.models.standard import Clause, Edition, Standard

__all__ = ["Clause", "Edition", "Standard"]
