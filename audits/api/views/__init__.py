"""Endpoints about audits."""
