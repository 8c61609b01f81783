"""The interface to certificates."""
