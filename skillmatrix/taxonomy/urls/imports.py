"""Addresses of importing a ladder, and previewing the draft."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
