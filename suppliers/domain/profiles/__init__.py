"""Requirement profiles: what is asked of a scope, from which rule, and whether it is there."""
