"""Addresses of the draft's areas and skills."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
