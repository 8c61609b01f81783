"""Endpoints about suppliers."""
