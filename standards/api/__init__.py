"""The interface to standards: reference data, read only."""
