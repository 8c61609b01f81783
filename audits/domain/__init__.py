"""Rules of audits, findings and floor observations: pure functions and data, no framework, no clock."""
