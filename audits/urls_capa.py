"""Addresses of corrective actions; joined into `audits.urls` under the same namespace."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
