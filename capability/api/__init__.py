"""The interface to what suppliers can do: seven kinds of record, and visit notes."""
