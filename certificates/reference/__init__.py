"""Shipped facts about accreditation bodies."""
