"""The mechanism of the programming interface: no word of what it is about.

Endpoints are declared in the `api/` room of each app and joined by `config/api.py`.
"""
