"""Endpoints about certificates."""
