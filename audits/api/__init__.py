"""The interface to audits, findings, observations and corrective actions."""
