"""From the records to facts: what the engine may know of a supplier on a day."""

from scoring.facts.gather import Gathered, gather_facts

__all__ = ["Gathered", "gather_facts"]
